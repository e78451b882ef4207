// Ollama's own client.
import { Ollama } from "ollama";

function toBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) {
  const body = { model, messages: [{ role: "user", content: prompt, ...(image ? { images: [image] } : {}) }] };
  if (system) body.messages.unshift({ role: "system", content: system });
  if (after) {
    body.messages.push(after.turn, ...after.results.map(({ name, text }) =>
      ({ role: "tool", tool_name: name, content: text })));
  }
  if (tools) body.tools = tools.map((tool) => ({ type: "function", function: tool }));
  if (schema) body.format = schema;
  if (effort) body.think = effort;
  if (tokensMax) body.options = { num_predict: tokensMax };
  return body;
}

const toOutcome = (message, { done_reason, prompt_eval_count, eval_count }) => ({
  text: message.content,
  reasoning: message.thinking ?? "",
  calls: (message.tool_calls ?? []).map(({ id, function: { name, arguments: args } }) => ({ id, name, args })),
  finish: done_reason,
  usage: { prompt: prompt_eval_count, completion: eval_count },
  turn: message,
});

export default [{
  name: "ollama 0.6", face: "ollama",
  finishes: { stop: "stop", calls: "stop", length: "length" },
  cannot: { seals: "its dialect has no place for them", "retry-after": "its errors keep no headers", "cached tokens": "no word for them", "reasoning tokens": "no word for them" },
  open: (origin) => origin,
  whole: async (origin, request) => {
    const answer = await new Ollama({ host: origin }).chat(toBody(request));
    return toOutcome(answer.message, answer);
  },
  async stream(origin, request, { heard }) {
    const message = { role: "assistant", content: "", thinking: "" };
    let last;
    const stream = await new Ollama({ host: origin }).chat({ ...toBody(request), stream: true });
    for await (const piece of stream) {
      message.content += piece.message.content;
      message.thinking += piece.message.thinking ?? "";
      if (piece.message.tool_calls) (message.tool_calls ??= []).push(...piece.message.tool_calls);
      last = piece;
      if (heard()) stream.abort();
    }
    return toOutcome(message, last);
  },
  models: async (origin) => (await new Ollama({ host: origin }).list()).models.map(({ name }) => name),
}];
