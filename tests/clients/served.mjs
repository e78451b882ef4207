// The providers behind the gateway, what is not served yet, and what is known to be wrong.

/** Each target by the model's name that chooses it; `cannot` names what its dialect has no word for. */
export const targets = [
  { name: "openai", model: "openai/gpt-test" },
  { name: "anthropic", model: "anthropic/claude-test" },
  { name: "gemini", model: "gemini/gemini-test" },
  { name: "ollama", model: "ollama/test",
    cannot: { "cached tokens": "no word for them", "reasoning tokens": "no word for them" } },
  { name: "cohere", model: "cohere/command-test", cannot: { "reasoning tokens": "no word for them" } },
];

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
