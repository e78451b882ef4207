// Cohere's own client. Cohere's dialect is none of our faces: it reaches Cohere itself, passed through.
import { CohereClientV2 } from "cohere-ai";
import { dataUrl } from "./chat_shape.mjs";

function toBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) {
  const content = image ? [{ type: "text", text: prompt }, { type: "image_url", imageUrl: { url: dataUrl(image) } }] : prompt;
  const body = { model, messages: [{ role: "user", content }] };
  if (system) body.messages.unshift({ role: "system", content: system });
  if (after) {
    body.messages.push({ role: "assistant", toolCalls: after.turn }, ...after.results.map(({ text }, index) =>
      ({ role: "tool", toolCallId: after.calls[index].id, content: text })));
  }
  if (tools) body.tools = tools.map((tool) => ({ type: "function", function: tool }));
  if (schema) body.responseFormat = { type: "json_object", jsonSchema: schema };
  if (effort) body.thinking = { type: "enabled" };
  if (tokensMax) body.maxTokens = tokensMax;
  return body;
}

const toOutcome = ({ content, toolCalls = [] }, finish, usage) => ({
  text: (content ?? []).map((part) => part.text ?? "").join(""),
  reasoning: (content ?? []).map((part) => part.thinking ?? "").join(""),
  calls: toolCalls.map(({ id, function: { name, arguments: args } }) => ({ id, name, args: JSON.parse(args) })),
  finish,
  usage: usage && { prompt: usage.tokens.inputTokens, completion: usage.tokens.outputTokens, cached: usage.cachedTokens },
  turn: toolCalls,
});

export default [{
  name: "cohere-ai 8", face: "cohere passed through", targets: ["cohere"],
  cannot: {
    "status of mute": "what is passed on has begun with its head",
    ended: "what is passed on is not read, and this client takes a clean end for the end" },
  model: (model) => model.replace("cohere/", ""),
  finishes: { stop: "COMPLETE", calls: "TOOL_CALL", length: "MAX_TOKENS" },
  open: (origin) => new CohereClientV2({ token: "sk-client", environment: `${origin}/p/cohere`, maxRetries: 0 }),
  async whole(client, request, { signal }) {
    const { message, finishReason, usage } = await client.chat(toBody(request), { abortSignal: signal, maxRetries: 0 });
    return toOutcome(message, finishReason, usage);
  },
  async stream(client, request, { signal, heard }) {
    const message = { content: [], toolCalls: [] };
    let end;
    for await (const event of await client.chatStream(toBody(request), { abortSignal: signal, maxRetries: 0 })) {
      const said = event.delta?.message;
      if (event.type === "content-start" || event.type === "content-delta") message.content.push(said.content);
      if (event.type === "tool-call-start") message.toolCalls.push(structuredClone(said.toolCalls));
      if (event.type === "tool-call-delta") message.toolCalls.at(-1).function.arguments += said.toolCalls.function.arguments;
      if (event.type === "message-end") end = event.delta;
      if (heard()) break;
    }
    if (end?.finishReason === "ERROR") throw new Error(end.error);
    return toOutcome(message, end?.finishReason, end?.usage);
  },
}];
