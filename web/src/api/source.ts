/// What an EventSource does, with a key: the browser's own cannot send a header.
import { keyHeaders } from "./key.ts";

type Listener = (message: { lastEventId: string; data: string }) => void;

/// Connects again when it is cut, after the server's `retry`, and says which event it saw last.
export class KeyedSource {
  readonly CLOSED = 2;
  readyState = 0;
  onopen = () => {};
  onerror = () => {};
  private listeners = new Map<string, Listener>();
  private stopping = new AbortController();
  private lastEventId = "";
  private retry = 3000;

  constructor(private readonly url: string, private readonly fetching: typeof fetch = (...call) => fetch(...call)) {
    void this.run();
  }

  addEventListener(name: string, listener: Listener) {
    this.listeners.set(name, listener);
  }

  close() {
    this.readyState = this.CLOSED;
    this.stopping.abort();
  }

  private async run() {
    while (this.readyState !== this.CLOSED) {
      const goesOn = await this.connect().catch(() => true);
      if (this.readyState === this.CLOSED) return;
      this.readyState = goesOn ? 0 : this.CLOSED;
      this.onerror();
      if (goesOn) await new Promise((done) => setTimeout(done, this.retry));
    }
  }

  /// Whether it is worth connecting again: not where the server refused.
  private async connect(): Promise<boolean> {
    const seen: Record<string, string> = this.lastEventId ? { "last-event-id": this.lastEventId } : {};
    const response = await this.fetching(this.url, {
      headers: { accept: "text/event-stream", ...keyHeaders(), ...seen },
      signal: this.stopping.signal,
    });
    if (!response.ok || !response.body) return false;
    this.readyState = 1;
    this.onopen();
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const lines = new Lines((event) => this.deliver(event));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return true;
      lines.push(value);
    }
  }

  private deliver(event: ServerEvent) {
    if (event.id !== null) this.lastEventId = event.id;
    if (event.retry !== null) this.retry = event.retry;
    if (event.data === null || this.readyState === this.CLOSED) return;
    this.listeners.get(event.name)?.({ lastEventId: this.lastEventId, data: event.data });
  }
}

interface ServerEvent {
  id: string | null;
  name: string;
  data: string | null;
  retry: number | null;
}

/// Server-sent events out of text that arrives in any pieces.
export class Lines {
  private rest = "";
  private event: ServerEvent = { id: null, name: "message", data: null, retry: null };

  constructor(private readonly deliver: (event: ServerEvent) => void) {}

  push(text: string) {
    // A CR at the very end may be half of a line's end.
    const all = this.rest + text;
    const held = all.endsWith("\r") ? "\r" : "";
    const lines = all.slice(0, all.length - held.length).split(/\r\n|\n|\r/);
    this.rest = lines.pop()! + held;
    for (const line of lines) this.take(line);
  }

  private take(line: string) {
    if (line === "") {
      this.deliver(this.event);
      this.event = { id: null, name: "message", data: null, retry: null };
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") this.event.data = this.event.data === null ? value : `${this.event.data}\n${value}`;
    else if (field === "event") this.event.name = value;
    else if (field === "id") this.event.id = value;
    else if (field === "retry" && /^\d+$/.test(value)) this.event.retry = Number(value);
  }
}
