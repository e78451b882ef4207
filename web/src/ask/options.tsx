/// Rounds, judge and budget.
import type { Model } from "../api/types.ts";
import { roundsMax, type Draft } from "./form.ts";
import { ModelOptions } from "./seats.tsx";

export function Options({ draft, models, change }: { draft: Draft; models: Model[]; change: (draft: Draft) => void }) {
  return (
    <div className="options">
      <label>
        <span>Rounds</span>
        <input
          type="number" min={1} max={roundsMax} value={draft.rounds}
          onChange={(event) => {
            const rounds = Math.round(Number(event.target.value));
            change({ ...draft, rounds: Math.min(roundsMax, Math.max(1, rounds || 1)) });
          }}
        />
      </label>
      <label>
        <span>Judge</span>
        <select value={draft.judge} onChange={(event) => change({ ...draft, judge: event.target.value })}>
          <option value="">Chosen by Quorum</option>
          <ModelOptions models={models} />
        </select>
      </label>
      <label>
        <span>Budget, US dollars</span>
        <input
          inputMode="decimal" placeholder="no cap" value={draft.budget}
          onChange={(event) => change({ ...draft, budget: event.target.value })}
        />
      </label>
    </div>
  );
}
