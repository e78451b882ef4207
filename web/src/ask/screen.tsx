/// The way in: a question, who debates it, and what was debated before.
import { useEffect, useRef, useState, type FormEvent } from "react";
import { listModels, Refusal, startDebate } from "../api/calls.ts";
import type { Model } from "../api/types.ts";
import { RecentList } from "../recent/list.tsx";
import { debaters, firstDraft, problemOf, requestOf, withQuestion, type Draft } from "./form.ts";
import { Options } from "./options.tsx";
import { SeatRows } from "./seats.tsx";

const examples = ["Tea or coffee?", "Tabs or spaces?", "Should a small team write its tests first?", "Cities or villages?"];

export function AskScreen() {
  const [models, setModels] = useState<Model[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    document.title = "Quorum";
    listModels().then(setModels, (error: Error) => setProblem(error.message));
  }, []);
  const hasNone = models !== null && debaters(models).length === 0;
  return (
    <>
      <section className="hero">
        <h1>Put a question. Let the models argue.</h1>
        <p>All seats answer at once, unseen by one another, then meet each other’s arguments. Judges read both orders before anybody wins.</p>
      </section>
      {problem && <p className="notice bad home-notice" role="alert">{problem}</p>}
      {hasNone && <NoModels />}
      {models && !hasNone && <AskForm models={models} />}
      <RecentList />
    </>
  );
}

function NoModels() {
  return (
    <div className="notice home-notice" role="status">
      <p><strong>No model is here yet.</strong> Two small ones run on this machine, with no key and no account. In a terminal:</p>
      <pre><code>quorum models pull starter</code></pre>
      <p>Then reload this page. Providers’ models appear as soon as their key is set, as in <code>OPENAI_API_KEY=… quorum serve</code>.</p>
    </div>
  );
}

function AskForm({ models }: { models: Model[] }) {
  const [draft, setDraft] = useState<Draft>(() => firstDraft(models));
  const [refusal, setRefusal] = useState<{ text: string; field: string | null } | null>(null);
  const [busy, setBusy] = useState(false);
  // One key for one intention: pressing twice, or again after a lost answer, starts one debate.
  const key = useRef(crypto.randomUUID?.() ?? String(Math.random()).slice(2));
  const change = (next: Draft) => {
    setDraft(next);
    setRefusal(null);
    key.current = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  };

  const start = async (event?: FormEvent) => {
    event?.preventDefault();
    const missing = problemOf(draft);
    if (missing) return setRefusal({ text: missing, field: null });
    setBusy(true);
    try {
      const { id } = await startDebate(requestOf(draft, key.current));
      location.hash = `#/d/${encodeURIComponent(id)}`;
    } catch (error) {
      setRefusal({ text: (error as Error).message, field: error instanceof Refusal ? error.field : null });
      setBusy(false);
    }
  };

  return (
    <form className="card ask" onSubmit={start} aria-label="New debate">
      <label htmlFor="question" className="visually-hidden">Question</label>
      <textarea
        id="question" name="question" rows={2} autoFocus maxLength={4000} placeholder="What should be debated?"
        value={draft.question} onChange={(event) => change(withQuestion(draft, event.target.value))}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.metaKey || event.ctrlKey || !event.shiftKey)) void start(event);
        }}
      />
      <div className="examples" aria-label="Examples">
        {examples.map((text) => (
          <button key={text} type="button" className="chip" onClick={() => change(withQuestion(draft, text))}>{text}</button>
        ))}
      </div>
      <SeatRows draft={draft} models={models} change={change} faulty={refusal?.field ?? null} />
      <Options draft={draft} models={models} change={change} />
      {refusal && (
        <p className="notice bad" role="alert">
          {refusal.field && <code>{refusal.field}</code>} {refusal.text}
        </p>
      )}
      <div className="go">
        <button type="submit" className="primary" disabled={busy}>{busy ? "Starting …" : "Start the debate"}</button>
        <span className="hint">Enter starts, Shift+Enter is a new line</span>
      </div>
    </form>
  );
}
