// Vercel's AI SDK through each of its providers.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createGoogleGenerativeAI } from "@ai-sdk/google";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { generateText, jsonSchema, Output, streamText, tool } from "ai";

globalThis.AI_SDK_LOG_WARNINGS = false;

const toOptions = (optionsOf) => ({ model, prompt, system, image, tools, schema, effort, tokensMax, after }, signal) => {
  const content = [{ type: "text", text: prompt }];
  if (image) content.push({ type: "image", image, mediaType: "image/png" });
  const options = { model, messages: [{ role: "user", content }], maxRetries: 0, abortSignal: signal };
  if (after) {
    const results = after.results.map(({ name, text }, index) =>
      ({ type: "tool-result", toolName: name, toolCallId: after.calls[index].id, output: { type: "text", value: text } }));
    options.messages.push(...after.turn, { role: "tool", content: results });
  }
  if (system) options.system = system;
  if (tools) {
    options.tools = Object.fromEntries(tools.map(({ name, description, parameters }) =>
      [name, tool({ description, inputSchema: jsonSchema(parameters) })]));
  }
  if (schema) options.output = Output.object({ schema: jsonSchema(schema) });
  options.providerOptions = optionsOf(effort);
  if (tokensMax) options.maxOutputTokens = tokensMax;
  return options;
};

const toUsage = ({ inputTokens, outputTokens, inputTokenDetails, outputTokenDetails }) => ({
  prompt: inputTokens, completion: outputTokens, cached: inputTokenDetails.cacheReadTokens,
  reasoning: outputTokenDetails.reasoningTokens,
});

const toOutcome = async (result) => ({
  text: await result.text,
  reasoning: (await result.reasoningText) ?? "",
  calls: (await result.toolCalls).map(({ toolCallId, toolName, input }) => ({ id: toolCallId, name: toolName, args: input })),
  finish: await result.finishReason,
  usage: toUsage(await result.usage),
  turn: (await result.response).messages,
});

function row(name, face, { provide, optionsOf, ...more }) {
  const options = toOptions(optionsOf);
  const bind = (client, request) => ({ ...request, model: client(request.model) });
  return {
    name, face, finishes: { stop: "stop", calls: "tool-calls", length: "length" }, open: provide, ...more,
    whole: async (client, request, { signal }) => toOutcome(await generateText(options(bind(client, request), signal))),
    async stream(client, request, { signal, heard }) {
      const result = streamText({ ...options(bind(client, request), signal), onError() {} });
      for await (const part of result.fullStream) {
        if (part.type === "error") throw part.error;
        if (/-delta$/.test(part.type) && heard()) return {};
      }
      return toOutcome(result);
    },
  };
}

const key = { apiKey: "sk-client" };
const effortOf = (provider) => (effort) => ({ [provider]: effort ? { reasoningEffort: effort, forceReasoning: true } : {} });

export default [
  row("ai 6 + openai chat", "openai", {
    provide: (origin) => createOpenAI({ ...key, baseURL: `${origin}/v1` }).chat, optionsOf: effortOf("openai"),
    cannot: { "reasoning text": "its chat model reads no reasoning", seals: "its chat model keeps none" },
  }),
  row("ai 6 + openai responses", "responses", {
    provide: (origin) => createOpenAI({ ...key, baseURL: `${origin}/v1` }).responses,
    optionsOf: (effort) => ({ openai: { store: false, include: ["reasoning.encrypted_content"],
      ...(effort ? { reasoningEffort: effort, forceReasoning: true, reasoningSummary: "auto" } : {}) } }),
  }),
  row("ai 6 + openai-compatible", "openai", {
    provide: (origin) => createOpenAICompatible({ ...key, name: "quorum", baseURL: `${origin}/v1`, includeUsage: true,
      supportsStructuredOutputs: true }),
    optionsOf: effortOf("quorum"),
    cannot: { seals: "it keeps them only for a provider whose name is google" },
  }),
  row("ai 6 + anthropic", "anthropic", {
    provide: (origin) => createAnthropic({ ...key, baseURL: `${origin}/v1` }),
    optionsOf: (effort) => ({ anthropic: effort ? { thinking: { type: "enabled", budgetTokens: 1024 } } : {} }),
  }),
  row("ai 6 + google", "gemini", {
    // A name with a slash in it is taken for a whole path.
    provide: (origin) => {
      const google = createGoogleGenerativeAI({ ...key, baseURL: `${origin}/v1beta` });
      return (model) => google(`models/${model}`);
    },
    cannot: { "seals of anthropic": "it keeps those of calls, and not that of a thought without words" },
    optionsOf: (effort) => ({ google: effort ? { thinkingConfig: { includeThoughts: true, thinkingLevel: effort } } : {} }),
  }),
];
