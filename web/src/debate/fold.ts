/// A debate's log folded into what the page shows. Pure: the same events give the same state.
import type { Judge, SeatInfo, Usage, Verdict } from "../api/types.ts";

export interface LogEvent {
  id: number;
  event: string;
  data: Record<string, any>;
}

/// The names the page listens to: an EventSource delivers no others.
export const eventNames = [
  "debate.started", "round.started", "turn.started", "turn.delta", "turn.finished", "turn.failed",
  "judge.started", "judge.voted", "verdict.partial", "verdict", "budget", "debate.paused",
  "debate.resumed", "debate.degraded", "debate.completed", "debate.failed", "debate.cancelled",
] as const;

export type TurnState = "thinking" | "speaking" | "done" | "failed";

export interface Turn {
  id: string;
  seat: string;
  round: number;
  model: string;
  state: TurnState;
  text: string;
  bytes: number; ///< Of `text` in UTF-8: deltas say where they begin in these.
  firstTokenMs: number | null;
  ms: number; ///< Since the turn's start, as far as is known.
  usage: Usage | null;
  costUsd: number | null | undefined; ///< Null: the price is unknown. Undefined: not finished.
  finish: string | null;
  error: string | null;
  willRetry: boolean;
  attempt: number; ///< 1, or more where a seat was asked again in the same round.
}

export interface Round {
  round: number;
  kind: string;
  angle: string | null;
}

export interface Judging {
  judge: string;
  order: string;
  voted: boolean;
  valid: boolean;
}

export type Status = "loading" | "running" | "paused" | "completed" | "failed" | "cancelled";

export interface Debate {
  lastId: number;
  status: Status;
  reason: string | null;
  question: string;
  format: string;
  seats: SeatInfo[];
  roundsPlanned: number;
  judges: Judge[];
  rounds: Round[];
  turns: Turn[];
  judging: Judging[];
  verdict: Partial<Verdict> | null;
  verdictIsFinal: boolean;
  budget: { spent: number; reserved: number; cap: number | null } | null;
  missing: string[]; ///< Seat ids and judges without which the debate goes on.
}

export const emptyDebate: Debate = {
  lastId: 0, status: "loading", reason: null, question: "", format: "", seats: [], roundsPlanned: 0,
  judges: [], rounds: [], turns: [], judging: [], verdict: null, verdictIsFinal: false, budget: null,
  missing: [],
};

export const hasEnded = (debate: Debate) =>
  debate.status === "completed" || debate.status === "failed" || debate.status === "cancelled";

/// The state after `event`. An event that was seen already changes nothing.
export function fold(debate: Debate, event: LogEvent): Debate {
  if (event.id <= debate.lastId) return debate;
  const next = { ...debate, lastId: event.id };
  const change = changes[event.event];
  return change ? { ...next, ...change(next, event.data) } : next;
}

type Change = (debate: Debate, data: Record<string, any>) => Partial<Debate>;

const changes: Record<string, Change> = {
  "debate.started": (_, data) => ({
    status: "running",
    question: text(data["question"]),
    format: text(data["format"]),
    seats: list(data["seats"]).map((seat, index) => ({ ...seat, seat: seat.seat ?? `s${index + 1}` })),
    roundsPlanned: number(data["rounds"]) ?? 0,
    judges: list(data["judges"]).map((judge) => (typeof judge === "string" ? { model: judge } : judge)),
  }),
  "round.started": (debate, data) => ({
    rounds: [
      ...debate.rounds.filter((round) => round.round !== data["round"]),
      { round: number(data["round"]) ?? debate.rounds.length + 1, kind: text(data["kind"]), angle: data["angle"] || null },
    ],
  }),
  "turn.started": (debate, data) => ({ turns: [...debate.turns, newTurn(debate, data)] }),
  "turn.delta": (debate, data) => withTurn(debate, data, (turn) => addDelta(turn, data)),
  "turn.finished": (debate, data) =>
    withTurn(debate, data, (turn) => ({
      state: "done",
      text: text(data["text"]),
      bytes: byteLength(text(data["text"])),
      usage: data["usage"] ?? null,
      costUsd: number(data["cost_usd"]),
      finish: data["finish"] ?? null,
      firstTokenMs: number(data["first_token_ms"]) ?? turn.firstTokenMs,
      ms: number(data["ms"]) ?? turn.ms,
    })),
  "turn.failed": (debate, data) =>
    withTurn(debate, data, () => ({
      state: "failed",
      error: data["error"]?.message ?? "failed",
      willRetry: data["will_retry"] === true,
    })),
  "judge.started": (debate, data) => ({
    judging: [...debate.judging, { judge: judgeName(data), order: orderName(data), voted: false, valid: false }],
  }),
  "judge.voted": (debate, data) => ({ judging: voted(debate.judging, data) }),
  "verdict.partial": (_, data) => ({ verdict: data }),
  "verdict": (_, data) => ({ verdict: data, verdictIsFinal: true }),
  "budget": (_, data) => ({
    budget: {
      spent: number(data["spent"]?.usd) ?? 0,
      reserved: number(data["reserved"]?.usd) ?? 0,
      cap: number(data["cap"]?.usd),
    },
  }),
  "debate.paused": (_, data) => ({ status: "paused", reason: data["reason"] || null }),
  "debate.resumed": () => ({ status: "running", reason: null }),
  "debate.degraded": (debate, data) => ({ missing: [...new Set([...debate.missing, ...list(data["missing"])])] }),
  "debate.completed": (_, data) => ({ status: "completed", reason: data["reason"] || null }),
  "debate.failed": (_, data) => ({ status: "failed", reason: data["reason"] || null }),
  "debate.cancelled": (_, data) => ({ status: "cancelled", reason: data["reason"] || null }),
};

function newTurn(debate: Debate, data: Record<string, any>): Turn {
  const seat = text(data["seat"]);
  const round = number(data["round"]) ?? 0;
  const earlier = debate.turns.filter((turn) => turn.seat === seat && turn.round === round).length;
  const attempt = number(data["attempt"]) ?? earlier + 1;
  return {
    id: text(data["turn_id"]), seat, round, model: text(data["model"]), state: "thinking", text: "", bytes: 0,
    firstTokenMs: null, ms: 0, usage: null, costUsd: undefined, finish: null, error: null,
    willRetry: false, attempt,
  };
}

function withTurn(debate: Debate, data: Record<string, any>, change: (turn: Turn) => Partial<Turn>): Partial<Debate> {
  return { turns: debate.turns.map((turn) => (turn.id === data["turn_id"] ? { ...turn, ...change(turn) } : turn)) };
}

/// A delta says where it begins, so one that overlaps what is there adds only what is new.
function addDelta(turn: Turn, data: Record<string, any>): Partial<Turn> {
  const piece = text(data["text"]);
  const offset = number(data["offset"]) ?? turn.bytes;
  const ms = number(data["ms"]) ?? turn.ms;
  const known = turn.bytes - offset;
  const fresh = known > 0 ? dropBytes(piece, known) : piece;
  return {
    state: turn.state === "thinking" ? "speaking" : turn.state,
    text: turn.text + fresh,
    bytes: turn.bytes + byteLength(fresh),
    firstTokenMs: turn.firstTokenMs ?? ms,
    ms,
  };
}

function voted(judging: Judging[], data: Record<string, any>): Judging[] {
  const vote = { judge: judgeName(data), order: orderName(data), voted: true, valid: data["valid"] !== false };
  const at = judging.findIndex((one) => one.judge === vote.judge && one.order === vote.order && !one.voted);
  return at < 0 ? [...judging, vote] : judging.map((one, index) => (index === at ? vote : one));
}

const judgeName = (data: Record<string, any>) => text(data["judge"]?.model ?? data["judge"]);
const orderName = (data: Record<string, any>) => {
  const order = data["order"];
  return Array.isArray(order) ? order.join("") : text(order);
};

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const byteLength = (piece: string) => encoder.encode(piece).length;
const dropBytes = (piece: string, count: number) => decoder.decode(encoder.encode(piece).subarray(count));

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): any[] => (Array.isArray(value) ? value : []);

/// Numbers arrive as numbers; money may arrive as a decimal string.
function number(value: unknown): number | null {
  const read = typeof value === "string" && value !== "" ? Number(value) : value;
  return typeof read === "number" && Number.isFinite(read) ? read : null;
}
