/// The two sides of a question, as a first guess that the reader may change.

const ends = new Set("better best worse worst for in on when if with to than as at from over first today now a the".split(" "));
const starts = new Set(
  ("should we i you they use is are do does did prefer choose pick better best than would could can it one " +
    "build write buy learn start take which what be team teams have").split(" "),
);

/// `["Tea", "Coffee"]` for "Tea or coffee?"; Yes and No where no alternative is named.
export function sidesOf(question: string): [string, string] {
  const words = question.replace(/[?!.]+\s*$/, "").split(/\s+/).filter(Boolean);
  const at = words.findLastIndex((word, index) => word.toLowerCase() === "or" && index > 0 && index < words.length - 1);
  if (at < 0 || words[at + 1]?.toLowerCase() === "not") return ["Yes", "No"];

  const right = takeWhile(words.slice(at + 1), (word, index) => index === 0 || !ends.has(word.toLowerCase()));
  const left = takeWhile(words.slice(0, at).reverse(), (word, index) =>
    index === 0 || (index < right.length && !starts.has(word.toLowerCase()) && !/[,:;]$/.test(word))).reverse();
  const side = (part: string[]) => capital(part.join(" ").replace(/[,:;]+$/, ""));
  return [side(left), side(right)];
}

function takeWhile(words: string[], holds: (word: string, index: number) => boolean): string[] {
  const taken: string[] = [];
  for (const [index, word] of words.entries()) {
    if (!holds(word, index) || taken.length === 4) break;
    taken.push(word);
    if (/[,;]$/.test(word) && index > 0) break;
  }
  return taken;
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
