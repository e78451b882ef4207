/// The verdict, with everything that speaks against trusting it.
import type { SeatInfo, Verdict } from "../api/types.ts";
import type { Debate } from "./fold.ts";
import { flagSentence, letter, outcomeTitle, outcomeWords, seatLabel, voteWords } from "./words.ts";

export function VerdictCard({ debate }: { debate: Debate }) {
  const verdict = debate.verdict!;
  const winner = debate.seats.findIndex((seat) => seat.seat === verdict.winner);
  return (
    <section id="verdict" className={`verdict card ${winner >= 0 ? `seat-${winner}` : ""}`} aria-labelledby="verdict-title">
      <p className="verdict-kicker">{debate.verdictIsFinal ? "Verdict" : "Verdict, still being written"}</p>
      <h2 id="verdict-title">
        {winner >= 0 && <span className="badge" aria-hidden="true">{letter(winner)}</span>}
        {outcomeTitle(verdict, debate.seats)}
      </h2>
      {verdict.answer && <p className="answer">{verdict.answer}</p>}
      {verdict.panel && (debate.seats.length === 2
        ? <MarginScale verdict={verdict} seats={debate.seats} />
        : <Ranking verdict={verdict} seats={debate.seats} />)}
      <p className="margin-words">{outcomeWords(verdict)}</p>
      {(verdict.reasons?.length ?? 0) > 0 && <ul className="reasons">{verdict.reasons!.map((reason) => <li key={reason}>{reason}</li>)}</ul>}
      {(verdict.votes?.length ?? 0) > 0 && <Votes verdict={verdict} seats={debate.seats} />}
      {(verdict.flags?.length ?? 0) > 0 && (
        <ul className="flags" aria-label="What to keep in mind">
          {verdict.flags!.map((flag) => <li key={flag}>{flagSentence(flag)}</li>)}
        </ul>
      )}
    </section>
  );
}

/// −1 to +1, the first seat on the left as it sits above: its side is where it is ahead.
function MarginScale({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  const [low, high] = verdict.panel!.interval;
  const at = (value: number) => `${50 - Math.max(-1, Math.min(1, value)) * 50}%`;
  return (
    <div className="scale" role="img" aria-label={`${seatLabel(seats, seats[0]!.seat)} against ${seatLabel(seats, seats[1]!.seat)}. ${outcomeWords(verdict)}`}>
      <span className="scale-end seat-0"><span className="badge">A</span> {seats[0]!.position}</span>
      <span className="scale-bar">
        <span className="scale-tie" />
        <span className="scale-interval" style={{ left: at(high), right: `calc(100% - ${at(low)})` }} />
        <span className="scale-mark" style={{ left: at(verdict.margin ?? 0) }} />
      </span>
      <span className="scale-end seat-1">{seats[1]!.position} <span className="badge">B</span></span>
    </div>
  );
}

function Ranking({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  const rows = [...(verdict.ranking ?? [])].sort((a, b) => b.score - a.score);
  if (rows.length === 0) return null;
  return (
    <ol className="ranking">
      {rows.map((row) => (
        <li key={row.seat} className={`seat-${seats.findIndex((seat) => seat.seat === row.seat)}`}>
          <span>{seatLabel(seats, row.seat)}</span>
          <span className="ranking-bar"><span style={{ width: `${((Math.max(-1, Math.min(1, row.score)) + 1) / 2) * 100}%` }} /></span>
          <span>{row.score.toFixed(2)}</span>
        </li>
      ))}
    </ol>
  );
}

function Votes({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  const panel = verdict.panel;
  return (
    <details className="votes">
      <summary>
        {panel ? `${panel.votes_valid} votes counted` : `${verdict.votes!.length} votes`}
        {panel && panel.votes_invalid > 0 && `, ${panel.votes_invalid} invalid`}
        {panel?.swap_consistency != null && `, ${Math.round(panel.swap_consistency * 100)} % the same in both orders`}
      </summary>
      <table>
        <thead><tr><th scope="col">Judge</th><th scope="col">Shown first</th><th scope="col">Vote</th></tr></thead>
        <tbody>
          {verdict.votes!.map((vote, index) => (
            <tr key={index}>
              <td>{vote.judge}</td>
              <td>{seatLabel(seats, vote.order[0] ?? "")}</td>
              <td>{voteWords(vote, seats)}{vote.reason && <span className="vote-reason">{vote.reason}</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
