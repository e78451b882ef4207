// Mistral's own client, which checks every chunk against its own schema.
import { Mistral } from "@mistralai/mistralai";
import { dataUrl } from "./chat_shape.mjs";

function toBody({ model, prompt, system, image, tools, schema, tokensMax, after }) {
  const content = image ? [{ type: "text", text: prompt }, { type: "image_url", imageUrl: { url: dataUrl(image) } }] : prompt;
  const body = { model, messages: [{ role: "user", content }] };
  if (system) body.messages.unshift({ role: "system", content: system });
  if (after) {
    body.messages.push({ role: "assistant", ...after.turn }, ...after.results.map(({ name, text }, index) =>
      ({ role: "tool", toolCallId: after.calls[index].id, name, content: text })));
  }
  if (tools) body.tools = tools.map((tool) => ({ type: "function", function: tool }));
  if (schema) {
    body.responseFormat = { type: "json_schema", jsonSchema: { name: "weather", strict: true, schemaDefinition: schema } };
  }
  if (tokensMax) body.maxTokens = tokensMax;
  return body;
}

const parsed = (args) => (typeof args === "string" ? JSON.parse(args) : args);

const toOutcome = (message, finish, usage) => ({
  text: message.content ?? "",
  reasoning: "",
  calls: (message.toolCalls ?? []).map(({ id, function: { name, arguments: args } }) => ({ id, name, args: parsed(args) })),
  finish,
  usage: usage && { prompt: usage.promptTokens, completion: usage.completionTokens },
  turn: message,
});

export default [{
  name: "@mistralai/mistralai 2", face: "openai",
  finishes: { stop: "stop", calls: "tool_calls", length: "length" },
  cannot: { seals: "it drops what it does not know", "usage in streams": "it has no word to ask for it",
    reasoning: "it has no effort but on and off, and drops the text it does not know",
    "cached tokens": "it drops what it does not know", "reasoning tokens": "it drops what it does not know" },
  open: (origin) => new Mistral({ serverURL: origin, apiKey: "sk-client", retryConfig: { strategy: "none" } }),
  async whole(client, request, { signal }) {
    const { choices: [{ message, finishReason }], usage } = await client.chat.complete(toBody(request), { signal });
    return toOutcome(message, finishReason, usage);
  },
  async stream(client, request, { signal, heard }) {
    const message = { content: "" };
    let finish, usage;
    for await (const { data } of await client.chat.stream(toBody(request), { signal })) {
      usage = data.usage ?? usage;
      for (const { delta, finishReason } of data.choices) {
        finish = finishReason ?? finish;
        message.content += delta.content ?? "";
        for (const { id, index, function: { name, arguments: args } } of delta.toolCalls ?? []) {
          const calls = (message.toolCalls ??= []);
          const call = (calls[index] ??= { id, function: { name, arguments: "" } });
          call.function.arguments += typeof args === "string" ? args : JSON.stringify(args);
        }
      }
      if (heard()) break;
    }
    return toOutcome(message, finish, usage);
  },
}];
