/// The seats of a debate to be: a model each, and the side it argues.
import type { Model } from "../api/types.ts";
import { letter } from "../debate/words.ts";
import { addSeat, debaters, removeSeat, seatsMax, seatsMin, type Draft, type SeatDraft } from "./form.ts";

interface Props {
  draft: Draft;
  models: Model[];
  change: (draft: Draft) => void;
  faulty: string | null;
}

export function SeatRows({ draft, models, change, faulty }: Props) {
  const edit = (key: number, part: Partial<SeatDraft>) =>
    change({ ...draft, seats: draft.seats.map((seat) => (seat.key === key ? { ...seat, ...part } : seat)) });
  return (
    <fieldset className="seats-form">
      <legend>Seats</legend>
      {draft.seats.map((seat, index) => (
        <div className={`seat-row seat-${index}`} key={seat.key}>
          <span className="badge" aria-hidden="true">{letter(index)}</span>
          <select
            aria-label={`Model of seat ${letter(index)}`} value={seat.model}
            aria-invalid={faulty?.startsWith(`seats.${index}.model`) || undefined}
            onChange={(event) => edit(seat.key, { model: event.target.value })}
          >
            <ModelOptions models={models} />
          </select>
          <input
            aria-label={`Position of seat ${letter(index)}, optional`} value={seat.position} maxLength={200}
            placeholder="Position (or let it choose)"
            aria-invalid={faulty?.startsWith(`seats.${index}.position`) || undefined}
            onChange={(event) => edit(seat.key, { position: event.target.value, edited: true })}
          />
          <button
            type="button" className="quiet" aria-label={`Remove seat ${letter(index)}`}
            disabled={draft.seats.length <= seatsMin} onClick={() => change(removeSeat(draft, seat.key))}
          >✕</button>
        </div>
      ))}
      {draft.seats.length < seatsMax && (
        <button type="button" className="chip" onClick={() => change(addSeat(draft))}>+ Add a seat</button>
      )}
    </fieldset>
  );
}

/// Grouped by who runs them, this machine's first.
export function ModelOptions({ models }: { models: Model[] }) {
  const groups = new Map<string, string[]>();
  for (const model of debaters(models)) {
    const owner = model.id.startsWith("local/") ? "On this machine" : (model.owned_by ?? "Other");
    groups.set(owner, [...(groups.get(owner) ?? []), model.id]);
  }
  const order = [...groups].sort(([a], [b]) => Number(b === "On this machine") - Number(a === "On this machine"));
  return order.map(([owner, ids]) => (
    <optgroup key={owner} label={owner}>
      {ids.map((id) => <option key={id} value={id}>{id}</option>)}
    </optgroup>
  ));
}
