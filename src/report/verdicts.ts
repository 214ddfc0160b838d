/** How each verdict looks: a word, a character for text, a drawn icon for the page, and the class of its colour. */
import type { Verdict } from "./data.ts";

/** The looks of one verdict. Colour is never the only sign. */
export interface VerdictLook {
  readonly label: string;
  /** One column wide in a terminal. */
  readonly character: string;
  /** For GitHub's Markdown, where colour must come from the character. */
  readonly emoji: string;
  /** Class in `page/style.css`. */
  readonly tone: "ok" | "maybe" | "no" | "off";
  /** Path of a 12 × 12 icon, drawn as a stroke. */
  readonly path: string;
}

const TICK = "M2 6.6 4.9 9.5 10 3";
const WAVE = "M1.5 7.3c1.6-3.2 3.4-2.6 4.6-1.3s2.9 1.9 4.4-1.3";
const CROSS = "m2.5 2.5 7 7m0-7-7 7";
const DASH = "M2.5 6h7";
const QUESTION = "M3.6 4.1C3.8 1 8.5 1.3 8.3 4.2 8.2 5.7 6.1 5.7 6.1 7.6M6.1 10.2v.1";
const NOT_EQUAL = "M2 4.3h8M2 7.7h8M7.6 1.8 4.4 10.2";

/** In the order in which the report lists them. */
export const VERDICTS: Readonly<Record<Verdict, VerdictLook>> = {
  "reproduced": { label: "Reproduced", character: "✓", emoji: "✅", tone: "ok", path: TICK },
  "undecided": { label: "Undecided", character: "~", emoji: "🟡", tone: "maybe", path: WAVE },
  "not-reproduced": { label: "Not reproduced", character: "✗", emoji: "❌", tone: "no", path: CROSS },
  "underspecified": { label: "Underspecified", character: "?", emoji: "❔", tone: "maybe", path: QUESTION },
  "not-comparable": { label: "Not comparable", character: "≠", emoji: "⬜", tone: "off", path: NOT_EQUAL },
  "not-run": { label: "Not run", character: "–", emoji: "⬜", tone: "off", path: DASH },
};

/** The names of the verdicts, in the same order. */
export const VERDICT_NAMES = Object.keys(VERDICTS) as readonly Verdict[];
