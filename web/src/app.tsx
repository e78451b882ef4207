/// The frame around every screen, and which screen the address asks for.
import { useEffect, useState } from "react";
import { onKeyWanted } from "./api/key.ts";
import { AskScreen } from "./ask/screen.tsx";
import { DebateScreen } from "./debate/screen.tsx";
import { KeyScreen } from "./key/screen.tsx";

const themes = ["auto", "light", "dark"] as const;
type Theme = (typeof themes)[number];

export function App() {
  const route = useRoute();
  const [wanted, setWanted] = useState<string | null>(null);
  useEffect(() => onKeyWanted(setWanted), []);
  return (
    <>
      <header className="top">
        <a className="brand" href="#/">
          <svg viewBox="0 0 32 32" aria-hidden="true">
            <circle cx="11" cy="16" r="9" className="brand-a" />
            <circle cx="21" cy="16" r="9" className="brand-b" />
          </svg>
          Quorum
        </a>
        <nav>
          <a href="/docs">API</a>
          <ThemeButton />
        </nav>
      </header>
      <main id="main">
        {wanted !== null ? <KeyScreen why={wanted} done={() => setWanted(null)} /> : route.debate ? <DebateScreen key={route.debate} id={route.debate} /> : <AskScreen />}
      </main>
    </>
  );
}

/// `#/d/{id}` is a debate, whoever opens it and whenever; everything else is the way in.
function useRoute(): { debate: string | null } {
  const read = () => ({ debate: /^#\/d\/([^/?]+)/.exec(location.hash)?.[1] ?? null });
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = () => {
      setRoute(read());
      scrollTo(0, 0);
    };
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return { debate: route.debate === null ? null : decodeURIComponent(route.debate) };
}

function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(() => (localStorage.getItem("theme") as Theme | null) ?? "auto");
  useEffect(() => {
    document.documentElement.style.colorScheme = theme === "auto" ? "" : theme;
    localStorage.setItem("theme", theme);
  }, [theme]);
  const next = themes[(themes.indexOf(theme) + 1) % themes.length]!;
  return (
    <button type="button" className="quiet" onClick={() => setTheme(next)} aria-label={`Colours: ${theme}. Change to ${next}.`}>
      {{ auto: "◐ Auto", light: "☀ Light", dark: "☾ Dark" }[theme]}
    </button>
  );
}
