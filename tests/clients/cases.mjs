// What every client is made to do, and what must come of it, whatever dialects lie between.
import { image, results, schema, tools } from "./material.mjs";

const usage = { prompt: 11, completion: 7, cached: 4, reasoning: 0 };
const greeting = { text: "Grüße aus Köln 🌍", reasoning: "", calls: [], finish: "stop", usage };
const weather = ["weather", { city: "Köln" }];
const clock = ["clock", { zone: "CET", short: true }];

const calling = (...calls) => ({ text: "", reasoning: "", calls, finish: "calls", usage });

/**
 * `scenario` is what the provider does (`upstream.mjs`); `ask` is added to the request; `expect` is the outcome,
 * `refusal` the error. A case runs whole and streamed unless `modes` says otherwise. `needs` names what a
 * client or a target may be unable to do at all (its `cannot`).
 */
export const cases = [
  { name: "plain", scenario: "plain", expect: greeting },
  { name: "system", scenario: "system", ask: { system: "Be brief." }, expect: greeting },
  { name: "length", scenario: "limit", ask: { tokensMax: 20 }, expect: { ...greeting, text: "Grüße ", finish: "length" } },
  { name: "tool", scenario: "tool", ask: { tools: tools.slice(0, 1) }, expect: calling(weather) },
  { name: "tools", scenario: "tools", ask: { tools }, expect: calling(weather, clock) },
  { name: "loop", scenario: "loop", ask: { tools }, expect: calling(weather, clock), then: {
    results, expect: { ...greeting, text: "Seven degrees at noon." } } },
  { name: "image", scenario: "image", ask: { image }, needs: "image", expect: { ...greeting, text: "One red pixel." } },
  { name: "schema", scenario: "schema", ask: { schema }, needs: "schema",
    expect: { ...greeting, json: { city: "Köln", degrees: 7 } } },
  { name: "reasoning", scenario: "reasoning", ask: { effort: "low" }, needs: "reasoning",
    expect: { ...greeting, reasoning: "The user greets.", usage: { ...usage, completion: 12, reasoning: 5 } } },
  { name: "400", scenario: "e400", refusal: { status: [400] } },
  { name: "401", scenario: "e401", refusal: { status: [401] } },
  { name: "429", scenario: "e429", refusal: { status: [429], retryAfter: "97" } },
  { name: "500", scenario: "e500", refusal: { status: [500, 502, 503, 529] } },
  { name: "no model", model: "no-such-model", refusal: { status: [404] } },
  { name: "mute", scenario: "mute", refusal: { status: [500, 502, 503, 529] } },
  { name: "broken", scenario: "broken", modes: ["stream"], refusal: {} },
  { name: "reset", scenario: "reset", refusal: {} },
  { name: "ended", scenario: "ended", refusal: {} },
  { name: "reset call", scenario: "resetcall", ask: { tools }, refusal: {} },
  { name: "ended call", scenario: "endedcall", ask: { tools }, refusal: {} },
  { name: "abort", scenario: "slow", modes: ["stream"], gone_ms_max: 1000 },
  { name: "models", models: ["debate/default"], modes: ["models"] },
];
