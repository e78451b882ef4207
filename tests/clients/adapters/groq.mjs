// Groq's own client, which speaks Chat Completions under a path of its own.
import Groq from "groq-sdk";
import { chatBody, chatOutcome, GatheredChat } from "./chat_shape.mjs";

export default [{
  name: "groq-sdk 1", face: "openai",
  finishes: { stop: "stop", calls: "tool_calls", length: "length" },
  open: (origin) => new Groq({ baseURL: origin, apiKey: "gsk_client", maxRetries: 0 }),
  whole: async (client, request, { signal }) =>
    chatOutcome(await client.chat.completions.create(chatBody(request), { signal })),
  async stream(client, request, { signal, heard }) {
    const gathered = new GatheredChat();
    const body = { ...chatBody(request), stream: true, stream_options: { include_usage: true } };
    for await (const chunk of await client.chat.completions.create(body, { signal })) {
      gathered.add(chunk);
      if (heard()) break;
    }
    return gathered.outcome();
  },
}];
