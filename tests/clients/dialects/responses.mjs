// A provider that speaks OpenAI's Responses: how it reads a request, answers and fails.
import { base64Of, sse } from "./shared.mjs";

export const name = "responses";

export const serves = (path) => (/^\/(openai|ollama)\/v1\/responses$/.test(path) ? {} : null);

const items = (input) => (typeof input === "string" ? [{ type: "message", role: "user", content: input }] : input);

const parts = (content) => (typeof content === "string" ? [{ type: "input_text", text: content }] : content ?? []);

const text = (content) => parts(content).filter((part) => /text$/.test(part.type)).map((part) => part.text);

export function read(body) {
  const input = items(body.input);
  const turns = input.filter((item) => (item.type ?? "message") === "message");
  const names = new Map(input.filter((item) => item.type === "function_call").map((item) => [item.call_id, item.name]));
  return {
    stream: body.stream === true,
    system: [body.instructions, ...turns.filter((turn) => /system|developer/.test(turn.role)).flatMap((turn) => text(turn.content))]
      .filter(Boolean),
    asked: turns.filter((turn) => turn.role === "user").flatMap((turn) => text(turn.content)),
    images: turns.flatMap((turn) => parts(turn.content)).filter((part) => part.type === "input_image")
      .map((part) => base64Of(part.image_url)),
    tools: (body.tools ?? []).map((tool) => [tool.name, tool.parameters]),
    schema: body.text?.format?.schema,
    reasoning: body.reasoning?.effort,
    tokensMax: body.max_output_tokens,
    results: input.filter((item) => item.type === "function_call_output")
      .map((item) => ({ name: names.get(item.call_id), text: text(item.output).join("") })),
    seals: input.filter((item) => item.type === "reasoning").map((item) => item.encrypted_content).filter(Boolean),
  };
}

const usage = ({ prompt, cached, completion, reasoning }) => ({
  input_tokens: prompt, input_tokens_details: { cached_tokens: cached, cache_write_tokens: 0 },
  output_tokens: completion, output_tokens_details: { reasoning_tokens: reasoning },
  total_tokens: prompt + completion,
});

function output(answer, status) {
  const out = [];
  if (answer.reasoning.length || answer.seal) {
    const item = { id: "rs_01", type: "reasoning", summary: [] };
    if (answer.reasoning.length) item.summary.push({ type: "summary_text", text: answer.reasoning.join("") });
    if (answer.seal) item.encrypted_content = answer.seal;
    out.push(item);
  }
  if (answer.text.length) {
    out.push({ id: "msg_01", type: "message", status, role: "assistant",
      content: [{ type: "output_text", annotations: [], logprobs: [], text: answer.text.join("") }] });
  }
  for (const [index, { id, name, args }] of answer.calls.entries()) {
    out.push({ id: `fc_0${index}`, type: "function_call", status, arguments: args, call_id: id, name });
  }
  return out;
}

const response = (answer, model, status) => ({
  id: "resp_0048", object: "response", created_at: 1782321684, status, background: false,
  completed_at: status === "completed" ? 1782321686 : null, error: null, frequency_penalty: 0,
  incomplete_details: status === "incomplete" ? { reason: "max_output_tokens" } : null, instructions: null,
  max_output_tokens: null, max_tool_calls: null, model,
  output: status === "in_progress" ? [] : output(answer, status), parallel_tool_calls: true, presence_penalty: 0,
  previous_response_id: null, prompt_cache_key: null, reasoning: { effort: null, summary: null },
  safety_identifier: null, service_tier: "default", store: false, temperature: 1,
  text: { format: { type: "text" }, verbosity: "medium" }, tool_choice: "auto", tools: [], top_logprobs: 0,
  top_p: 1, truncation: "disabled", usage: status === "in_progress" ? null : usage(answer.usage), user: null,
  metadata: {},
});

const ending = (answer) => (answer.finish === "length" ? "incomplete" : "completed");

export const reply = (answer, { model }) => response(answer, model, ending(answer));

export function* events(answer, { model }) {
  let sequence_number = 0;
  const event = (type, fields) => sse({ type, ...fields, sequence_number: sequence_number++ }, type);
  yield event("response.created", { response: response(answer, model, "in_progress") });
  yield event("response.in_progress", { response: response(answer, model, "in_progress") });
  for (const [output_index, item] of output(answer, "completed").entries()) {
    const at = { item_id: item.id, output_index };
    const empty = { reasoning: { summary: [] }, message: { content: [], status: "in_progress" },
      function_call: { arguments: "", status: "in_progress" } }[item.type];
    yield event("response.output_item.added", { item: { ...item, ...empty }, output_index });
    if (item.type === "reasoning" && answer.reasoning.length) {
      const here = { ...at, summary_index: 0 };
      yield event("response.reasoning_summary_part.added", { ...here, part: { type: "summary_text", text: "" } });
      for (const delta of answer.reasoning) {
        yield event("response.reasoning_summary_text.delta", { ...here, delta, obfuscation: "ab" });
      }
      yield event("response.reasoning_summary_text.done", { ...here, text: item.summary[0].text });
      yield event("response.reasoning_summary_part.done", { ...here, part: item.summary[0] });
    } else if (item.type === "message") {
      const here = { ...at, content_index: 0 };
      const part = item.content[0];
      yield event("response.content_part.added", { ...here, part: { ...part, text: "" } });
      for (const delta of answer.text) {
        yield event("response.output_text.delta", { ...here, delta, logprobs: [], obfuscation: "cd" });
        if (answer.stops) return;
      }
      yield event("response.output_text.done", { ...here, text: part.text, logprobs: [] });
      yield event("response.content_part.done", { ...here, part });
    } else if (item.type === "function_call") {
      for (const delta of [item.arguments.slice(0, 6), item.arguments.slice(6)]) {
        yield event("response.function_call_arguments.delta", { ...at, delta, obfuscation: "ef" });
        if (answer.stops) return;
      }
      yield event("response.function_call_arguments.done", { ...at, arguments: item.arguments });
    }
    yield event("response.output_item.done", { item, output_index });
  }
  yield event(`response.${ending(answer)}`, { response: response(answer, model, ending(answer)) });
}

export { error } from "./chat.mjs";

export const errorEvent = () => sse({ type: "error", sequence_number: 9,
  error: { type: "server_error", code: "server_error", message: "The server had an error.", param: null } }, "error");
