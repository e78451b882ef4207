import { describe, expect, test } from "vitest";
import { golden } from "../../tests/fake_server.ts";
import { emptyDebate, fold, hasEnded, type Debate, type LogEvent } from "./fold.ts";

const upTo = (last: number, log: LogEvent[] = golden): Debate =>
  log.filter((event) => event.id <= last).reduce(fold, emptyDebate);

const brief = (debate: Debate) =>
  debate.turns.map((turn) => `${turn.id} ${turn.seat} r${turn.round} ${turn.state}: ${turn.text}`);

describe("the fold of a debate's log", () => {
  test("knows who sits where before anybody speaks", () => {
    const debate = upTo(1);
    expect(debate.status).toBe("running");
    expect(debate.question).toBe("Tea or coffee?");
    expect(debate.seats.map((seat) => [seat.seat, seat.model, seat.position])).toEqual([
      ["s1", "local/smollm2-135m", "Tea"],
      ["s2", "local/qwen2.5-coder-0.5b", "Coffee"],
    ]);
    expect(debate.roundsPlanned).toBe(2);
    expect(debate.judges.map((judge) => judge.model)).toEqual(["local/qwen2.5-coder-0.5b"]);
  });

  test("writes several seats at once", () => {
    expect(brief(upTo(8))).toEqual([
      "trn_1a s1 r1 speaking: Tea is the better choice because it calms",
      "trn_1b s2 r1 speaking: Coffee is the better choice because the café",
    ]);
    expect(upTo(4).turns.map((turn) => turn.state)).toEqual(["thinking", "thinking"]);
  });

  test("measures a turn while it is written and once it is finished", () => {
    const live = upTo(8).turns[1]!;
    expect([live.firstTokenMs, live.ms, live.costUsd]).toEqual([700, 820, undefined]);
    const done = upTo(14).turns[1]!;
    expect([done.firstTokenMs, done.ms, done.usage?.completion_tokens, done.costUsd]).toEqual([700, 1180, 21, 0]);
  });

  test("closes a failed attempt and shows the next one", () => {
    expect(brief(upTo(20)).slice(2)).toEqual([
      "trn_2x s1 r2 failed: Tea is",
      "trn_2a s1 r2 thinking: ",
      "trn_2b s2 r2 thinking: ",
    ]);
    const [failed, next] = upTo(20).turns.slice(2);
    expect([failed!.error, failed!.willRetry]).toEqual(["the model's process ended before its answer did", true]);
    expect(next!.attempt).toBe(2);
  });

  test("labels the angle of each round", () => {
    expect(upTo(99).rounds).toEqual([
      { round: 1, kind: "opening", angle: "health" },
      { round: 2, kind: "exchange", angle: "cost" },
    ]);
  });

  test("counts the judging", () => {
    expect(upTo(29).judging.map((one) => [one.order, one.voted])).toEqual([["AB", true], ["BA", false]]);
    expect(upTo(30).judging.map((one) => [one.order, one.voted, one.valid])).toEqual([["AB", true, true], ["BA", true, true]]);
  });

  test("ends with the verdict", () => {
    expect(upTo(31).verdictIsFinal).toBe(false);
    const debate = upTo(33);
    expect([debate.status, debate.verdict?.outcome, debate.verdict?.margin, debate.verdictIsFinal]).toEqual(["completed", "too_close", 0.16, true]);
    expect(hasEnded(debate)).toBe(true);
    expect(hasEnded(upTo(32))).toBe(false);
  });

  test("takes no event twice", () => {
    const doubled = golden.flatMap((event) => [event, event]);
    expect(upTo(99, doubled)).toEqual(upTo(99));
  });

  test("adds only the new bytes of a delta that overlaps, counted in UTF-8", () => {
    const started = upTo(4);
    const delta = (id: number, offset: number, text: string): LogEvent =>
      ({ id, event: "turn.delta", data: { turn_id: "trn_1a", offset, text, ms: 1 } });
    const whole = [delta(5, 0, "café"), delta(6, 3, "é is"), delta(7, 5, " is"), delta(8, 8, "!")].reduce(fold, started);
    expect(whole.turns[0]!.text).toBe("café is!");
  });

  test("pauses, resumes and says why", () => {
    const paused = fold(upTo(8), { id: 9, event: "debate.paused", data: { reason: "requested" } });
    expect([paused.status, paused.reason]).toEqual(["paused", "requested"]);
    const resumed = fold(paused, { id: 10, event: "debate.resumed", data: { reason: "requested" } });
    expect([resumed.status, resumed.reason]).toEqual(["running", null]);
    for (const [event, status] of [["debate.failed", "failed"], ["debate.cancelled", "cancelled"]] as const) {
      const ended = fold(resumed, { id: 11, event, data: { reason: "budget" } });
      expect([ended.status, ended.reason, hasEnded(ended)]).toEqual([status, "budget", true]);
    }
  });

  test("reads money and what is missing", () => {
    const data = { spent: { usd: 0.01, tokens: 5 }, reserved: { usd: 0.02, tokens: 9 }, cap: { usd: 0.5, tokens: null } };
    expect(fold(upTo(1), { id: 2, event: "budget", data }).budget).toEqual({ spent: 0.01, reserved: 0.02, cap: 0.5 });
    const degraded = fold(upTo(1), { id: 2, event: "debate.degraded", data: { reason: "x", missing: ["s2"] } });
    expect(degraded.missing).toEqual(["s2"]);
  });

  test("lives with events of a later version", () => {
    const later = fold(upTo(8), { id: 9, event: "claim.added", data: { claim: "c1" } });
    expect(brief(later)).toEqual(brief(upTo(8)));
    expect(later.lastId).toBe(9);
    expect(() => fold(upTo(8), { id: 9, event: "turn.finished", data: { turn_id: "trn_1a" } })).not.toThrow();
  });
});
