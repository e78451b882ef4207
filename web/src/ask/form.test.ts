import { describe, expect, test } from "vitest";
import { localModels } from "../../tests/fake_server.ts";
import { addSeat, firstDraft, problemOf, removeSeat, requestOf, seatsMax, withQuestion } from "./form.ts";
import { sidesOf } from "./sides.ts";

describe("the sides of a question", () => {
  test.each([
    ["Tea or coffee?", "Tea", "Coffee"],
    ["Should we use tabs or spaces?", "Tabs", "Spaces"],
    ["Which is better for children, cats or dogs?", "Cats", "Dogs"],
    ["Is rent or debt worse?", "Rent", "Debt"],
    ["Cities or villages for old people?", "Cities", "Villages"],
    ["Is a monorepo a good idea?", "Yes", "No"],
    ["To be or not to be?", "Yes", "No"],
    ["or", "Yes", "No"],
  ])("%s", (question, first, second) => expect(sidesOf(question)).toEqual([first, second]));
});

describe("the form", () => {
  const draft = firstDraft(localModels);

  test("begins with the two local models, and never seats a debate", () => {
    expect(draft.seats.map((seat) => seat.model)).toEqual(["local/smollm2-135m", "local/qwen2.5-coder-0.5b"]);
    expect(firstDraft([{ id: "debate/default" }]).seats.map((seat) => seat.model)).toEqual(["", ""]);
    expect(firstDraft([{ id: "gpt-4" }, { id: "local/a" }]).seats.map((seat) => seat.model)).toEqual(["local/a", "local/a"]);
  });

  test("takes the sides from the question until they are edited", () => {
    const asked = withQuestion(draft, "Tea or coffee?");
    expect(asked.seats.map((seat) => seat.position)).toEqual(["Tea", "Coffee"]);
    const edited = { ...asked, seats: asked.seats.map((seat, index) => index === 0 ? { ...seat, position: "Mate", edited: true } : seat) };
    expect(withQuestion(edited, "Cats or dogs?").seats.map((seat) => seat.position)).toEqual(["Mate", "Dogs"]);
  });

  test("keeps 2 to 8 seats", () => {
    let many = draft;
    for (let at = 0; at < 10; ++at) many = addSeat(many);
    expect(many.seats.length).toBe(seatsMax);
    expect(new Set(many.seats.map((seat) => seat.key)).size).toBe(seatsMax);
    for (let at = 0; at < 10; ++at) many = removeSeat(many, many.seats[0]!.key);
    expect(many.seats.length).toBe(2);
  });

  test("says what is missing", () => {
    const asked = withQuestion(draft, "Tea or coffee?");
    expect(problemOf(draft)).toBe("Type a question first.");
    expect(problemOf(asked)).toBeNull();
    expect(problemOf({ ...asked, budget: "much" })).toBe("A budget is a number of dollars above 0, as 0.50.");
    expect(problemOf(withQuestion(firstDraft([]), "Q?"))).toBe("Choose a model for every seat.");
  });

  test("asks for exactly what was chosen", () => {
    const asked = { ...withQuestion(draft, " Tea or coffee? "), rounds: 3, judge: "gpt-4", budget: "0.5" };
    expect(requestOf(asked, "key")).toEqual({
      question: "Tea or coffee?",
      seats: [{ model: "local/smollm2-135m", position: "Tea" }, { model: "local/qwen2.5-coder-0.5b", position: "Coffee" }],
      rounds: 3, judges: [{ model: "gpt-4" }], budget: { usd: 0.5 }, idempotency_key: "key",
    });
    const bare = requestOf({ ...draft, question: "Q?" }, "key");
    expect(bare).toEqual({
      question: "Q?", rounds: 2, idempotency_key: "key",
      seats: [{ model: "local/smollm2-135m" }, { model: "local/qwen2.5-coder-0.5b" }],
    });
  });
});
