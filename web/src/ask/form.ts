/// What the set-up form holds, and the request it makes. Pure.
import type { DebateRequest, Model } from "../api/types.ts";
import { sidesOf } from "./sides.ts";

export interface SeatDraft {
  key: number; ///< Stays with its row while rows come and go.
  model: string;
  position: string;
  edited: boolean; ///< The reader chose the position: the question no longer changes it.
}

export interface Draft {
  question: string;
  seats: SeatDraft[];
  rounds: number;
  judge: string; ///< Empty: the server chooses.
  budget: string;
}

export const seatsMin = 2;
export const seatsMax = 8;
export const roundsMax = 10;

/// Models one can seat; a debate is a model too, but not a debater.
export const debaters = (models: Model[]) => models.filter((model) => !model.id.startsWith("debate/"));

/// Two seats: the local models where there are some, for they cost nothing.
export function firstDraft(models: Model[]): Draft {
  const known = debaters(models);
  const local = known.filter((model) => model.id.startsWith("local/"));
  const chosen = (local.length > 0 ? local : known).slice(0, 2);
  const seat = (index: number) => ({
    key: index, model: (chosen[index] ?? chosen[0])?.id ?? "", position: "", edited: false,
  });
  return { question: "", seats: [seat(0), seat(1)], rounds: 2, judge: "", budget: "" };
}

/// Two seats take the question's two sides until their positions are edited.
export function withQuestion(draft: Draft, question: string): Draft {
  if (draft.seats.length !== 2) return { ...draft, question };
  const sides = question.trim() ? sidesOf(question) : ["", ""];
  const seats = draft.seats.map((seat, index) => (seat.edited ? seat : { ...seat, position: sides[index] ?? "" }));
  return { ...draft, question, seats };
}

export function addSeat(draft: Draft): Draft {
  if (draft.seats.length >= seatsMax) return draft;
  const key = Math.max(...draft.seats.map((seat) => seat.key)) + 1;
  return { ...draft, seats: [...draft.seats, { key, model: draft.seats[0]?.model ?? "", position: "", edited: false }] };
}

export function removeSeat(draft: Draft, key: number): Draft {
  if (draft.seats.length <= seatsMin) return draft;
  return withQuestion({ ...draft, seats: draft.seats.filter((seat) => seat.key !== key) }, draft.question);
}

/// What is still missing, as a sentence; null when the debate can start.
export function problemOf(draft: Draft): string | null {
  if (!draft.question.trim()) return "Type a question first.";
  if (draft.seats.some((seat) => !seat.model)) return "Choose a model for every seat.";
  if (draft.budget.trim() && !(Number(draft.budget) > 0)) return "A budget is a number of dollars above 0, as 0.50.";
  return null;
}

export function requestOf(draft: Draft, idempotencyKey: string): DebateRequest {
  const request: DebateRequest = {
    question: draft.question.trim(),
    seats: draft.seats.map(({ model, position }) => (position.trim() ? { model, position: position.trim() } : { model })),
    rounds: draft.rounds,
    idempotency_key: idempotencyKey,
  };
  if (draft.judge) request.judges = [{ model: draft.judge }];
  if (draft.budget.trim()) request.budget = { usd: Number(draft.budget) };
  return request;
}
