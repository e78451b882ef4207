// OpenAI's own client, Chat Completions: the bare stream and the helper that gathers it.
import { chatBody, chatOutcome, GatheredChat } from "./chat_shape.mjs";

const finishes = { stop: "stop", calls: "tool_calls", length: "length" };

async function bare(client, request, { signal, heard }) {
  const gathered = new GatheredChat();
  const body = { ...chatBody(request), stream: true, stream_options: { include_usage: true } };
  for await (const chunk of await client.chat.completions.create(body, { signal })) {
    gathered.add(chunk);
    if (heard()) break;
  }
  return gathered.outcome();
}

async function helped(client, request, { signal, heard }) {
  const thoughts = [];
  const stream = client.chat.completions.stream(
    { ...chatBody(request), stream_options: { include_usage: true } }, { signal });
  stream.on("chunk", (chunk) => {
    thoughts.push(chunk.choices[0]?.delta?.reasoning_content ?? "");
    heard();
  });
  const outcome = chatOutcome(await stream.finalChatCompletion());
  return { ...outcome, reasoning: thoughts.join("") };
}

const open = (Client) => (origin) => new Client({ baseURL: `${origin}/v1`, apiKey: "sk-client", maxRetries: 0 });

async function models(client) {
  const ids = [];
  for await (const { id } of client.models.list()) ids.push(id);
  return ids;
}

/** Two rows of the matrix for one version of the package. */
export const openai = (version, Client) => [
  { name: `openai ${version}`, face: "openai", finishes, open: open(Client), models,
    whole: async (client, request, { signal }) =>
      chatOutcome(await client.chat.completions.create(chatBody(request), { signal })),
    stream: bare },
  { name: `openai ${version} .stream()`, face: "openai", finishes, open: open(Client), stream: helped },
];
