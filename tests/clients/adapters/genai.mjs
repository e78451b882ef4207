// Google's own client of the Gemini API.
import { GoogleGenAI } from "@google/genai";

function toBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }, signal) {
  const parts = [{ text: prompt }];
  if (image) parts.push({ inlineData: { mimeType: "image/png", data: image } });
  const contents = [{ role: "user", parts }];
  if (after) {
    const results = after.results.map(({ name, text }, index) =>
      ({ functionResponse: { id: after.calls[index].id, name, response: { output: text } } }));
    contents.push(after.turn, { role: "user", parts: results });
  }
  const config = { abortSignal: signal };
  if (system) config.systemInstruction = system;
  if (tools) {
    config.tools = [{ functionDeclarations: tools.map(({ parameters, ...tool }) => ({ ...tool, parametersJsonSchema: parameters })) }];
  }
  if (schema) Object.assign(config, { responseMimeType: "application/json", responseJsonSchema: schema });
  if (effort) config.thinkingConfig = { includeThoughts: true, thinkingLevel: effort.toUpperCase() };
  if (tokensMax) config.maxOutputTokens = tokensMax;
  return { model, contents, config };
}

function toOutcome(parts, finish, usage) {
  return {
    text: parts.filter((part) => part.text && !part.thought).map((part) => part.text).join(""),
    reasoning: parts.filter((part) => part.thought).map((part) => part.text).join(""),
    calls: parts.filter((part) => part.functionCall).map(({ functionCall: { id, name, args } }) => ({ id, name, args })),
    finish,
    usage: usage && {
      prompt: usage.promptTokenCount, cached: usage.cachedContentTokenCount,
      completion: (usage.candidatesTokenCount ?? 0) + (usage.thoughtsTokenCount ?? 0), reasoning: usage.thoughtsTokenCount,
    },
    turn: { role: "model", parts },
  };
}

async function models(client) {
  const ids = [];
  for await (const { name } of await client.models.list()) ids.push(name.replace("models/", ""));
  return ids;
}

export default [{
  name: "@google/genai 3", face: "gemini", models,
  finishes: { stop: "STOP", calls: "STOP", length: "MAX_TOKENS" },
  cannot: { "retry-after": "its errors keep no headers" },
  open: (origin) => new GoogleGenAI({ apiKey: "sk-client", httpOptions: { baseUrl: origin } }),
  async whole(client, request, { signal }) {
    const { candidates: [{ content, finishReason }], usageMetadata } = await client.models.generateContent(toBody(request, signal));
    return toOutcome(content.parts, finishReason, usageMetadata);
  },
  async stream(client, request, { signal, heard }) {
    const parts = [];
    let finish, usage;
    for await (const { candidates, usageMetadata } of await client.models.generateContentStream(toBody(request, signal))) {
      parts.push(...(candidates?.[0]?.content?.parts ?? []));
      finish = candidates?.[0]?.finishReason ?? finish;
      usage = usageMetadata ?? usage;
      if (heard()) break;
    }
    return toOutcome(parts, finish, usage);
  },
}];
