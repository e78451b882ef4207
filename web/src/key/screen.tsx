/// Asks for the key that the server wants, and keeps it in this browser.
import { useState, type FormEvent } from "react";
import { keepKey } from "../api/key.ts";

export function KeyScreen({ why, done }: { why: string; done: () => void }) {
  const [key, setKey] = useState("");
  const keep = (event: FormEvent) => {
    event.preventDefault();
    if (!key.trim()) return;
    keepKey(key);
    done();
  };
  return (
    <section className="hero">
      <h1>This server wants a key</h1>
      <p role="alert">{why}</p>
      <form className="card ask" onSubmit={keep} aria-label="The server’s key">
        <label htmlFor="key">Key</label>
        <input
          id="key" name="key" type="password" autoComplete="current-password" autoFocus spellCheck={false} placeholder="sk-…"
          value={key} onChange={(event) => setKey(event.target.value)}
        />
        <div className="go">
          <button type="submit" className="primary">Use this key</button>
          <span className="hint">It stays in this browser.</span>
        </div>
      </form>
    </section>
  );
}
