// The official OpenAI client against the OpenAI face.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import OpenAI from "openai";
import { startProvider, startQuorum } from "./quorum.mjs";

const base = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1, model: "gpt-4-0613" };
const chunk = (delta, finish_reason = null) => ({ ...base, choices: [{ index: 0, delta, finish_reason, logprobs: null }] });
const call = (index, id, name, args) => ({ index, id, type: "function", function: { name, arguments: args } });

function script(body) {
  const asked = body.messages.at(-1).content;
  if (asked === "too many") {
    return { status: 429, headers: { "retry-after": "0" }, json: { error: { message: "slow down", type: "requests", param: null, code: "rate_limit_exceeded" } } };
  }
  if (!body.stream) {
    return {
      json: {
        id: "chatcmpl-1", object: "chat.completion", created: 1, model: "gpt-4-0613",
        choices: [{ index: 0, finish_reason: "stop", logprobs: null, message: { role: "assistant", content: "Hi", refusal: null } }],
        usage: { prompt_tokens: 7, completion_tokens: 1, total_tokens: 8 },
      },
    };
  }
  if (asked === "cut") return { events: [chunk({ role: "assistant", content: "Ha" }), chunk({ content: "lf" })], cut: true };
  if (asked === "forever") return { events: Array(5000).fill(chunk({ role: "assistant", content: "x" })), delayMs: 5 };
  if (asked === "tools") {
    return {
      events: [
        chunk({ role: "assistant", content: null, tool_calls: [call(0, "call_a", "weather", "")] }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '{"city":' } }] }),
        chunk({ tool_calls: [{ index: 0, function: { arguments: '"Köln"}' } }] }),
        chunk({ tool_calls: [call(1, "call_b", "time", "{}")] }),
        chunk({}, "tool_calls"), "[DONE]",
      ],
    };
  }
  const events = [chunk({ role: "assistant", content: "" }), chunk({ content: "Grüße " }), chunk({ content: "🌍" }), chunk({}, "stop")];
  if (body.stream_options?.include_usage) events.push({ ...base, choices: [], usage: { prompt_tokens: 7, completion_tokens: 2, total_tokens: 9 } });
  return { events: [...events, "[DONE]"] };
}

let provider, quorum, client;
before(async () => {
  provider = await startProvider(script);
  quorum = await startQuorum({ OPENAI_API_KEY: "sk-right", OPENAI_BASE_URL: provider.url });
  client = new OpenAI({ baseURL: `${quorum.origin}/v1`, apiKey: "sk-client", maxRetries: 0 });
});
after(async () => {
  await quorum?.close();
  provider?.close();
});

const ask = (content, more = {}) => ({ model: "gpt-4", messages: [{ role: "user", content }], ...more });

test("a plain answer", async () => {
  const answer = await client.chat.completions.create(ask("hello"));
  assert.equal(answer.choices[0].message.content, "Hi");
  assert.equal(answer.usage.total_tokens, 8);
});

test("a streamed answer, with usage for who asks", async () => {
  const stream = client.chat.completions.stream(ask("hello", { stream_options: { include_usage: true } }));
  const answer = await stream.finalChatCompletion();
  assert.equal(answer.choices[0].message.content, "Grüße 🌍");
  assert.equal(answer.usage.total_tokens, 9);
});

test("parallel tool calls in pieces", async () => {
  const answer = await client.chat.completions.stream(ask("tools")).finalChatCompletion();
  assert.deepEqual(answer.choices[0].message.tool_calls.map((t) => [t.id, t.function.name, t.function.arguments]),
    [["call_a", "weather", '{"city":"Köln"}'], ["call_b", "time", "{}"]]);
});

test("a stream cut upstream throws", async () => {
  await assert.rejects(async () => {
    for await (const _ of await client.chat.completions.create(ask("cut", { stream: true })));
  });
});

test("errors arrive as the client's own classes", async () => {
  await assert.rejects(client.chat.completions.create(ask("too many")), OpenAI.RateLimitError);
  await assert.rejects(client.chat.completions.create(ask("x", { model: "no-such-model" })), OpenAI.NotFoundError);
  await assert.rejects(client.chat.completions.create({ model: "gpt-4" }), OpenAI.BadRequestError);
});

test("an abort reaches the upstream", async () => {
  const stream = await client.chat.completions.create(ask("forever", { stream: true }));
  for await (const _ of stream) break;
  const start = Date.now();
  while (provider.left.length === 0 && Date.now() - start < 3000) await new Promise((wake) => setTimeout(wake, 10));
  assert.ok(provider.left.length > 0, "the upstream call went on");
  assert.ok(Date.now() - start < 500);
});

test("models are listed and found", async () => {
  const ids = [];
  for await (const model of client.models.list()) ids.push(model.id);
  assert.ok(ids.includes("debate/default"));
  assert.equal((await client.models.retrieve("gpt-4")).id, "gpt-4");
});
