/// A server that speaks the debate API from written-down events, and that can misbehave.
import { readFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LogEvent } from "../src/debate/fold.ts";

export const golden: LogEvent[] = readFileSync(
  new URL("../../tests/golden/debate_two_seats.jsonl", import.meta.url), "utf8",
).trim().split("\n").map((line) => JSON.parse(line));

export interface FakeServer {
  url: string;
  requests: { method: string; path: string; body: any; lastEventId: string | undefined }[];
  /// Lets the debate go on up to this event; everybody who follows receives it.
  release(upTo: number): void;
  /// Drops every live connection, as a network would.
  cut(): void;
  close(): Promise<void>;
}

export interface Script {
  page: string;
  log?: LogEvent[];
  models?: { id: string; owned_by: string }[];
  debates?: object[];
  /// Wanted from everybody, but for the page itself.
  key?: string;
  refusal?: { status: number; message: string; param: string };
}

export async function startFakeServer(script: Script): Promise<FakeServer> {
  const log = script.log ?? golden;
  const requests: FakeServer["requests"] = [];
  const followers = new Map<ServerResponse, number>();
  let released = 0;

  const feed = () => {
    for (const [response, seen] of followers) {
      for (const event of log.filter((one) => one.id > seen && one.id <= released)) {
        response.write(`id: ${event.id}\nevent: ${event.event}\ndata: ${JSON.stringify(event.data)}\n\n`);
        followers.set(response, event.id);
      }
      if (released >= log.length) response.end();
    }
  };
  const json = (response: ServerResponse, status: number, value: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(value));

  const server = createServer(async (request, response) => {
    let body = "";
    for await (const piece of request) body += piece;
    const path = request.url ?? "";
    const lastEventId = request.headers["last-event-id"]?.toString();
    requests.push({ method: request.method ?? "", path, body: body ? JSON.parse(body) : null, lastEventId });

    if (path === "/") return response.writeHead(200, { "content-type": "text/html" }).end(script.page);
    if (script.key && request.headers.authorization !== `Bearer ${script.key}`) {
      return json(response, 401, { error: { message: "The key is none of this server's.", type: "invalid_request_error", param: null, code: "invalid_api_key" } });
    }
    if (path === "/v1/models") return json(response, 200, { object: "list", data: script.models ?? localModels });
    if (path === "/v1/debates" && request.method === "POST") {
      const { refusal } = script;
      if (refusal) {
        return json(response, refusal.status, { error: { message: refusal.message, type: "invalid_request_error", param: refusal.param, code: null } });
      }
      return json(response, 201, { id: "dbt_1", status: "running", url: "/v1/debates/dbt_1", events_url: "/v1/debates/dbt_1/events" });
    }
    if (path.startsWith("/v1/debates?")) return json(response, 200, { data: script.debates ?? [], has_more: false });
    if (path === "/v1/debates/dbt_1/events") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
      response.write("retry: 50\n\n");
      followers.set(response, Number(lastEventId ?? 0));
      response.on("close", () => followers.delete(response));
      return feed();
    }
    if (/^\/v1\/debates\/dbt_1\/(cancel|pause|resume)$/.test(path)) return json(response, 200, { id: "dbt_1", status: "running" });
    return json(response, 404, { error: { message: "There is no such debate here.", type: "invalid_request_error", param: null, code: "not_found" } });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    release(upTo) {
      released = Math.max(released, upTo);
      feed();
    },
    cut: () => [...followers.keys()].forEach((response) => response.destroy()),
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

export const localModels = [
  { id: "local/smollm2-135m", owned_by: "local" },
  { id: "local/qwen2.5-coder-0.5b", owned_by: "local" },
  { id: "debate/default", owned_by: "quorum" },
];
