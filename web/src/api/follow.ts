/// Follows a debate's log: what is stored, then live. The browser itself reconnects and says which
/// event it saw last.
import { emptyDebate, eventNames, fold, hasEnded, type Debate, type LogEvent } from "../debate/fold.ts";
import { announcement } from "../debate/words.ts";
import { showDebate } from "./calls.ts";
import { ownKey } from "./key.ts";
import { KeyedSource } from "./source.ts";

export interface Followed {
  debate: Debate;
  connection: "open" | "lost" | "ended";
  announced: string;
  problem: string | null;
}

type Sources = Pick<typeof globalThis, "EventSource" | "requestAnimationFrame">;

/// Calls `changed` at most once a frame, however many events arrived. Returns how to stop.
export function follow(id: string, changed: (state: Followed) => void, sources: Sources = globalThis): () => void {
  let state: Followed = { debate: emptyDebate, connection: "open", announced: "", problem: null };
  let waiting: LogEvent[] = [];
  let frame = false;
  let stopped = false;
  const url = `/v1/debates/${encodeURIComponent(id)}/events`;
  const source = ownKey() ? new KeyedSource(url) : new sources.EventSource(url);

  const stop = () => {
    stopped = true;
    source.close();
  };
  const publish = (change: Partial<Followed>) => {
    state = { ...state, ...change };
    if (!stopped || change.connection === "ended") changed(state);
  };
  const drain = () => {
    frame = false;
    if (stopped) return;
    let { debate, announced } = state;
    for (const event of waiting) {
      if (event.id <= debate.lastId) continue;
      debate = fold(debate, event);
      announced = announcement(debate, event) ?? announced;
    }
    waiting = [];
    // A server that has said its last word closes; the browser would connect again for ever.
    if (hasEnded(debate)) stop();
    publish({ debate, announced, connection: hasEnded(debate) ? "ended" : "open" });
  };

  for (const name of eventNames) {
    source.addEventListener(name, (message: object) => {
      const event = read(name, message as MessageEvent<string>);
      if (!event) return;
      waiting.push(event);
      if (frame) return;
      frame = true;
      sources.requestAnimationFrame(drain);
    });
  }
  source.onopen = () => publish({ connection: "open" });
  source.onerror = () => {
    if (stopped) return;
    publish({ connection: "lost" });
    // Refused for good (no such debate, say): the browser gives up, and a plain call says why.
    if (source.readyState !== source.CLOSED) return;
    showDebate(id).then(
      () => publish({ problem: "The live connection was refused. Reload the page to try again." }),
      (error: Error) => publish({ problem: error.message }),
    );
  };
  return stop;
}

function read(event: string, message: MessageEvent<string>): LogEvent | null {
  try {
    return { id: Number(message.lastEventId), event, data: JSON.parse(message.data) };
  } catch {
    return null;  // One unreadable line must not end the view of the rest.
  }
}
