// A provider that speaks Anthropic's Messages: how it reads a request, answers and fails.
import { sse } from "./shared.mjs";

export const name = "anthropic";

export const serves = (path) => (/^(\/ollama)?\/v1\/messages$/.test(path) ? {} : null);

const blocks = (content) => (typeof content === "string" ? [{ type: "text", text: content }] : content ?? []);

const text = (content) => blocks(content).filter((block) => block.type === "text").map((block) => block.text);

export function read(body) {
  const turns = body.messages;
  const all = turns.flatMap((turn) => blocks(turn.content).map((block) => ({ ...block, role: turn.role })));
  const names = new Map(all.filter((block) => block.type === "tool_use").map((block) => [block.id, block.name]));
  return {
    stream: body.stream === true,
    system: text(body.system),
    asked: all.filter((block) => block.role === "user" && block.type === "text").map((block) => block.text),
    images: all.filter((block) => block.type === "image").map((block) => block.source.data ?? block.source.url),
    tools: (body.tools ?? []).map((tool) => [tool.name, tool.input_schema]),
    schema: body.output_config?.format?.schema,
    reasoning: body.output_config?.effort ?? (body.thinking?.type === "disabled" ? undefined : body.thinking?.type),
    tokensMax: body.max_tokens,
    results: all.filter((block) => block.type === "tool_result")
      .map((block) => ({ name: names.get(block.tool_use_id), text: text(block.content).join("") })),
    seals: all.filter((block) => block.type === "thinking").map((block) => block.signature),
    refused: body.max_tokens === undefined ? "max_tokens: Field required" : undefined,
  };
}

const finishes = { stop: "end_turn", calls: "tool_use", length: "max_tokens" };

const usage = ({ prompt, cached }, output_tokens, reasoning) => ({
  input_tokens: prompt - cached, cache_creation_input_tokens: 0, cache_read_input_tokens: cached,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 }, output_tokens,
  ...(reasoning ? { output_tokens_details: { thinking_tokens: reasoning } } : {}),
  service_tier: "standard", inference_geo: "not_available",
});

function content(answer) {
  const out = [];
  if (answer.reasoning.length || answer.seal) {
    out.push({ type: "thinking", thinking: answer.reasoning.join(""), signature: answer.seal ?? "c2lnbmVk" });
  }
  if (answer.text.length) out.push({ type: "text", text: answer.text.join("") });
  for (const { id, name, args } of answer.calls) {
    out.push({ type: "tool_use", id: id.replace("call_", "toolu_"), name, input: JSON.parse(args) });
  }
  return out;
}

export const reply = (answer, { model }) => ({
  model, id: "msg_01Pgx1ep9", type: "message", role: "assistant", content: content(answer),
  stop_reason: finishes[answer.finish], stop_sequence: null,
  usage: usage(answer.usage, answer.usage.completion, answer.usage.reasoning),
});

export function* events(answer, { model }) {
  // The provider pads its lines, inside the JSON's last brace.
  const event = (type, fields) => sse({ type, ...fields }, type).replace(/\}\n\n$/, "   }\n\n");
  const delta = (index, type, fields) => event("content_block_delta", { index, delta: { type, ...fields } });
  yield event("message_start", { message: { ...reply(answer, { model }), content: [], stop_reason: null,
    usage: usage(answer.usage, 2) } });
  yield event("ping", {});
  for (const [index, block] of content(answer).entries()) {
    const empty = { thinking: { thinking: "", signature: "" }, text: { text: "" }, tool_use: { input: {} } }[block.type];
    yield event("content_block_start", { index, content_block: { ...block, ...empty } });
    if (block.type === "thinking") {
      for (const thinking of answer.reasoning) yield delta(index, "thinking_delta", { thinking });
      yield delta(index, "signature_delta", { signature: block.signature });
    } else if (block.type === "text") {
      for (const piece of answer.text) {
        yield delta(index, "text_delta", { text: piece });
        if (answer.stops) return;
      }
    } else {
      const args = JSON.stringify(block.input);
      for (const partial_json of ["", args.slice(0, 6), args.slice(6)]) {
        yield delta(index, "input_json_delta", { partial_json });
        if (answer.stops && partial_json) return;
      }
    }
    yield event("content_block_stop", { index });
  }
  yield event("message_delta", { delta: { stop_reason: finishes[answer.finish], stop_sequence: null },
    usage: usage(answer.usage, answer.usage.completion, answer.usage.reasoning) });
  yield event("message_stop", {});
}

const errors = {
  400: ["invalid_request_error", "seed: too odd."],
  404: ["not_found_error", "no such model"],
  401: ["authentication_error", "invalid x-api-key"],
  429: ["rate_limit_error", "This request would exceed your rate limit."],
  500: ["api_error", "Internal server error"],
};

export const error = (status, message) => ({ type: "error", request_id: "req_011Cduf",
  error: { type: errors[status][0], message: message ?? errors[status][1] } });

export const errorEvent = () => sse({ type: "error", error: { type: "overloaded_error", message: "Overloaded" },
  request_id: "req_011Cduf" }, "error");
