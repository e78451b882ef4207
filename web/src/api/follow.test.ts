import { describe, expect, test, vi } from "vitest";
import { golden } from "../../tests/fake_server.ts";
import { follow, type Followed } from "./follow.ts";

/// An EventSource that a test plays, and frames that come when it says.
function playground() {
  const frames: (() => void)[] = [];
  class FakeSource {
    static last: FakeSource;
    CLOSED = 2;
    readyState = 1;
    onopen = () => {};
    onerror = () => {};
    listeners = new Map<string, (message: object) => void>();
    closed = false;
    constructor(readonly url: string) {
      FakeSource.last = this;
    }
    addEventListener(name: string, listener: (message: object) => void) {
      this.listeners.set(name, listener);
    }
    close() {
      this.closed = true;
    }
    send(index: number) {
      const event = golden[index]!;
      this.listeners.get(event.event)!({ lastEventId: String(event.id), data: JSON.stringify(event.data) });
    }
  }
  const states: Followed[] = [];
  const sources = {
    EventSource: FakeSource,
    requestAnimationFrame: (run: () => void) => frames.push(run),
  } as unknown as Parameters<typeof follow>[2];
  const stop = follow("dbt 1", (state) => states.push(state), sources);
  const frame = () => frames.splice(0).forEach((run) => run());
  return { source: FakeSource.last, states, frame, frames, stop };
}

describe("following a debate", () => {
  test("changes the page once a frame, however many events came", () => {
    const { source, states, frame, frames } = playground();
    expect(source.url).toBe("/v1/debates/dbt%201/events");
    for (let index = 0; index < 12; ++index) source.send(index);
    expect(states.length).toBe(0);
    expect(frames.length).toBe(1);
    frame();
    expect(states.length).toBe(1);
    expect(states[0]!.debate.lastId).toBe(12);
  });

  test("closes after the last event, so that nobody connects again for ever", () => {
    const { source, states, frame } = playground();
    golden.forEach((_, index) => source.send(index));
    expect(source.closed).toBe(false);
    frame();
    expect(source.closed).toBe(true);
    expect(states.at(-1)).toMatchObject({ connection: "ended", problem: null });
    expect(states.at(-1)!.announced).toContain("Verdict: Too close to call");
  });

  test("says that the connection is lost, and that it is back", () => {
    const { source, states } = playground();
    source.onerror();
    expect(states.at(-1)!.connection).toBe("lost");
    source.onopen();
    expect(states.at(-1)!.connection).toBe("open");
  });

  test("takes no event twice after a reconnect, and lives with an unreadable one", () => {
    const { source, states, frame } = playground();
    source.send(0);
    source.send(1);
    source.listeners.get("turn.delta")!({ lastEventId: "3", data: "{" });
    source.send(1);
    frame();
    expect(states.at(-1)!.debate.rounds.length).toBe(1);
  });

  test("tells why, where the server refused for good", async () => {
    const { source, states } = playground();
    const answer = { ok: false, status: 404, text: async () => JSON.stringify({ error: { message: "There is no debate dbt 1." } }) };
    vi.stubGlobal("fetch", async () => answer);
    source.readyState = source.CLOSED;
    source.onerror();
    await vi.waitFor(() => expect(states.at(-1)!.problem).toBe("There is no debate dbt 1."));
    vi.unstubAllGlobals();
  });

  test("is silent once stopped", () => {
    const { source, states, frame, stop } = playground();
    source.send(0);
    stop();
    frame();
    source.onerror();
    expect(states.length).toBe(0);
  });
});
