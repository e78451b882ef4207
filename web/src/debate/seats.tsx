/// Who sits here, and what each of them is doing now.
import type { Debate } from "./fold.ts";
import { letter, seatState, shortModel, type SeatState } from "./words.ts";

export const stateMarks: Record<SeatState, string> = {
  queued: "○", thinking: "◔", speaking: "◑", done: "●", failed: "✕",
};

export function SeatStrip({ debate }: { debate: Debate }) {
  const over = debate.status === "completed" || debate.judging.length > 0;
  return (
    <ul className="seat-strip" aria-label="Seats">
      {debate.seats.map((seat, index) => {
        const state = seatState(debate, seat.seat);
        const won = debate.verdictIsFinal && debate.verdict?.winner === seat.seat;
        return (
          <li key={seat.seat} className={`seat-${index}`}>
            <button type="button" onClick={() => showSeat(seat.seat)} title={seat.model}>
              <span className="badge" aria-hidden="true">{letter(index)}</span>
              <span className="seat-names">
                <strong>{seat.position || seat.name || shortModel(seat.model)}</strong>
                <span>{seat.model}</span>
              </span>
              <span className={`state state-${state}`}>
                {won ? "★ winner" : over ? "" : `${stateMarks[state]} ${state}`}
              </span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}

/// On a phone a round shows one seat at a time: this swipes to it.
function showSeat(seat: string) {
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const turns = document.querySelectorAll(`[data-seat="${CSS.escape(seat)}"]`);
  turns.item(turns.length - 1)?.scrollIntoView({
    behavior: still ? "auto" : "smooth", block: "nearest", inline: "center",
  });
}
