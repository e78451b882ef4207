/// One debate, live or long over: the same address shows the same to everybody.
import { useEffect, useRef, useState } from "react";
import { commandDebate } from "../api/calls.ts";
import { follow, type Followed } from "../api/follow.ts";
import { hasEnded, type Debate } from "./fold.ts";
import { RoundLanes } from "./lanes.tsx";
import { SeatStrip } from "./seats.tsx";
import { VerdictCard } from "./verdict.tsx";
import { dollars, outcomeTitle, reasonSentence, seatLabel, smallModels, totalCost } from "./words.ts";

export function DebateScreen({ id }: { id: string }) {
  const [followed, setFollowed] = useState<Followed | null>(null);
  useEffect(() => follow(id, setFollowed), [id]);
  const debate = followed?.debate;
  useEffect(() => {
    if (debate?.question) document.title = `${debate.question} · Quorum`;
  }, [debate?.question]);
  useStickToEnd(debate?.lastId ?? 0);

  if (followed?.problem) {
    return (
      <section className="hero">
        <h1>This debate cannot be shown</h1>
        <p className="notice bad" role="alert">{followed.problem}</p>
        <p><a href="#/">Start a new one</a></p>
      </section>
    );
  }
  if (!debate || debate.status === "loading") return <p className="loading" role="status">Opening the debate …</p>;
  return (
    <article className="debate" aria-busy={!hasEnded(debate)}>
      <Heading id={id} debate={debate} lost={followed.connection === "lost"} />
      <SeatStrip debate={debate} />
      {smallModels(debate) && <p className="small-models">{smallModels(debate)}</p>}
      {debate.missing.length > 0 && (
        <p className="notice" role="status">
          Going on without {debate.missing.map((one) => seatLabel(debate.seats, one)).join(" and ")}.
        </p>
      )}
      {debate.rounds.map((round) => <RoundLanes key={round.round} debate={debate} round={round} />)}
      {debate.judging.length > 0 && !debate.verdictIsFinal && !hasEnded(debate) && <JudgingLine debate={debate} />}
      {debate.verdict?.outcome && <VerdictCard debate={debate} />}
      {(debate.status === "failed" || debate.status === "cancelled") && (
        <p className={`notice ${debate.status === "failed" ? "bad" : ""}`} role="status">
          {debate.status === "failed" ? "The debate could not be finished" : "The debate was cancelled"}
          {debate.reason ? `: ${reasonSentence(debate.reason)}.` : "."}
        </p>
      )}
      {hasEnded(debate) && <p className="again"><a className="button" href="#/">Debate something else</a></p>}
      <p className="visually-hidden" aria-live="polite">{followed.announced}</p>
    </article>
  );
}

function Heading({ id, debate, lost }: { id: string; debate: Debate; lost: boolean }) {
  const [problem, setProblem] = useState<string | null>(null);
  const act = (command: "cancel" | "pause" | "resume") => {
    setProblem(null);
    commandDebate(id, command).catch((error: Error) => setProblem(error.message));
  };
  const round = debate.rounds.at(-1)?.round ?? 0;
  const cost = dollars(totalCost(debate));
  return (
    <header className="debate-head">
      <h1>{debate.question}</h1>
      <div className="facts">
        <span className={`pill status-${debate.status}`}>{statusWords(debate)}</span>
        {round > 0 && <span>Round {round} of {debate.roundsPlanned}</span>}
        {cost && <span>{cost}</span>}
        {debate.budget?.cap != null && (
          <span>{dollars(debate.budget.spent)} spent, {dollars(debate.budget.reserved)} reserved of {dollars(debate.budget.cap)}</span>
        )}
        {debate.verdictIsFinal && <a href="#verdict" onClick={(event) => {
          event.preventDefault();
          document.getElementById("verdict")?.scrollIntoView({ behavior: "smooth" });
        }}>{outcomeTitle(debate.verdict!, debate.seats)}</a>}
        <span className="actions">
          {debate.status === "running" && <button type="button" onClick={() => act("pause")}>Pause</button>}
          {debate.status === "paused" && <button type="button" className="primary" onClick={() => act("resume")}>Resume</button>}
          {!hasEnded(debate) && <button type="button" onClick={() => act("cancel")}>Cancel</button>}
        </span>
      </div>
      {lost && <p className="notice" role="status">The connection was lost. It comes back by itself, and nothing is missed.</p>}
      {debate.status === "paused" && debate.reason && <p className="notice" role="status">Paused, {reasonSentence(debate.reason)}. Nothing that is finished is lost.</p>}
      {problem && <p className="notice bad" role="alert">{problem}</p>}
    </header>
  );
}

function statusWords(debate: Debate): string {
  if (debate.status !== "running") return debate.status;
  return debate.judging.length > 0 ? "judging" : "live";
}

function JudgingLine({ debate }: { debate: Debate }) {
  const done = debate.judging.filter((one) => one.voted).length;
  const judge = debate.judging.at(-1)!;
  return (
    <p className="judging" role="status">
      <span className="dot" aria-hidden="true" /> {judge.judge} is judging in both orders: {done} of {debate.judging.length} begun so far {done === 1 ? "is" : "are"} read
    </p>
  );
}

/// New text keeps the end in view for a reader who is there, and leaves every other reader alone.
function useStickToEnd(version: number) {
  const sticks = useRef(false);
  useEffect(() => {
    const moved = () => {
      sticks.current = scrollY > 80 && innerHeight + scrollY > document.documentElement.scrollHeight - 120;
    };
    addEventListener("scroll", moved, { passive: true });
    return () => removeEventListener("scroll", moved);
  }, []);
  useEffect(() => {
    if (sticks.current) scrollTo(0, document.documentElement.scrollHeight);
  }, [version]);
}
