// A provider that speaks OpenAI's Chat Completions: how it reads a request, answers and fails.
import { base64Of, sse } from "./shared.mjs";

export const name = "chat";

export const serves = (path) => (/^\/(openai|ollama)\/v1\/chat\/completions$/.test(path) ? {} : null);

const texts = (content) =>
  typeof content === "string" ? [content] : (content ?? []).filter((part) => part.type === "text").map((part) => part.text);

export function read(body) {
  const turns = body.messages;
  const names = new Map();
  for (const turn of turns) for (const call of turn.tool_calls ?? []) names.set(call.id, call.function.name);
  return {
    stream: body.stream === true,
    system: turns.filter((turn) => ["system", "developer"].includes(turn.role)).flatMap((turn) => texts(turn.content)),
    asked: turns.filter((turn) => turn.role === "user").flatMap((turn) => texts(turn.content)),
    images: turns.flatMap((turn) => (Array.isArray(turn.content) ? turn.content : []))
      .filter((part) => part.type === "image_url").map((part) => base64Of(part.image_url.url)),
    tools: (body.tools ?? []).map((tool) => [tool.function.name, tool.function.parameters]),
    schema: body.response_format?.json_schema?.schema,
    reasoning: body.reasoning_effort,
    tokensMax: body.max_completion_tokens ?? body.max_tokens,
    results: turns.filter((turn) => turn.role === "tool")
      .map((turn) => ({ name: names.get(turn.tool_call_id), text: texts(turn.content).join("") })),
    seals: [],
    wantsUsage: body.stream_options?.include_usage === true,
  };
}

const finishes = { stop: "stop", calls: "tool_calls", length: "length" };

const usage = ({ prompt, cached, completion, reasoning }) => ({
  prompt_tokens: prompt,
  completion_tokens: completion,
  total_tokens: prompt + completion,
  prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
  completion_tokens_details: { reasoning_tokens: reasoning, audio_tokens: 0,
    accepted_prediction_tokens: 0, rejected_prediction_tokens: 0 },
});

const base = (object, model) => ({ id: "chatcmpl-BxQ1", object, created: 1782321684, model,
  service_tier: "default", system_fingerprint: "fp_44709d6fcb" });

const call = ({ id, name, args }) => ({ id, type: "function", function: { name, arguments: args } });

export function reply(answer, { model }) {
  const message = { role: "assistant", content: answer.text.join("") || null, refusal: null, annotations: [] };
  if (answer.reasoning.length) message.reasoning_content = answer.reasoning.join("");
  if (answer.calls.length) message.tool_calls = answer.calls.map(call);
  return { ...base("chat.completion", model), usage: usage(answer.usage),
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishes[answer.finish] }] };
}

export function* events(answer, { model, request }) {
  const ending = request.wantsUsage ? { usage: null } : {};
  const chunk = (delta, finish_reason = null) => sse({ ...base("chat.completion.chunk", model),
    choices: [{ index: 0, delta, logprobs: null, finish_reason }], ...ending, obfuscation: "q0" });
  yield chunk({ role: "assistant", content: answer.calls.length ? null : "", refusal: null });
  for (const piece of answer.reasoning) yield chunk({ reasoning_content: piece });
  for (const piece of answer.text) {
    yield chunk({ content: piece });
    if (answer.stops) return;
  }
  for (const [index, { id, name, args }] of answer.calls.entries()) {
    yield chunk({ tool_calls: [{ index, id, type: "function", function: { name, arguments: "" } }] });
    for (const part of [args.slice(0, 6), args.slice(6)]) {
      yield chunk({ tool_calls: [{ index, function: { arguments: part } }] });
      if (answer.stops) return;
    }
  }
  yield chunk({}, finishes[answer.finish]);
  if (request.wantsUsage) {
    yield sse({ ...base("chat.completion.chunk", model), choices: [], usage: usage(answer.usage), obfuscation: "" });
  }
  yield "data: [DONE]\n\n";
}

const errors = {
  400: { message: "Invalid 'seed': too odd.", type: "invalid_request_error", param: "seed", code: "invalid_value" },
  401: { message: "Incorrect API key provided.", type: "invalid_request_error", param: null, code: "invalid_api_key" },
  429: { message: "Rate limit reached.", type: "requests", param: null, code: "rate_limit_exceeded" },
  500: { message: "The server had an error.", type: "server_error", param: null, code: null },
};

export const error = (status, message) => ({ error: message
  ? { message, type: "invalid_request_error", param: null, code: null } : errors[status] });

export const errorEvent = () => sse({ error: errors[500] });
