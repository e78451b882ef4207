/// What was debated before, newest first.
import { useEffect, useState } from "react";
import { listDebates } from "../api/calls.ts";
import type { DebateRow } from "../api/types.ts";
import { outcomeTitle } from "../debate/words.ts";

export function RecentList() {
  const [rows, setRows] = useState<DebateRow[]>([]);
  useEffect(() => {
    // Failing here is no news: the form above has already said that the server is away.
    const read = () => listDebates().then(setRows, () => undefined);
    void read();
    addEventListener("focus", read);
    return () => removeEventListener("focus", read);
  }, []);
  if (rows.length === 0) return null;
  return (
    <section className="recent" aria-labelledby="recent-title">
      <h2 id="recent-title">Recent debates</h2>
      <ul>
        {rows.map((row) => (
          <li key={row.id}>
            <a href={`#/d/${encodeURIComponent(row.id)}`}>
              <span className="recent-question">{row.question}</span>
              <span className={`pill status-${row.status}`}>{wordsOf(row)}</span>
              {row.created_at !== undefined && <time>{when(row.created_at)}</time>}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

const wordsOf = (row: DebateRow) =>
  row.status === "completed" && row.verdict ? outcomeTitle(row.verdict, row.seats ?? []) : row.status;

/// The server's times are RFC 3339 text or Unix seconds.
function when(time: string | number): string {
  const moment = new Date(typeof time === "number" ? time * 1000 : time);
  if (Number.isNaN(moment.getTime())) return "";
  const minutes = Math.round((Date.now() - moment.getTime()) / 60_000);
  if (minutes < 1) return "just now";
  if (minutes < 60) return `${minutes} min ago`;
  if (minutes < 24 * 60) return `${Math.round(minutes / 60)} h ago`;
  return moment.toLocaleDateString(undefined, { day: "numeric", month: "short", year: "numeric" });
}
