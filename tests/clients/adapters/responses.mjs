// OpenAI's own client, Responses: the bare stream and the helper that gathers it.
import { dataUrl } from "./chat_shape.mjs";

const finishes = { stop: "completed", calls: "completed", length: "incomplete" };

function toBody({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) {
  const content = [{ type: "input_text", text: prompt }];
  if (image) content.push({ type: "input_image", detail: "auto", image_url: dataUrl(image) });
  const body = { model, input: [{ role: "user", content }], store: false };
  if (after) {
    body.input.push(...after.turn);
    after.results.forEach(({ text }, index) =>
      body.input.push({ type: "function_call_output", call_id: after.calls[index].id, output: text }));
  }
  if (system) body.instructions = system;
  if (tools) {
    body.tools = tools.map((tool) => ({ type: "function", strict: true, ...tool }));
    body.include = ["reasoning.encrypted_content"];
  }
  if (schema) body.text = { format: { type: "json_schema", name: "weather", strict: true, schema } };
  if (effort) body.reasoning = { effort, summary: "auto" };
  if (tokensMax) body.max_output_tokens = tokensMax;
  return body;
}

function toOutcome({ output, status, usage, error }) {
  if (status === "failed") throw new Error(error.message);
  const of = (type) => output.filter((item) => item.type === type);
  return {
    text: of("message").flatMap((item) => item.content).map((part) => part.text).join(""),
    reasoning: of("reasoning").flatMap((item) => [...item.summary, ...(item.content ?? [])]).map((part) => part.text).join(""),
    calls: of("function_call").map(({ call_id, name, arguments: args }) => ({ id: call_id, name, args: JSON.parse(args) })),
    finish: status,
    usage: usage && { prompt: usage.input_tokens, completion: usage.output_tokens,
      cached: usage.input_tokens_details?.cached_tokens, reasoning: usage.output_tokens_details?.reasoning_tokens },
    turn: output,
  };
}

async function bare(client, request, { signal, heard }) {
  let text = "";
  let last;
  for await (const event of await client.responses.create({ ...toBody(request), stream: true }, { signal })) {
    if (event.type === "response.output_text.delta") text += event.delta;
    if (/^response\.(completed|incomplete|failed)$/.test(event.type)) last = event.response;
    if (heard()) break;
  }
  const outcome = last && toOutcome(last);
  if (outcome && outcome.text !== text) throw new Error(`pieces say ${text}, the end says ${outcome.text}`);
  return outcome ?? { text };
}

async function helped(client, request, { signal, heard }) {
  const stream = client.responses.stream(toBody(request), { signal });
  stream.on("event", heard);
  return toOutcome(await stream.finalResponse());
}

const open = (Client) => (origin) => new Client({ baseURL: `${origin}/v1`, apiKey: "sk-client", maxRetries: 0 });

export const responses = (version, Client) => [
  { name: `openai ${version} responses`, face: "responses", finishes, open: open(Client),
    whole: async (client, request, { signal }) => toOutcome(await client.responses.create(toBody(request), { signal })),
    stream: bare },
  { name: `openai ${version} responses .stream()`, face: "responses", finishes, open: open(Client), stream: helped },
];
