// LangChain's models of OpenAI's and Anthropic's kind.
import { ChatAnthropic } from "@langchain/anthropic";
import { HumanMessage, SystemMessage, ToolMessage } from "@langchain/core/messages";
import { ChatOpenAI } from "@langchain/openai";
import { chatBody, dataUrl } from "./chat_shape.mjs";

function toMessages({ prompt, system, image, after }) {
  const content = image ? [{ type: "text", text: prompt }, { type: "image_url", image_url: { url: dataUrl(image) } }] : prompt;
  const messages = [new HumanMessage({ content })];
  if (system) messages.unshift(new SystemMessage(system));
  if (after) {
    messages.push(after.turn, ...after.results.map(({ text }, index) =>
      new ToolMessage({ content: text, tool_call_id: after.calls[index].id })));
  }
  return messages;
}

const toOutcome = (finishOf, message) => ({
  text: message.text,
  reasoning: message.contentBlocks.filter((block) => block.type === "reasoning").map((block) => block.reasoning).join(""),
  calls: message.tool_calls.map(({ id, name, args }) => ({ id, name, args })),
  finish: finishOf(message),
  usage: message.usage_metadata && {
    prompt: message.usage_metadata.input_tokens, completion: message.usage_metadata.output_tokens,
    cached: message.usage_metadata.input_token_details?.cache_read,
    reasoning: message.usage_metadata.output_token_details?.reasoning,
  },
  turn: message,
});

function row(name, face, { model, options, finishOf, ...more }) {
  return {
    name, face, ...more,
    open: (origin) => origin,
    async whole(origin, request, { signal }) {
      const message = await model(origin, request).invoke(toMessages(request), { ...options(request), signal });
      return toOutcome(finishOf, message);
    },
    async stream(origin, request, { signal, heard }) {
      let message;
      for await (const piece of await model(origin, request).stream(toMessages(request), { ...options(request), signal })) {
        message = message ? message.concat(piece) : piece;
        if (heard()) return {};
      }
      return toOutcome(finishOf, message);
    },
  };
}

export default [
  row("@langchain/openai 1", "openai", {
    finishes: { stop: "stop", calls: "tool_calls", length: "length" },
    model: (origin, { model, tokensMax, effort }) => new ChatOpenAI({
      model, apiKey: "sk-client", maxRetries: 0, maxTokens: tokensMax, streamUsage: true,
      modelKwargs: effort ? { reasoning_effort: effort } : {}, configuration: { baseURL: `${origin}/v1` } }),
    options: (request) => {
      const { tools, response_format } = chatBody(request);
      return { tools, response_format };
    },
    finishOf: (message) => message.response_metadata.finish_reason,
    cannot: { "reasoning text": "it reads no reasoning from Chat Completions", seals: "it keeps none" },
  }),
  row("@langchain/anthropic 1", "anthropic", {
    finishes: { stop: "end_turn", calls: "tool_use", length: "max_tokens" },
    model: (origin, { model, tokensMax, effort }) => new ChatAnthropic({
      model, apiKey: "sk-client", maxRetries: 0, maxTokens: tokensMax ?? 4096, anthropicApiUrl: origin,
      thinking: effort ? { type: "enabled", budget_tokens: 1024 } : undefined }),
    options: ({ tools, schema }) => ({
      tools: tools?.map(({ parameters, ...tool }) => ({ ...tool, input_schema: parameters })),
      ...(schema ? { outputConfig: { format: { type: "json_schema", schema } } } : {}),
    }),
    cannot: { "usage in streams": "it adds up counts that are cumulative", "reasoning tokens": "it reads none" },
    finishOf: (message) => message.response_metadata.stop_reason ?? message.additional_kwargs.stop_reason,
  }),
];
