import { afterEach, describe, expect, test, vi } from "vitest";
import { KeyedSource, Lines } from "./source.ts";

const stream = 'retry: 5\n\nid: 1\nevent: a\ndata: {"x":1}\n\n: ping\n\nid: 2\r\nevent: b\r\ndata: one\r\ndata: two\r\n\r\n';

describe("server-sent events", () => {
  test("do not depend on where the text is cut", () => {
    for (let cut = 0; cut <= stream.length; ++cut) {
      const seen: string[] = [];
      const lines = new Lines((event) => event.data !== null && seen.push(`${event.id} ${event.name} ${event.data}`));
      lines.push(stream.slice(0, cut));
      lines.push(stream.slice(cut));
      expect(seen).toEqual(['1 a {"x":1}', "2 b one\ntwo"]);
    }
  });
});

describe("a source with a key", () => {
  afterEach(() => vi.unstubAllGlobals());

  /// Answers of a server, one a connection.
  function server(...answers: (() => Response)[]) {
    vi.stubGlobal("localStorage", { getItem: () => "sk-1" });
    const asked: Record<string, string>[] = [];
    const fetching = (async (_: string, options: RequestInit) => {
      asked.push(options.headers as Record<string, string>);
      const answer = answers.shift();
      return answer ? answer() : new Promise<Response>(() => {});
    }) as unknown as typeof fetch;
    return { asked, fetching };
  }

  test("shows it, connects again when it is cut, and says what it saw", async () => {
    const { asked, fetching } = server(() => new Response(stream), () => new Response("id: 3\nevent: a\ndata: 3\n\n"));
    const source = new KeyedSource("/events", fetching);
    const seen: string[] = [];
    for (const name of ["a", "b"]) source.addEventListener(name, (event) => seen.push(`${event.lastEventId} ${event.data}`));
    await vi.waitFor(() => expect(asked.length).toBe(3));
    source.close();
    expect(seen).toEqual(['1 {"x":1}', "2 one\ntwo", "3 3"]);
    expect(asked[0]).toEqual({ accept: "text/event-stream", authorization: "Bearer sk-1" });
    expect(asked[1]!["last-event-id"]).toBe("2");
    expect(asked[2]!["last-event-id"]).toBe("3");
  });

  test("gives up where the server refuses", async () => {
    const { asked, fetching } = server(() => new Response("{}", { status: 401 }));
    const source = new KeyedSource("/events", fetching);
    const failed = vi.fn();
    source.onerror = failed;
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    expect(source.readyState).toBe(source.CLOSED);
    expect(asked.length).toBe(1);
  });
});
