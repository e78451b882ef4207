// A provider that speaks Cohere's v2 chat: how it reads a request, answers and fails.
import { base64Of, sse } from "./shared.mjs";

export const name = "cohere";

export const serves = (path) => (path === "/v2/chat" ? {} : null);

const parts = (content) => (typeof content === "string" ? [{ type: "text", text: content }] : content ?? []);

const text = (content) => parts(content).filter((part) => part.type === "text").map((part) => part.text);

/** A tool's result is text, or documents whose data is text. */
const said = (content) => parts(content)
  .map((part) => part.text ?? (typeof part.document.data === "string" ? part.document.data : Object.values(part.document.data).join("")))
  .join("");

export function read(body) {
  const turns = body.messages;
  const names = new Map();
  for (const turn of turns) for (const call of turn.tool_calls ?? []) names.set(call.id, call.function.name);
  return {
    stream: body.stream === true,
    system: turns.filter((turn) => turn.role === "system").flatMap((turn) => text(turn.content)),
    asked: turns.filter((turn) => turn.role === "user").flatMap((turn) => text(turn.content)),
    images: turns.flatMap((turn) => parts(turn.content)).filter((part) => part.type === "image_url")
      .map((part) => base64Of(part.image_url.url)),
    tools: (body.tools ?? []).map((tool) => [tool.function.name, tool.function.parameters]),
    schema: body.response_format?.json_schema ?? body.response_format?.schema,
    reasoning: body.thinking?.type === "enabled" ? body.thinking.token_budget ?? true : undefined,
    tokensMax: body.max_tokens,
    results: turns.filter((turn) => turn.role === "tool")
      .map((turn) => ({ name: names.get(turn.tool_call_id), text: said(turn.content) })),
    seals: [],
  };
}

const finishes = { stop: "COMPLETE", calls: "TOOL_CALL", length: "MAX_TOKENS" };

const usage = ({ prompt, cached, completion }) => ({
  billed_units: { input_tokens: prompt - 2, output_tokens: completion },
  tokens: { input_tokens: prompt, output_tokens: completion },
  cached_tokens: cached,
});

const call = ({ id, name, args }) => ({ id, type: "function", function: { name, arguments: args } });

export function reply(answer) {
  const message = { role: "assistant" };
  if (answer.calls.length) message.tool_calls = answer.calls.map(call);
  const content = [];
  if (answer.reasoning.length) content.push({ type: "thinking", thinking: answer.reasoning.join("") });
  if (answer.text.length) content.push({ type: "text", text: answer.text.join("") });
  if (content.length) message.content = content;
  return { id: "965405bb-b9da", message, finish_reason: finishes[answer.finish], usage: usage(answer.usage) };
}

export function* events(answer) {
  const event = (type, fields) => sse({ type, ...fields }, type);
  const message = (type, index, inner) => event(type, { index, delta: { message: inner } });
  yield sse({ id: "ce257b09-c6da", type: "message-start", delta: { message: { role: "assistant", content: [],
    tool_plan: "", tool_calls: [], citations: [] } } }, "message-start");
  let index = 0;
  for (const [type, pieces] of [["thinking", answer.reasoning], ["text", answer.text]]) {
    if (!pieces.length) continue;
    yield message("content-start", index, { content: { type, [type]: "" } });
    for (const piece of pieces) {
      yield message("content-delta", index, { content: { [type]: piece } });
      if (answer.stops) return;
    }
    yield event("content-end", { index });
    ++index;
  }
  for (const [at, each] of answer.calls.entries()) {
    yield message("tool-call-start", at, { tool_calls: call({ ...each, args: "" }) });
    for (const part of [each.args.slice(0, 6), each.args.slice(6)]) {
      yield message("tool-call-delta", at, { tool_calls: { function: { arguments: part } } });
      if (answer.stops) return;
    }
    yield event("tool-call-end", { index: at });
  }
  yield event("message-end", { delta: { finish_reason: finishes[answer.finish], usage: usage(answer.usage) } });
  yield "data: [DONE]\n\n";
}

const errors = { 400: "invalid request: seed is too odd", 401: "invalid api token",
  429: "You have exceeded your rate limit", 500: "internal server error" };

export const error = (status, message) => ({ id: "2d4609a6-d1f9", message: message ?? errors[status] });

export const errorEvent = () => sse({ type: "message-end", delta: { finish_reason: "ERROR",
  error: "the model went away", usage: usage({ prompt: 11, cached: 0, completion: 1 }) } }, "message-end");
