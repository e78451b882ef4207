/// The verdict, with everything that speaks against trusting it.
import type { SeatInfo, Verdict } from "../api/types.ts";
import type { Debate } from "./fold.ts";
import { criteriaOf, criterionTitle, flagSentence, flipWords, letter, outcomeTitle, outcomeWords, seatLabel, voteWords } from "./words.ts";

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
      <Findings verdict={verdict} seats={debate.seats} />
      {(verdict.votes?.length ?? 0) > 0 && <Votes verdict={verdict} seats={debate.seats} />}
      {(verdict.flags?.length ?? 0) > 0 && (
        <ul className="flags" aria-label="What to keep in mind">
          {verdict.flags!.map((flag) => <li key={flag}>{flagSentence(flag)}</li>)}
        </ul>
      )}
    </section>
  );
}

/// What the ballots found besides the winner, or why they hold nothing of it.
function Findings({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  const flips = verdict.did_debate_change_anything?.flips ?? [];
  const missing = verdict.assessment?.missing ?? [];
  return (
    <>
      {(verdict.cruxes?.length ?? 0) > 0 && <List title="What it turns on" lines={verdict.cruxes!} />}
      {(verdict.agreements?.length ?? 0) > 0 && <List title="What both accept" lines={verdict.agreements!} />}
      {flips.length > 0 && <List title="Who changed sides" lines={flips.map((flip) => flipWords(flip, seats))} />}
      {(verdict.claims?.length ?? 0) > 0 && <Claims verdict={verdict} seats={seats} />}
      {(verdict.criteria?.length ?? 0) > 0 && <Scores verdict={verdict} seats={seats} />}
      {missing.length > 0 && (
        <List title="No scores or claims from" lines={missing.map((one) => `${one.judge}: ${one.reason}`)} />
      )}
    </>
  );
}

function List({ title, lines }: { title: string; lines: string[] }) {
  return (
    <section className="findings">
      <h3>{title}</h3>
      <ul>{lines.map((line, index) => <li key={index}>{line}</li>)}</ul>
    </section>
  );
}

function Claims({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  return (
    <details className="votes claims">
      <summary>{verdict.claims!.length} claims</summary>
      <table>
        <thead><tr><th scope="col">Who</th><th scope="col">Claim, and the words it rests on</th><th scope="col">Stands as</th></tr></thead>
        <tbody>
          {verdict.claims!.map((claim) => (
            <tr key={claim.id}>
              <td>{claim.holders.map((seat) => seatLabel(seats, seat)).join(", ")}</td>
              <td>
                {claim.text}
                {claim.evidence.filter((one) => one.quote_match).map((one, index) => (
                  <span key={index} className="vote-reason">“{one.quote}”</span>
                ))}
              </td>
              <td>{claim.status}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/// Means over both orders, 1 to 5; how far the orders were apart stands beside each.
function Scores({ verdict, seats }: { verdict: Partial<Verdict>; seats: SeatInfo[] }) {
  const rows = verdict.criteria!;
  return (
    <details className="votes scores">
      <summary>Scores by criterion, 1 to 5</summary>
      <table>
        <thead>
          <tr><th scope="col">Criterion</th>{rows.map((row) => <th scope="col" key={row.seat}>{seatLabel(seats, row.seat)}</th>)}</tr>
        </thead>
        <tbody>
          {criteriaOf(verdict).map((name) => (
            <tr key={name}>
              <td>{criterionTitle(name)}</td>
              {rows.map((row) => {
                const score = row.scores[name];
                return (
                  <td key={row.seat}>
                    {score ? score.mean.toFixed(1) : "not scored"}
                    {score && score.order_gap >= 0.05 && <span className="vote-reason">orders {score.order_gap.toFixed(1)} apart</span>}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </details>
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
