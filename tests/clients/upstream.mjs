// A scripted provider that speaks every dialect we call. The model's name chooses what happens:
// `…-SCENARIO-NUMBER`, so that any client can ask for it, and the number tells one call from another.
import { createServer } from "node:http";
import { image, results, schema, tools } from "./material.mjs";
import * as anthropic from "./dialects/anthropic.mjs";
import * as chat from "./dialects/chat.mjs";
import * as cohere from "./dialects/cohere.mjs";
import * as gemini from "./dialects/gemini.mjs";
import * as ollama from "./dialects/ollama.mjs";
import * as responses from "./dialects/responses.mjs";

const dialects = [chat, responses, anthropic, gemini, ollama, cohere];

const nothing = { text: [], reasoning: [], calls: [], finish: "stop",
  usage: { prompt: 11, cached: 4, completion: 7, reasoning: 0 } };
const greeting = { ...nothing, text: ["Grüße ", "aus ", "Köln 🌍"] };
export const seal = "c2VhbGVkLWJ5LW1ha2Vy";
const weather = { id: "call_a1", name: "weather", args: '{"city":"Köln"}' };
const clock = { id: "call_b2", name: "clock", args: '{"zone":"CET","short":true}' };
const calling = { ...nothing, calls: [weather], finish: "calls", seal };

/** What Gemini takes in the place of a signature that a client has lost. */
const excuses = ["skip_thought_signature_validator", "context_engineering_is_the_way_to_go"]
  .flatMap((words) => [words, btoa(words)]);
const endless = { ...nothing, text: Array(4000).fill("x ") };

/** What a request lacks, in words, or what is answered to it. */
const scenarios = {
  plain: () => greeting,
  system: ({ system }) => (system.join("") === "Be brief." ? greeting : `the system text is ${JSON.stringify(system)}`),
  limit: ({ tokensMax }) => (tokensMax === 20 ? { ...nothing, text: ["Grüße "], finish: "length" } : `the limit is ${tokensMax}`),
  tool: (request) => lacksTools(request, tools.slice(0, 1)) ?? calling,
  tools: (request) => lacksTools(request, tools) ?? { ...calling, calls: [weather, clock] },
  loop: (request) => lacksTools(request, tools) ?? (request.results.length === 0
    ? { ...calling, calls: [weather, clock] }
    : differs("the results", request.results.map(bare), results)
      ?? differs("the seals", request.seals.filter((seal) => ![calling.seal, ...excuses].includes(seal)), [])
      ?? { ...nothing, text: ["Seven degrees ", "at noon."] }),
  image: ({ images }) => differs("the images", images, [image]) ?? { ...nothing, text: ["One red ", "pixel."] },
  // Some clients do not trust a model that they do not know with a schema, and have it call a tool instead.
  schema: ({ schema: asked, tools: [[tool, parameters] = []] }) => (tool && !asked
    ? lacksSchema("the tool's schema", parameters, schema)
      ?? { ...nothing, calls: [{ id: "call_j3", name: tool, args: '{"city":"Köln","degrees":7}' }], finish: "calls" }
    : lacksSchema("the schema", asked, schema)
    ?? { ...nothing, text: ['{"city":"Köln",', '"degrees":7}'] }),
  reasoning: ({ reasoning }) => (reasoning === undefined ? "no reasoning was asked for"
    : { ...greeting, reasoning: ["The user ", "greets."], usage: { prompt: 11, cached: 4, completion: 12, reasoning: 5 },
        seal: calling.seal }),
  e400: () => ({ status: 400 }),
  e401: () => ({ status: 401 }),
  e429: () => ({ status: 429 }),
  e500: () => ({ status: 500 }),
  // A stream that breaks: with an error in it, with a reset, or as if all were well.
  broken: () => ({ ...greeting, stops: "error" }),
  reset: () => ({ ...greeting, stops: "reset" }),
  ended: () => ({ ...greeting, stops: "end" }),
  resetcall: () => ({ ...calling, stops: "reset" }),
  endedcall: () => ({ ...calling, stops: "end" }),
  mute: () => ({ ...nothing, mute: true }),
  slow: () => endless,
};

const differs = (what, have, want) =>
  JSON.stringify(have) === JSON.stringify(want) ? undefined : `${what} are ${JSON.stringify(have)}`;

/** A result that a dialect must wrap in an object is still the same text. */
function bare({ name, text }) {
  try {
    const inner = JSON.parse(text);
    return { name, text: inner.output ?? inner.result ?? inner.content };
  } catch {
    return { name, text };
  }
}

const lacksTools = (request, want) =>
  differs("the tools", request.tools.map(([name]) => name), want.map((tool) => tool.name))
  ?? request.tools.map(([name, parameters], index) => lacksSchema(`the parameters of ${name}`, parameters, want[index].parameters))
    .find(Boolean);

/** Clients add to a schema (`additionalProperties`, `strict`), and rename types; names and order of members must stay. */
const lacksSchema = (what, have, want) =>
  JSON.stringify(Object.keys(have?.properties ?? {})) === JSON.stringify(Object.keys(want.properties))
    && JSON.stringify(have.required) === JSON.stringify(want.required)
    ? undefined : `${what} is ${JSON.stringify(have)}`;

const written = (response, bytes) => new Promise((done) => response.write(bytes, done));

const moment = (wait_ms) => new Promise((wake) => setTimeout(wake, wait_ms));

async function stream(dialect, answer, facts, response) {
  response.writeHead(200, { "content-type": dialect.contentType ?? "text/event-stream; charset=utf-8" });
  if (answer.mute) {
    response.flushHeaders();
    await moment(20);
    return response.socket.resetAndDestroy();
  }
  for (const event of dialect.events(answer, facts)) {
    if (response.destroyed) return undefined;
    await written(response, event);
    if (answer.text === endless.text) await moment(2);
  }
  if (answer.stops === "error") await written(response, dialect.errorEvent());
  if (answer.stops === "reset") {
    await moment(20);  // What a reset overtakes is lost; the events before it are to arrive.
    return response.socket.resetAndDestroy();
  }
  return response.end();
}

/** A whole answer; one that stops is cut in the middle of its announced length. */
function whole(dialect, answer, facts, response) {
  const body = Buffer.from(JSON.stringify(dialect.reply(answer, facts)));
  response.writeHead(200, { "content-type": "application/json", "content-length": body.length });
  if (!answer.stops && !answer.mute) return response.end(body);
  return response.write(body.subarray(0, body.length / 2), () => response.destroy());
}

function refuse(dialect, status, response, message) {
  // Longer than the gateway itself is ready to wait, so that the client learns of it.
  const retry = status === 429 ? dialect.retryHeaders ?? { "retry-after": "97" } : { "x-should-retry": "false" };
  response.writeHead(status, { "content-type": "application/json", ...retry });
  response.end(JSON.stringify(dialect.error(status, message)));
}

/** What was asked, or what is wrong with the asking. */
function understood(dialect, body, place) {
  try {
    return dialect.read(body, place);
  } catch (problem) {
    return { refused: `not ${dialect.name}'s spelling: ${problem.message}` };
  }
}

/** Starts the provider; `left` says when the caller of a numbered call went away, `seen` what it had asked. */
export async function startUpstream() {
  const left = new Map();
  const seen = new Map();
  const server = createServer(async (request, response) => {
    const pieces = [];
    for await (const piece of request) pieces.push(piece);
    const { pathname, searchParams: query } = new URL(request.url, "http://upstream");
    for (const dialect of dialects) {
      const place = dialect.serves(pathname);
      if (!place) continue;
      const body = JSON.parse(Buffer.concat(pieces).toString());
      const model = place.model ?? body.model;
      const [, scenario, number] = /-([a-z0-9]+)-(\d+)$/.exec(model) ?? [];
      const asked = understood(dialect, body, { ...place, query });
      const before = seen.get(number) ?? [];
      seen.set(number, [...before, { dialect: dialect.name, asked, body, headers: request.headers }]);
      response.on("close", () => response.writableFinished || left.set(number, Date.now()));
      let answer = asked.refused ?? scenarios[scenario]?.(asked) ?? `the model is ${model}`;
      if (!scenarios[scenario]) return refuse(dialect, 404, response, answer);
      if (typeof answer === "string") return refuse(dialect, 400, response, answer);
      if (answer.status) return refuse(dialect, answer.status, response);
      const facts = { model, request: asked };
      // Ollama counts neither, in none of its dialects.
      if (pathname.startsWith("/ollama/")) {
        answer = { ...answer, usage: { ...answer.usage, cached: 0, reasoning: 0 } };
      }
      return asked.stream ? stream(dialect, answer, facts, response) : whole(dialect, answer, facts, response);
    }
    response.writeHead(404, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: { message: `nothing is at ${request.method} ${pathname}` } }));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, left, seen, close: () => { server.close(); server.closeAllConnections(); } };
}
