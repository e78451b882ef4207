/// The calls this page makes, and their failures as sentences.
import { keyHeaders, wantKey } from "./key.ts";
import type { DebateRequest, DebateRow, Model } from "./types.ts";

/// A refusal in the server's own words; `field` names the faulty part of the request.
export class Refusal extends Error {
  constructor(
    message: string,
    readonly status: number,
    readonly field: string | null,
  ) {
    super(message);
  }
}

async function call<T>(path: string, body?: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(path, body === undefined ? { headers: keyHeaders() } : {
      method: "POST",
      headers: { "content-type": "application/json", ...keyHeaders() },
      body: JSON.stringify(body),
    });
  } catch {
    throw new Refusal("The server does not answer. Is Quorum still running?", 0, null);
  }
  const text = await response.text();
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new Refusal(`The server answered ${response.status} without JSON.`, response.status, null);
  }
  if (!response.ok) {
    const error = (answer as { error?: { message?: string; param?: string | null } }).error;
    if (response.status === 401) wantKey(error?.message ?? "The server wants a key.");
    throw new Refusal(error?.message ?? `The server answered ${response.status}.`, response.status, error?.param ?? null);
  }
  return answer as T;
}

export const listModels = async (): Promise<Model[]> => (await call<{ data: Model[] }>("/v1/models")).data;

export const listDebates = async (): Promise<DebateRow[]> =>
  (await call<{ data: DebateRow[] }>("/v1/debates?limit=12")).data;

export const startDebate = (request: DebateRequest) => call<{ id: string }>("/v1/debates", request);

export const showDebate = (id: string) => call<DebateRow>(`/v1/debates/${encodeURIComponent(id)}`);

export const commandDebate = (id: string, command: "cancel" | "pause" | "resume") =>
  call<DebateRow>(`/v1/debates/${encodeURIComponent(id)}/${command}`, {});
