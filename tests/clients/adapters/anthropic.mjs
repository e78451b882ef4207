// Anthropic's own client, of both API versions: the bare stream and the helper that gathers it.

const finishes = { stop: "end_turn", calls: "tool_use", length: "max_tokens" };

const toBody = (version) => ({ model, prompt, system, image, tools, schema, effort, tokensMax, after }) => {
  const content = [{ type: "text", text: prompt }];
  if (image) content.push({ type: "image", source: { type: "base64", media_type: "image/png", data: image } });
  const body = { model, max_tokens: tokensMax ?? 4096, messages: [{ role: "user", content }] };
  if (system) body.system = system;
  if (after) {
    const results = after.results.map(({ text }, index) =>
      ({ type: "tool_result", tool_use_id: after.calls[index].id, content: text }));
    body.messages.push({ role: "assistant", content: after.turn }, { role: "user", content: results });
  }
  if (tools) body.tools = tools.map(({ parameters, ...tool }) => ({ ...tool, input_schema: parameters }));
  if (schema) body.output_config = { format: { type: "json_schema", schema } };
  if (effort && version === 0) body.thinking = { type: "enabled", budget_tokens: 1024 };
  if (effort && version === 1) Object.assign(body, { thinking: { type: "adaptive" }, output_config: { effort } });
  return body;
};

function toOutcome({ content, stop_reason, usage }) {
  const of = (type) => content.filter((block) => block.type === type);
  return {
    text: of("text").map((block) => block.text).join(""),
    reasoning: of("thinking").map((block) => block.thinking).join(""),
    calls: of("tool_use").map(({ id, name, input }) => ({ id, name, args: input })),
    finish: stop_reason,
    usage: {
      prompt: usage.input_tokens + (usage.cache_read_input_tokens ?? 0) + (usage.cache_creation_input_tokens ?? 0),
      completion: usage.output_tokens, cached: usage.cache_read_input_tokens ?? undefined,
      reasoning: usage.output_tokens_details?.thinking_tokens,
    },
    turn: content,
  };
}

const bare = (body) => async (client, request, { signal, heard }) => {
  let message;
  for await (const event of await client.messages.create({ ...body(request), stream: true }, { signal })) {
    if (event.type === "message_start") message = event.message;
    if (event.type === "content_block_start") message.content.push({ ...event.content_block, json: "" });
    if (event.type === "content_block_delta") {
      const { delta, index } = event;
      const block = message.content[index];
      if (delta.type === "text_delta") block.text += delta.text;
      if (delta.type === "thinking_delta") block.thinking += delta.thinking;
      if (delta.type === "signature_delta") block.signature = delta.signature;
      if (delta.type === "input_json_delta") block.json += delta.partial_json;
    }
    if (event.type === "message_delta") {
      Object.assign(message, event.delta);
      for (const [key, value] of Object.entries(event.usage)) if (value != null) message.usage[key] = value;
    }
    if (heard()) break;
  }
  message.content = message.content.map(({ json, ...block }) => (json ? { ...block, input: JSON.parse(json) } : block));
  return toOutcome(message);
};

const helped = (body) => async (client, request, { signal, heard }) => {
  const stream = client.messages.stream(body(request), { signal });
  stream.on("streamEvent", heard);
  return toOutcome(await stream.finalMessage());
};

async function models(client) {
  const ids = [];
  for await (const { id } of client.messages ? client.models.list() : []) ids.push(id);
  return ids;
}

export function anthropic(version, Client) {
  const body = toBody(version);
  const open = (origin) => new Client({ baseURL: origin, apiKey: "sk-client", maxRetries: 0 });
  return [
    { name: `@anthropic-ai/sdk ${version}`, face: "anthropic", finishes, open, models,
      whole: async (client, request, { signal }) => toOutcome(await client.messages.create(body(request), { signal })),
      stream: bare(body) },
    { name: `@anthropic-ai/sdk ${version} .stream()`, face: "anthropic", finishes, open, stream: helped(body) },
  ];
}
