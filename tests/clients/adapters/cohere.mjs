// Cohere's own client.
import { CohereClientV2 } from "cohere-ai";
import { dataUrl } from "./chat_shape.mjs";

function toBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) {
  const content = image ? [{ type: "text", text: prompt }, { type: "image_url", imageUrl: { url: dataUrl(image) } }] : prompt;
  const body = { model, messages: [{ role: "user", content }] };
  if (system) body.messages.unshift({ role: "system", content: system });
  if (after) {
    body.messages.push({ role: "assistant", ...after.turn }, ...after.results.map(({ text }, index) =>
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
  usage: usage && { prompt: usage.tokens.inputTokens, completion: usage.tokens.outputTokens, cached: usage.cachedTokens, 
    reasoning: usage.tokens.reasoning_tokens },
  turn: { ...(content?.length ? { content } : {}), toolCalls },
});

/** Texts grow; whatever else is told belongs to the part as it is. */
const add = (part, { text, thinking, ...rest }) => {
  Object.assign(part, rest);
  if (text) part.text += text;
  if (thinking) part.thinking += thinking;
};

export default [{
  name: "cohere-ai 8", face: "cohere chat",
  finishes: { stop: "COMPLETE", calls: "TOOL_CALL", length: "MAX_TOKENS" },
  open: (origin) => new CohereClientV2({ token: "sk-client", environment: origin, maxRetries: 0 }),
  async whole(client, request, { signal }) {
    const { message, finishReason, usage } = await client.chat(toBody(request), { abortSignal: signal, maxRetries: 0 });
    return toOutcome(message, finishReason, usage);
  },
  async stream(client, request, { signal, heard }) {
    const message = { content: [], toolCalls: [] };
    let end;
    for await (const event of await client.chatStream(toBody(request), { abortSignal: signal, maxRetries: 0 })) {
      const said = event.delta?.message;
      if (event.type === "content-start") message.content.push({ ...said.content });
      if (event.type === "content-delta") add(message.content.at(-1), said.content);
      if (event.type === "tool-call-start") message.toolCalls.push(structuredClone(said.toolCalls));
      if (event.type === "tool-call-delta") message.toolCalls.at(-1).function.arguments += said.toolCalls.function.arguments;
      if (event.type === "message-end") end = event.delta;
      if (heard()) break;
    }
    if (end?.finishReason === "ERROR") throw new Error(end.error);
    return toOutcome(message, end?.finishReason, end?.usage);
  },
  async models(client) {
    const { models } = await client.models.list({ pageSize: 1000 }, { maxRetries: 0 });
    return models.map(({ name }) => name);
  },
}];
