/// One round: every seat side by side, each writing in its own column.
import { memo } from "react";
import type { SeatInfo } from "../api/types.ts";
import type { Debate, Round, Turn } from "./fold.ts";
import { stateMarks } from "./seats.tsx";
import { dollars, letter, roundTitle, seconds, seatState, shortModel, speed } from "./words.ts";

export function RoundLanes({ debate, round }: { debate: Debate; round: Round }) {
  const titleId = `round-${round.round}`;
  return (
    <section className="round" aria-labelledby={titleId}>
      <h2 id={titleId}>
        Round {round.round} <span>{roundTitle(round.kind)}</span>
        {round.angle && <span className="angle">{round.angle}</span>}
      </h2>
      <div className="lanes" tabIndex={debate.seats.length > 1 ? 0 : undefined} role="group" aria-label={`Turns of round ${round.round}`}>
        {debate.seats.map((seat, index) => {
          const turns = debate.turns.filter((turn) => turn.seat === seat.seat && turn.round === round.round);
          return <Lane key={seat.seat} seat={seat} index={index} turn={turns.at(-1) ?? null} isNow={seatState(debate, seat.seat) !== "done"} />;
        })}
      </div>
    </section>
  );
}

interface LaneProps {
  seat: SeatInfo;
  index: number;
  turn: Turn | null;
  isNow: boolean;
}

const Lane = memo(function Lane({ seat, index, turn }: LaneProps) {
  const state = turn?.state ?? "queued";
  const title = seat.position || seat.name || shortModel(seat.model);
  return (
    <section className={`lane seat-${index} lane-${state}`} data-seat={seat.seat} aria-label={`${letter(index)}, ${title}: ${state}`}>
      <header>
        <span className="badge" aria-hidden="true">{letter(index)}</span>
        <span className="lane-title">{title}</span>
        <span className={`state state-${state}`}>{stateMarks[state]} {state}</span>
      </header>
      <Words turn={turn} />
      <footer>{turn && <Measures turn={turn} />}</footer>
    </section>
  );
});

function Words({ turn }: { turn: Turn | null }) {
  if (!turn) return <p className="waiting">Waiting for its turn</p>;
  return (
    <>
      {turn.text && <p className="words">{turn.text}{turn.state === "speaking" && <span className="caret" aria-hidden="true" />}</p>}
      {!turn.text && turn.state === "thinking" && <p className="waiting">Reading the question<span className="ellipsis" aria-hidden="true" /></p>}
      {turn.state === "failed" && (
        <p className="failure">
          {turn.error}{turn.text && " What it had written is kept above."} {turn.willRetry ? "It is asked again." : "The others go on."}
        </p>
      )}
      {turn.finish === "length" && <p className="note">Cut at its length limit.</p>}
    </>
  );
}

function Measures({ turn }: { turn: Turn }) {
  const measures = [
    turn.firstTokenMs !== null && `first token ${seconds(turn.firstTokenMs)}`,
    speed(turn),
    turn.state === "done" && turn.usage?.completion_tokens !== undefined && `${turn.usage.completion_tokens} tokens`,
    dollars(turn.costUsd),
    turn.attempt > 1 && `attempt ${turn.attempt}`,
  ];
  return measures.filter(Boolean).map((measure) => <span key={String(measure)}>{measure}</span>);
}
