// A provider that speaks Gemini's generateContent: how it reads a request, answers and fails.

export const name = "gemini";

export function serves(path) {
  const found = /^\/v1beta\/models\/([^/]+):(generateContent|streamGenerateContent)$/.exec(path);
  return found && { model: decodeURIComponent(found[1]), stream: found[2] === "streamGenerateContent" };
}

const array = (one) => (Array.isArray(one) ? one : one ? [one] : []);

/** Google reads either spelling of a member's name, and its Python client writes both. */
const camel = (value) => (Array.isArray(value) ? value.map(camel) : value && typeof value === "object"
  ? Object.fromEntries(Object.entries(value).map(([key, inner]) =>
    [key.replace(/_([a-z])/g, (_, letter) => letter.toUpperCase()), camel(inner)])) : value);

export function read(spelled, { stream, query }) {
  const body = camel(spelled);
  const turns = body.contents;
  const all = turns.flatMap((turn) => turn.parts.map((part) => ({ ...part, role: turn.role ?? "user" })));
  const config = body.generationConfig ?? {};
  const calls = all.filter((part) => part.functionCall);
  const refused = stream && query.get("alt") !== "sse" ? "this provider is asked for alt=sse"
    // What Gemini 3 does to a call that lost its signature.
    : calls.length && calls[0].thoughtSignature === undefined
      ? "Function call is missing a thought_signature in functionCall parts." : undefined;
  return {
    stream,
    system: array(body.systemInstruction).flatMap((turn) => turn.parts.map((part) => part.text)),
    asked: all.filter((part) => part.role === "user" && part.text !== undefined).map((part) => part.text),
    images: all.filter((part) => part.inlineData || part.fileData)
      .map((part) => part.inlineData?.data ?? part.fileData.fileUri),
    tools: (body.tools ?? []).flatMap((tool) => tool.functionDeclarations ?? [])
      .map((tool) => [tool.name, tool.parametersJsonSchema ?? tool.parameters]),
    schema: config.responseMimeType === "application/json" ? config.responseJsonSchema ?? config.responseSchema : undefined,
    reasoning: config.thinkingConfig?.thinkingLevel ?? config.thinkingConfig?.thinkingBudget
      ?? config.thinkingConfig?.includeThoughts,
    tokensMax: config.maxOutputTokens,
    results: all.filter((part) => part.functionResponse)
      .map(({ functionResponse: { name, response } }) => ({ name, text: said(response) })),
    seals: calls.map((part) => part.thoughtSignature).filter(Boolean),
    refused,
  };
}

/** A result is any object; text comes in one of its customary members. */
const said = (response) => response.result ?? response.output ?? response.content ?? JSON.stringify(response);

const finishes = { stop: "STOP", calls: "STOP", length: "MAX_TOKENS" };

const usage = ({ prompt, cached, completion, reasoning }) => ({
  promptTokenCount: prompt,
  ...(cached ? { cachedContentTokenCount: cached } : {}),
  candidatesTokenCount: completion - reasoning,
  ...(reasoning ? { thoughtsTokenCount: reasoning } : {}),
  totalTokenCount: prompt + completion,
  promptTokensDetails: [{ modality: "TEXT", tokenCount: prompt }],
});

const call = ({ name, args }, index, seal) => ({
  functionCall: { name, args: JSON.parse(args) },
  ...(index === 0 && seal ? { thoughtSignature: seal } : {}),
});

const whole = (parts, finishReason, answer, model) => ({
  candidates: [{ content: { parts, role: "model" }, ...(finishReason ? { finishReason } : {}), index: 0 }],
  usageMetadata: usage(answer.usage), modelVersion: model, responseId: "yACzaZiFOp3Uz7IP",
});

export function reply(answer, { model }) {
  const parts = answer.calls.map((each, index) => call(each, index, answer.seal));
  if (answer.text.length) parts.unshift({ text: answer.text.join("") });
  if (answer.reasoning.length) parts.unshift({ text: answer.reasoning.join(""), thought: true });
  return whole(parts, finishes[answer.finish], answer, model);
}

export function* events(answer, { model }) {
  // Its lines end with CRLF, and nothing but the end of the body says that it is over.
  const event = (parts, finish) => `data: ${JSON.stringify(whole(parts, finish, answer, model))}\r\n\r\n`;
  for (const text of answer.reasoning) yield event([{ text, thought: true }]);
  for (const text of answer.text) {
    yield event([{ text }]);
    if (answer.stops) return;
  }
  for (const [index, each] of answer.calls.entries()) {
    yield event([call(each, index, answer.seal)]);
    if (answer.stops) return;
  }
  yield event([{ text: "" }], finishes[answer.finish]);
}

const errors = {
  400: ["INVALID_ARGUMENT", "Invalid value at 'generation_config.seed'"],
  404: ["NOT_FOUND", "no such model"],
  401: ["UNAUTHENTICATED", "Request had invalid authentication credentials."],
  429: ["RESOURCE_EXHAUSTED", "You exceeded your current quota. Please retry in 97s."],
  500: ["INTERNAL", "An internal error has occurred."],
};

const retry = [{ "@type": "type.googleapis.com/google.rpc.RetryInfo", retryDelay: "97s" }];

export const error = (status, message) => ({ error: { code: status, message: message ?? errors[status][1],
  status: errors[status][0], ...(status === 429 ? { details: retry } : {}) } });

/** No header says when to come back; the body does. */
export const retryHeaders = {};

export const errorEvent = () => `data: ${JSON.stringify({ error: { code: 503, message: "The model is overloaded.",
  status: "UNAVAILABLE" } })}\r\n\r\n`;
