// The providers behind the gateway, what is not served yet, and what is known to be wrong.

const one = /^(openai 7|openai 7 responses|@anthropic-ai\/sdk 1|@google\/genai 3|ollama 0.6|cohere-ai 8)$/;

/** Each target by the model's name that chooses it; `cannot` names what its dialect has no word for. */
export const targets = [
  { name: "openai", model: "openai/gpt-test" },
  { name: "anthropic", model: "anthropic/claude-test" },
  { name: "gemini", model: "gemini/gemini-test" },
  { name: "ollama", model: "ollama/test",
    cannot: { "cached tokens": "no word for them", "reasoning tokens": "no word for them" } },
  { name: "cohere", model: "cohere/command-test", cannot: { "reasoning tokens": "no word for them" } },
  // What the others ask only where the client itself speaks so; one client of each face is enough.
  { name: "responses", model: "by-responses/gpt-test", rows: one },
  { name: "api/chat", model: "by-api-chat/test", rows: one,
    cannot: { "cached tokens": "no word for them", "reasoning tokens": "no word for them" } },
];

/** Providers of one's own that speak one dialect only. */
export const configured = (upstream) => `providers:
  by-responses: {base_url: ${upstream}/openai/v1, api_key: "env:OPENAI_API_KEY", dialect: openai_responses}
  by-api-chat: {base_url: ${upstream}/ollama, dialect: ollama_chat}
`;

/** Faces and targets that do not answer yet. They are asked all the same, so that nobody forgets to take them off. */
export const notServed = {
  faces: [],
  targets: [],
};

/** Cells that are known to fail, how and why. One that passes must be taken off; another fault is a failure. */
export const known = [
  { row: /^@mistralai/, target: /^(openai|anthropic|ollama|cohere)$/, case: /^(tool|tools|loop)$/, fault: /^stream: ZodError/,
    why: "it wants the name in every piece of a streamed call; OpenAI spells it once" },
];

export const knownFault = (row, target, test) => known.find((one) =>
  one.row.test(row.name) && one.target.test(target.name) && one.case.test(test.name));
