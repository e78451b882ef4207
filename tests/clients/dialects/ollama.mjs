// A provider that speaks Ollama's own /api/chat: how it reads a request, answers and fails.

export const name = "ollama";

export const contentType = "application/x-ndjson";

export const serves = (path) => (path === "/ollama/api/chat" ? {} : null);

export function read(body) {
  const turns = body.messages;
  const names = new Map();
  for (const turn of turns) for (const call of turn.tool_calls ?? []) if (call.id) names.set(call.id, call.function.name);
  const textOnly = turns.every((turn) => typeof (turn.content ?? "") === "string");
  return {
    stream: body.stream !== false,
    system: turns.filter((turn) => turn.role === "system").map((turn) => turn.content),
    asked: turns.filter((turn) => turn.role === "user").map((turn) => turn.content),
    images: turns.flatMap((turn) => turn.images ?? []),
    tools: (body.tools ?? []).map((tool) => [tool.function.name, tool.function.parameters]),
    schema: typeof body.format === "object" ? body.format : undefined,
    reasoning: body.think === false ? undefined : body.think,
    tokensMax: body.options?.num_predict,
    results: turns.filter((turn) => turn.role === "tool")
      .map((turn) => ({ name: turn.tool_name ?? names.get(turn.tool_call_id), text: turn.content })),
    seals: [],
    refused: textOnly ? undefined : "json: cannot unmarshal array into Go struct field content of type string",
  };
}

const at = "2026-08-20T09:45:30.391699Z";

const ending = ({ finish, usage: { prompt, completion } }) => ({
  done_reason: finish === "length" ? "length" : "stop", done: true, total_duration: 1078043917,
  load_duration: 109557375, prompt_eval_count: prompt, prompt_eval_duration: 153401750,
  eval_count: completion, eval_duration: 814595750,
});

const call = ({ name, args }) => ({ function: { name, arguments: JSON.parse(args) } });

export const reply = (answer, { model }) => ({
  model, created_at: at,
  message: {
    role: "assistant", content: answer.text.join(""),
    ...(answer.reasoning.length ? { thinking: answer.reasoning.join("") } : {}),
    ...(answer.calls.length ? { tool_calls: answer.calls.map(call) } : {}),
  },
  ...ending(answer),
});

export function* events(answer, { model }) {
  const line = (message, more) => JSON.stringify({ model, created_at: at,
    message: { role: "assistant", content: "", ...message }, ...(more ?? { done: false }) }) + "\n";
  for (const thinking of answer.reasoning) yield line({ thinking });
  for (const content of answer.text) {
    yield line({ content });
    if (answer.stops) return;
  }
  for (const each of answer.calls) {
    yield line({ tool_calls: [call(each)] });
    if (answer.stops) return;
  }
  yield line({}, ending(answer));
}

const errors = { 400: "invalid seed: too odd", 401: "unauthorized", 429: "too many requests",
  500: "the model runner has stopped" };

export const error = (status, message) => ({ error: message ?? errors[status] });

export const errorEvent = () => '{"error":"an error was encountered while running the model"}\n';
