import { describe, expect, test } from "vitest";
import { golden } from "../../tests/fake_server.ts";
import { emptyDebate, fold } from "./fold.ts";
import type { Verdict } from "../api/types.ts";
import * as words from "./words.ts";

const upTo = (last: number) => golden.filter((event) => event.id <= last).reduce(fold, emptyDebate);
const seats = upTo(1).seats;

describe("plain words", () => {
  test("name a seat by its letter and its side", () => {
    expect(words.seatLabel(seats, "s2")).toBe("B · Coffee");
    expect(words.seatLabel(seats, "s9")).toBe("s9");
    expect(words.shortModel("local/smollm2-135m")).toBe("smollm2-135m");
  });

  test("tell what a seat is doing", () => {
    const states = (last: number) => seats.map((seat) => words.seatState(upTo(last), seat.seat));
    expect(states(1)).toEqual(["queued", "queued"]);
    expect(states(5)).toEqual(["speaking", "thinking"]);
    expect(states(13)).toEqual(["done", "speaking"]);
    expect(states(18)).toEqual(["queued", "queued"]); // One is asked again, one has not begun.
  });

  test("count a finished turn's speed, and guess a live one's", () => {
    expect(words.speed(upTo(13).turns[0]!)).toBe("60 tokens/s");
    expect(words.speed(upTo(11).turns[0]!)).toBe("≈ 50 tokens/s");
    expect(words.speed(upTo(5).turns[0]!)).toBeNull();
  });

  test("never call an unknown price free", () => {
    expect([undefined, null, 0, 0.00001, 0.0021, 1.5].map(words.dollars)).toEqual(
      [null, "price unknown", "no cost", "< $0.0001", "$0.0021", "$1.50"]);
    const debate = upTo(14);
    expect(words.totalCost(debate)).toBe(0);
    const [first, ...rest] = debate.turns;
    expect(words.totalCost({ ...debate, turns: [{ ...first!, costUsd: null }, ...rest] })).toBeNull();
    expect(words.totalCost(upTo(5))).toBeUndefined();
  });

  test("tell durations", () => {
    expect([3, 644, 2440, 65_900].map(words.seconds)).toEqual(["10 ms", "640 ms", "2.4 s", "1 min 6 s"]);
  });

  test("tell each outcome", () => {
    const title = (verdict: object) => words.outcomeTitle(verdict, seats);
    expect(title({ outcome: "winner", winner: "s2" })).toBe("Coffee wins");
    expect(title({ outcome: "tie" })).toBe("A tie");
    expect(title({ outcome: "too_close" })).toBe("Too close to call");
    expect(title({ outcome: "no_decision" })).toBe("No decision");
    expect(words.outcomeWords(upTo(33).verdict!)).toBe(
      "The margin is +0.16 (95 % interval −0.35 to +0.67): the interval covers a tie, so no side is named.");
  });

  test("lean to nobody where nothing is to be seen", () => {
    expect([-0.0004, 0, 0.004, 0.005, -0.2].map(words.signed)).toEqual(["0.00", "0.00", "0.00", "+0.01", "−0.20"]);
  });

  test("turn a preference towards who was shown first", () => {
    const vote = (order: string[], preference: number | null, valid = true) => words.voteWords({ order, valid, preference }, seats);
    expect(vote(["s1", "s2"], 0.42)).toBe("for A · Tea, 0.42");
    expect(vote(["s2", "s1"], 0.1)).toBe("for B · Coffee, 0.10");
    expect(vote(["s2", "s1"], -0.1)).toBe("for A · Tea, 0.10");
    expect(vote(["s1", "s2"], 0)).toBe("saw no difference");
    expect(vote(["s1", "s2"], 0.4, false)).toBe("gave no vote that counts");
  });

  test("tell who changed sides and on whose word", () => {
    const flip = { seat: "s1", from: "Tea", to: "Coffee", round: 2 };
    expect(words.flipWords({ ...flip, argued_by: ["s2"] }, seats)).toBe(
      "A · Tea went from Tea to Coffee in round 2, on what B · Coffee said.");
    expect(words.flipWords(flip, seats)).toBe(
      "A · Tea went from Tea to Coffee in round 2, without taking up an argument for it.");
  });

  test("name the criteria that were scored", () => {
    const score = { mean: 4, order_gap: 0, ballots: 2 };
    const criteria: Verdict["criteria"] = [{ seat: "s1", total: null, scores: { new_information: score } },
      { seat: "s2", total: null, scores: { new_information: score, fairness: score } }];
    expect(words.criteriaOf({ criteria }).map(words.criterionTitle)).toEqual(["New information", "Fairness"]);
    expect(words.criteriaOf({})).toEqual([]);
  });

  test("announce the end of a turn, never its tokens", () => {
    const announced = golden
      .map((event) => words.announcement(upTo(event.id), event))
      .filter((text) => text !== null);
    expect(announced).toEqual([
      "Round 1 of 2 begins.",
      "A · Tea has finished: Tea is the better choice because it calms without making you drowsy.",
      "B · Coffee has finished: Coffee is the better choice because the café wakes you – quickly.",
      "Round 2 of 2 begins.",
      "A · Tea failed: the model's process ended before its answer did. It is asked again.",
      "A · Tea has finished: Tea is the better choice because one leaf makes three cups.",
      "B · Coffee has finished: Coffee is the better choice because a bag lasts a month.",
      "The judging begins.",
      "Verdict: Too close to call. The judge leans to Tea, but not by enough to name a winner.",
    ]);
  });

  test("explain every flag, even one of a later version", () => {
    expect(words.flagSentence("judge_is_participant")).toBe("The judge is one of the debaters, so it may favour itself.");
    expect(words.flagSentence("brand_new")).toBe("brand new");
  });
});
