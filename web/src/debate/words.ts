/// The debate in plain words: nothing here is left to a number or a colour alone.
import type { Flip, SeatInfo, Verdict } from "../api/types.ts";
import type { Debate, Turn } from "./fold.ts";

export const letter = (index: number) => String.fromCharCode(65 + index);

/// `local/smollm2-135m` is `smollm2-135m` where space is dear.
export const shortModel = (model: string) => model.slice(model.lastIndexOf("/") + 1);

export function seatLabel(seats: SeatInfo[], id: string): string {
  const index = seats.findIndex((seat) => seat.seat === id);
  if (index < 0) return id;
  const seat = seats[index]!;
  return `${letter(index)} · ${seat.position || seat.name || shortModel(seat.model)}`;
}

export type SeatState = "queued" | "thinking" | "speaking" | "done" | "failed";

/// What a seat is doing now: its latest turn of the running round.
export function seatState(debate: Debate, seat: string): SeatState {
  const round = debate.rounds.at(-1)?.round;
  const turn = debate.turns.findLast((one) => one.seat === seat && one.round === round);
  if (!turn) return "queued";
  return turn.state === "failed" && turn.willRetry ? "queued" : turn.state;
}

export function seconds(ms: number): string {
  if (ms < 950) return `${Math.max(1, Math.round(ms / 10)) * 10} ms`;
  const whole = ms / 1000;
  return whole < 60 ? `${whole.toFixed(1)} s` : `${Math.floor(whole / 60)} min ${Math.round(whole % 60)} s`;
}

/// Tokens a second once the first has come: counted by the provider when finished, before that
/// guessed from the letters and marked so.
export function speed(turn: Turn): string | null {
  const writing = turn.ms - (turn.firstTokenMs ?? 0);
  if (writing < 200) return null;
  if (turn.state === "done" && turn.usage?.completion_tokens) {
    return `${Math.round((turn.usage.completion_tokens * 1000) / writing)} tokens/s`;
  }
  return turn.state === "speaking" ? `≈ ${Math.round(((turn.bytes / 4.5) * 1000) / writing)} tokens/s` : null;
}

export function dollars(usd: number | null | undefined): string | null {
  if (usd === undefined) return null;
  if (usd === null) return "price unknown";
  if (usd === 0) return "no cost";
  return usd < 0.0001 ? "< $0.0001" : `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

/// What the finished turns cost together; null where one has no known price, undefined for none.
export function totalCost(debate: Debate): number | null | undefined {
  const costs = debate.turns.map((turn) => turn.costUsd).filter((cost) => cost !== undefined);
  if (costs.length === 0) return undefined;
  return costs.includes(null) ? null : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0);
}

export function roundTitle(kind: string): string {
  const known: Record<string, string> = { opening: "Opening", exchange: "Exchange", closing: "Closing" };
  return known[kind] ?? kind.charAt(0).toUpperCase() + kind.slice(1);
}

export function outcomeTitle(verdict: Partial<Verdict>, seats: SeatInfo[]): string {
  switch (verdict.outcome) {
    case "winner": {
      const seat = seats.find((one) => one.seat === verdict.winner);
      return `${seat?.position || seat?.name || shortModel(seat?.model ?? String(verdict.winner))} wins`;
    }
    case "tie": return "A tie";
    case "too_close": return "Too close to call";
    case "no_decision": return "No decision";
    default: return "Judging …";
  }
}

export function outcomeWords(verdict: Partial<Verdict>): string {
  const interval = verdict.panel?.interval;
  const span = interval ? ` (95 % interval ${signed(interval[0])} to ${signed(interval[1])})` : "";
  const margin = signed(verdict.margin ?? 0);
  switch (verdict.outcome) {
    case "winner": return `Margin ${margin} on a scale from −1 to +1${span}.`;
    case "too_close": return `The margin is ${margin}${span}: the interval covers a tie, so no side is named.`;
    case "tie": return `The judges see no difference: margin ${margin}${span}.`;
    case "no_decision": return "No vote could be counted.";
    default: return "";
  }
}

/// What two decimals show as 0.00 leans to nobody.
export const signed = (value: number) => Math.abs(value) < 0.005 ? "0.00" :
  `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)}`;

const flagWords: Record<string, string> = {
  degraded: "Something was missing, so this rests on less than was planned.",
  judge_is_participant: "The judge is one of the debaters, so it may favour itself.",
  judge_same_family: "A judge comes from the same model family as a debater.",
  missing_participant: "A seat did not answer in every round.",
  repetition: "A side repeated itself instead of answering.",
  drift: "A seat left its side, or the question, on the way.",
  unforced_flip: "A seat changed sides without taking up an argument for the other one.",
  injection_attempt: "An answer tried to give the judges orders.",
  truncated_input: "Parts of the debate did not fit before the judges.",
  refusal: "A model refused to argue its side.",
  small_models: "Very small models, running on this machine: they write weakly and judge worse. A demonstration, not advice.",
  budget_stop: "The budget ended the debate early.",
};
export const flagSentence = (flag: string) => flagWords[flag] ?? flag.replaceAll("_", " ");

const reasonWords: Record<string, string> = {
  budget: "its budget does not reach further",
  no_answers: "no seat gave an answer",
  requested: "as asked",
  restart: "after a restart",
};
export const reasonSentence = (reason: string) => reasonWords[reason] ?? reason;

/// What readers must know before they read; null for models of a usual size.
export function smallModels(debate: Debate): string | null {
  const small = new Set(debate.seats.filter((seat) => seat.profile?.startsWith("small")).map((seat) => shortModel(seat.model)));
  if (small.size === 0) return null;
  return `${[...small].join(" and ")} ${small.size === 1 ? "is" : "are"} very small: expect weak sentences and a weaker judge. ` +
    "This shows how a debate runs; it is not advice.";
}

/// A judge's preference is towards whoever it was shown first.
export function voteWords(vote: { order: string[]; valid: boolean; preference: number | null }, seats: SeatInfo[]): string {
  if (!vote.valid || vote.preference === null) return "gave no vote that counts";
  const strength = Math.abs(vote.preference);
  if (strength < 0.005) return "saw no difference";
  const towards = vote.order[vote.preference > 0 ? 0 : 1] ?? "";
  return `for ${seatLabel(seats, towards)}, ${strength.toFixed(2)}`;
}

/// `new_information` as people write it.
export const criterionTitle = (name: string) => name.charAt(0).toUpperCase() + name.slice(1).replaceAll("_", " ");

export function flipWords(flip: Flip, seats: SeatInfo[]): string {
  const by = flip.argued_by ?? [];
  const why = by.length === 0 ? "without taking up an argument for it"
    : `on what ${by.map((seat) => seatLabel(seats, seat)).join(" and ")} said`;
  return `${seatLabel(seats, flip.seat)} went from ${flip.from} to ${flip.to} in round ${flip.round}, ${why}.`;
}

/// Which criteria were scored at all, in the order of the first seat that has them.
export const criteriaOf = (verdict: Partial<Verdict>) =>
  [...new Set((verdict.criteria ?? []).flatMap((seat) => Object.keys(seat.scores)))];

/// What a screen reader is told when `event` arrives; null for what would only be noise.
export function announcement(debate: Debate, event: { event: string; data: Record<string, any> }): string | null {
  const turn = debate.turns.find((one) => one.id === event.data["turn_id"]);
  const name = turn ? seatLabel(debate.seats, turn.seat) : "";
  switch (event.event) {
    case "round.started": {
      const round = debate.rounds.at(-1);
      return `Round ${round?.round} of ${debate.roundsPlanned} begins.`;
    }
    case "turn.finished": return `${name} has finished: ${turn?.text}`;
    case "turn.failed": return `${name} failed: ${turn?.error}. ${turn?.willRetry ? "It is asked again." : "The debate goes on without this turn."}`;
    case "judge.started": return debate.judging.length === 1 ? "The judging begins." : null;
    case "verdict": return `Verdict: ${outcomeTitle(event.data, debate.seats)}. ${event.data["answer"] ?? ""}`;
    case "debate.paused": return "The debate is paused.";
    case "debate.resumed": return "The debate goes on.";
    case "debate.failed": return `The debate failed. ${debate.reason ?? ""}`;
    case "debate.cancelled": return "The debate was cancelled.";
    default: return null;
  }
}
