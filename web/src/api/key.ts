/// The key that this browser shows the server, where the server wants one.

const name = "quorum-key";

/// Browsers that keep nothing for a page throw.
export function ownKey(): string | null {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
}

export function keepKey(key: string): void {
  try {
    localStorage.setItem(name, key.trim());
  } catch {
    // It is asked for again, then.
  }
}

export const keyHeaders = (): Record<string, string> => {
  const key = ownKey();
  return key ? { authorization: `Bearer ${key}` } : {};
};

const wanted = new EventTarget();

/// The server has said that it wants a key, or another one; `why` in its own words.
export const wantKey = (why: string) => wanted.dispatchEvent(new CustomEvent("wanted", { detail: why }));

export function onKeyWanted(call: (why: string) => void): () => void {
  const listener = (event: Event) => call((event as CustomEvent<string>).detail);
  wanted.addEventListener("wanted", listener);
  return () => wanted.removeEventListener("wanted", listener);
}
