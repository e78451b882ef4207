// The shape of Chat Completions, for every client that asks and answers in it.

export const dataUrl = (image) => `data:image/png;base64,${image}`;

/** The request as its body. */
export function chatBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) {
  const content = image ? [{ type: "text", text: prompt }, { type: "image_url", image_url: { url: dataUrl(image) } }] : prompt;
  const body = { model, messages: [{ role: "user", content }] };
  if (system) body.messages.unshift({ role: "system", content: system });
  if (after) {
    body.messages.push(after.turn);
    after.results.forEach(({ text }, index) =>
      body.messages.push({ role: "tool", tool_call_id: after.calls[index].id, content: text }));
  }
  if (tools) body.tools = tools.map((tool) => ({ type: "function", function: tool }));
  if (schema) body.response_format = { type: "json_schema", json_schema: { name: "weather", strict: true, schema } };
  if (effort) body.reasoning_effort = effort;
  if (tokensMax) body.max_completion_tokens = tokensMax;
  return body;
}

export const chatUsage = (usage) => usage && {
  prompt: usage.prompt_tokens, completion: usage.completion_tokens,
  cached: usage.prompt_tokens_details?.cached_tokens, reasoning: usage.completion_tokens_details?.reasoning_tokens,
};

export function chatOutcome({ choices: [{ message, finish_reason }], usage }) {
  return {
    text: message.content ?? "",
    reasoning: message.reasoning_content ?? message.reasoning ?? "",
    calls: (message.tool_calls ?? []).map(({ id, function: { name, arguments: args } }) => ({ id, name, args: JSON.parse(args) })),
    finish: finish_reason,
    usage: chatUsage(usage),
    turn: message,
  };
}

/** A streamed answer put together by hand, every member of every delta kept. */
export class GatheredChat {
  message = { role: "assistant", content: null };
  finish = null;
  usage = null;

  add({ choices, usage }) {
    this.usage = usage ?? this.usage;
    for (const { delta, finish_reason } of choices) {
      this.finish = finish_reason ?? this.finish;
      const { tool_calls = [], role, ...rest } = delta;
      for (const [key, value] of Object.entries(rest)) {
        this.message[key] = typeof value === "string" ? (this.message[key] ?? "") + value : value ?? this.message[key];
      }
      for (const { index, function: { name, arguments: args } = {}, ...more } of tool_calls) {
        const calls = (this.message.tool_calls ??= []);
        const call = (calls[index] ??= { function: { name: "", arguments: "" } });
        Object.assign(call, more);
        call.function.name += name ?? "";
        call.function.arguments += args ?? "";
      }
    }
  }

  outcome() {
    return chatOutcome({ choices: [{ message: this.message, finish_reason: this.finish }], usage: this.usage });
  }
}
