// Runs every client against every target and prints what came of it.
//   node matrix.mjs [ROW [TARGET [CASE]]]     each a part of a name; without any, everything
import { isDeepStrictEqual } from "node:util";
import { cases } from "./cases.mjs";
import { startQuorum } from "./quorum.mjs";
import { clients } from "./clients.mjs";
import { configured, knownFault, notServed, targets } from "./served.mjs";
import { seal, startUpstream } from "./upstream.mjs";

const atOnce = 16;
const wait_ms_max = 20_000;
const [rowPart = "", targetPart = "", casePart = ""] = process.argv.slice(2);
const chosen = (part) => ({ name }) => name.includes(part);

let calls = 0;

const within = (promise, wait_ms) => {
  let timer;
  const late = new Promise((_, fail) => { timer = setTimeout(() => fail(new Error(`no end within ${wait_ms} ms`)), wait_ms); });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
};

/** What an SDK's error says, wherever it keeps it. */
function readError(error) {
  const headers = error.headers ?? error.responseHeaders ?? error.response?.headers ?? error.rawResponse?.headers;
  const header = (name) => (typeof headers?.get === "function" ? headers.get(name) : headers?.[name]);
  return { status: error.status ?? error.statusCode ?? error.status_code, retryAfter: header?.("retry-after") ?? undefined };
}

/** Faults of an outcome against what was expected, in words. */
function faults(have, want, { row, target, mode }) {
  const can = (what) => !row.cannot?.[what] && !target.cannot?.[what];
  const wanted = {
    ...want,
    reasoning: can("reasoning text") ? want.reasoning : "",
    finish: row.finishes[want.finish],
    usage: { prompt: want.usage.prompt, completion: want.usage.completion },
  };
  const found = { text: have.text, reasoning: have.reasoning, calls: have.calls.map(({ name, args }) => [name, args]),
    finish: have.finish, usage: have.usage && { prompt: have.usage.prompt, completion: have.usage.completion } };
  if (want.json) [found.text, wanted.text] = [JSON.parse(have.text), want.json];
  delete wanted.json;
  if (mode === "stream" && !can("usage in streams")) {
    delete wanted.usage;
  }
  // Not every dialect tells "none" from "not said"; a count that is there must be right.
  for (const kind of wanted.usage ? ["cached", "reasoning"] : []) {
    if (can(`${kind} tokens`)) {
      wanted.usage[kind] = want.usage[kind];
      if (found.usage) found.usage[kind] = have.usage[kind] ?? 0;
    } else if (!row.cannot?.[`${kind} tokens`] && have.usage?.[kind]) {
      return [`${have.usage[kind]} ${kind} tokens from nowhere`];
    }
  }
  return Object.keys(wanted).filter((key) => !isDeepStrictEqual(found[key], wanted[key]))
    .map((key) => `${key}: ${JSON.stringify(found[key])}, not ${JSON.stringify(wanted[key])}`);
}

/** A maker that seals its calls gets the very seal back from a client that keeps what it is told. */
function sealFaults({ dialect, asked }, row) {
  if (!makers.includes(dialect) || row.cannot?.seals || row.cannot?.[`seals of ${dialect}`]) return [];
  return asked.seals.includes(seal) ? [] : [`the seal came back as ${JSON.stringify(asked.seals)}`];
}

const makers = ["anthropic", "gemini", "responses"];

function refusalFaults(error, { name, refusal: { status, retryAfter } }, row, target) {
  const said = readError(error);
  const out = [];
  if (status && !row.cannot?.[`status of ${name}`] && !status.includes(said.status)) out.push(`status ${said.status}, not ${status.join(" or ")}: ${error.message}`);
  if (retryAfter && !row.cannot?.["retry-after"] && !target.cannot?.["retry-after"] && said.retryAfter !== retryAfter) {
    out.push(`retry-after ${said.retryAfter}, not ${retryAfter}`);
  }
  return out;
}

async function aborts(row, client, request, upstream, number, gone_ms_max) {
  const controller = new AbortController();
  let stopped;
  const heard = () => {
    stopped ??= Date.now();
    controller.abort();
    return true;
  };
  let ended;
  const asking = Promise.resolve(row.stream(client, request, { signal: controller.signal, heard }))
    .catch((error) => { ended = error; }).finally(() => { ended ??= "it ended"; });
  while (!upstream.left.has(number)) {
    if (stopped && Date.now() - stopped > gone_ms_max) return [`the provider was still asked ${gone_ms_max} ms after the abort`];
    if (ended && !stopped) return [`nothing was heard: ${ended}`];
    await new Promise((wake) => setTimeout(wake, 10));
  }
  if (!stopped) return ["the provider was left before the client had heard anything"];
  await asking;
  return [];
}

async function attempt(test, mode, row, target, { quorum, upstream }) {
  const client = await row.open(quorum.origin);
  if (test.models) {
    const ids = await row.models(client);
    return test.models.filter((id) => !ids.includes(id)).map((id) => `${id} is not listed`);
  }
  const number = String(++calls);
  const model = test.model ?? `${target.model}-${test.scenario}-${number}`;
  const request = { model: row.model?.(model) ?? model, prompt: "Hello?", ...test.ask };
  if (test.gone_ms_max) return aborts(row, client, request, upstream, number, test.gone_ms_max);

  const still = { signal: undefined, heard: () => false };
  const ask = (more) => row[mode](client, { ...request, ...more }, still);
  if (test.refusal) {
    let outcome;
    try {
      outcome = await ask();
    } catch (error) {
      return refusalFaults(error, test, row, target);
    }
    return [`no error, but ${JSON.stringify(outcome)}`];
  }
  const first = await ask();
  const wrong = faults(first, test.expect, { row, target, mode });
  if (wrong.length || !test.then) return wrong;
  const second = await ask({ after: { ...first, results: test.then.results } });
  const lost = sealFaults(upstream.seen.get(number).at(-1), row);
  return [...faults(second, test.then.expect, { row, target, mode }), ...lost];
}

/** One cell: all modes of one case. */
async function run(test, row, target, world) {
  if (test.models && !row.models) return { mark: "·" };
  const cannot = row.cannot?.[test.needs] ?? target.cannot?.[test.needs] ?? row.cannot?.[test.name];
  if (cannot) return { mark: "–" };
  const wrong = [];
  for (const mode of (test.modes ?? ["whole", "stream"]).filter((mode) => row[mode])) {
    try {
      const found = await within(attempt(test, mode, row, target, world), wait_ms_max);
      wrong.push(...found.map((fault) => `${mode}: ${fault}`));
    } catch (error) {
      wrong.push(`${mode}: ${error.name}: ${error.message.replace(/\s+/g, " ").slice(0, 300)}`);
    }
  }
  const why = knownFault(row, target, test);
  if (why && wrong.length === 0) return { mark: "FAIL", wrong: ["passes, but is listed as known to fail"] };
  if (why && wrong.every((fault) => why.fault.test(fault))) return { mark: "known", note: `${test.name}: ${why.why}` };
  return wrong.length ? { mark: "FAIL", wrong } : { mark: "ok" };
}

/** A pair that is not served must not answer a plain question either. */
async function runUnserved(row, target, world) {
  const cell = await run(cases[0], row, target, world);
  return cell.mark === "ok" ? { mark: "FAIL", wrong: ["answers, but is listed as not served yet"] } : { mark: "not served yet" };
}

const isServed = (row, target) => !notServed.faces.includes(row.face) && !notServed.targets.includes(target.name);

async function main() {
  const upstream = await startUpstream();
  const quorum = await startQuorum({
    OPENAI_API_KEY: "sk-right", OPENAI_BASE_URL: `${upstream.origin}/openai/v1`,
    ANTHROPIC_API_KEY: "sk-ant-right", ANTHROPIC_BASE_URL: upstream.origin,
    GEMINI_API_KEY: "AIza-right", GOOGLE_GEMINI_BASE_URL: upstream.origin,
    OLLAMA_HOST: `${upstream.origin}/ollama`, OLLAMA_API_KEY: "right",
    CO_API_KEY: "co-right", CO_API_URL: upstream.origin,
  }, configured(upstream.origin));
  const rows = (await clients()).filter(chosen(rowPart));
  const world = { quorum, upstream };
  const lines = [];
  const jobs = [];
  for (const row of rows) {
    for (const target of targets.filter(chosen(targetPart))
      .filter((target) => (!row.targets || row.targets.includes(target.name)) && (!target.rows || target.rows.test(row.name)))) {
      const line = { row, target, cells: new Map() };
      lines.push(line);
      if (!isServed(row, target)) jobs.push(async () => { line.unserved = await runUnserved(row, target, world); });
      else for (const test of cases.filter(chosen(casePart))) {
        jobs.push(async () => line.cells.set(test.name, await run(test, row, target, world)));
      }
    }
  }
  const worker = async () => { for (let job; (job = jobs.shift());) await job(); };
  const start = Date.now();
  await Promise.all(Array.from({ length: atOnce }, worker));
  print(lines, cases.filter(chosen(casePart)), Date.now() - start);
  await Promise.all(rows.map((row) => row.close?.()));
  await quorum.close();
  upstream.close();
}

function print(lines, tests, took_ms) {
  const width = Math.max(...lines.map(({ row }) => row.name.length));
  const label = ({ row, target }) => `${row.name.padEnd(width)} → ${target.name.padEnd(9)}`;
  console.log(`${" ".repeat(width + 12)} ${tests.map(({ name }) => name.padEnd(Math.max(5, name.length))).join(" ")}`);
  const count = new Map();
  const notes = new Set();
  for (const line of lines) {
    const cells = line.unserved ? [line.unserved]
      : tests.map(({ name }) => ({ ...line.cells.get(name), width: Math.max(5, name.length) }));
    for (const { mark, note } of cells) {
      count.set(mark, (count.get(mark) ?? 0) + 1);
      if (note) notes.add(`${mark} ${line.row.name} → ${line.target.name}: ${note}`);
    }
    console.log(`${label(line)} ${cells.map(({ mark, width: wide = 0 }) => mark.padEnd(wide)).join(" ")}`);
  }
  console.log("");
  // What is not asked of a client or a target, and why.
  for (const { name, cannot } of new Set(lines.flatMap(({ row, target }) => [row, target]))) {
    for (const [what, why] of Object.entries(cannot ?? {})) console.log(`– ${name}: ${what}: ${why}`);
  }
  for (const note of notes) console.log(note);
  // What many clients suffer from alike is said once.
  const sufferers = new Map();
  for (const line of lines) {
    const failed = [["plain", line.unserved], ...line.cells].filter(([, cell]) => cell?.wrong);
    for (const [name, { wrong }] of failed) {
      for (const fault of wrong) {
        const what = `→ ${line.target.name} ${name}: ${fault.replace(/-\d+\b/g, "-N")}`;
        sufferers.set(what, [...(sufferers.get(what) ?? []), line.row.name]);
      }
    }
  }
  for (const [what, names] of sufferers) console.log(`FAIL ${what}\n     ${names.join(", ")}`);
  console.log(`\n${[...count].map(([mark, times]) => `${mark} ${times}`).join(", ")}; ${calls} calls in ${(took_ms / 1000).toFixed(1)} s`);
  if (count.has("FAIL") || !count.has("ok")) process.exitCode = 1;
}

await main();
// A client may keep a connection or a timer that nobody waits for.
process.exit();
