/**
 * Numbers and words as the report prints them: fixed by this file and not by a locale, so that every machine writes
 * the same bytes.
 */
import type { ClaimResult } from "./data.ts";

/**
 * A number with a fixed count of decimals, with a true minus sign and never "−0".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(fixed(99.96, 1), "100.0");
 * assertEquals(fixed(-0.04, 1), "0.0");
 * assertEquals(fixed(-1.25, 2), "−1.25");
 * ```
 */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toFixed(decimals);
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

/** The shortest text of a number, as in the paper: 0.25 is ".25".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(short(0.25), ".25");
 * assertEquals(short(10), "10");
 * ```
 */
export function short(value: number): string {
  return String(round(value, 6)).replace(/^(-?)0\./, "$1.").replace("-", "−");
}

/** A number rounded to `decimals`, for specifications: seventeen digits say no more and cost a fifth of the size. */
export function round(value: number, decimals: number): number {
  return Number(value.toFixed(decimals));
}

/** The smallest ε-like number first. */
export function ascending(a: number, b: number): number {
  return a - b;
}

/** Arithmetic mean, summed in the order given. */
export function mean(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** How many decimals the decimal notation of a number needs, eight at most. */
function decimalsOf(value: number): number {
  return value.toFixed(8).replace(/0+$/, "").split(".")[1]!.length;
}

/** How many decimals show the first significant digit of a number below 1; none for 0. */
function leadingDecimals(value: number): number {
  let decimals = 0;
  for (let size = Math.abs(value); size > 0 && size < 1; size *= 10) decimals++;
  return decimals;
}

/** Half the width of the interval of the mean. */
function halfWidth(claim: ClaimResult): number {
  return claim.interval === null ? 0 : (claim.interval[1] - claim.interval[0]) / 2;
}

/** Decimals for the values of a claim: those of the paper and its tolerance, and one more where the spread needs it. */
export function claimDecimals(claim: ClaimResult): number {
  const printed = Math.max(decimalsOf(claim.published ?? 0), decimalsOf(claim.tolerance ?? 0), 1);
  const spread = Math.min(printed + 1, leadingDecimals(halfWidth(claim)));
  return Math.min(4, Math.max(printed, spread));
}

/**
 * A value of a claim, "99.84"; one too small for the claim's decimals is written "2.1e−5".
 */
export function claimNumber(claim: ClaimResult, value: number): string {
  const decimals = claimDecimals(claim);
  if (value !== 0 && Number(Math.abs(value).toFixed(decimals)) === 0) {
    return value.toExponential(1).replaceAll("-", "−");
  }
  return fixed(value, decimals);
}

const BOUND = { "equal": "", "ordering": "", "at-least": "≥ ", "at-most": "≤ " } as const;

/** The paper's value or bound: "99.9", "≥ 5", "> 0" for the sign of a difference, or "–" where it prints none. */
export function publishedText(claim: ClaimResult): string {
  if (claim.published === null) return claim.comparison === "ordering" ? "> 0" : "–";
  // A deviation that is published as 0 and has room for rounding: "≤ 0" would look violated.
  if (claim.published === 0 && claim.comparison === "at-most" && (claim.tolerance ?? 0) > 0) return "≈ 0";
  return BOUND[claim.comparison] + fixed(claim.published, decimalsOf(claim.published));
}

/** Whether the bound is this project's own and not a number of the paper. */
export function isOwnBound(claim: ClaimResult): boolean {
  return claim.own || (claim.basis ?? "").startsWith("own bound");
}

/** A value with its unit: "99.9 %", "2 steps", "0.5". */
export function withUnit(value: string, unit: string): string {
  return unit === "1" || unit === "" ? value : `${value} ${unit}`;
}

/** A text that starts a line: "no experiment yet" becomes "No experiment yet". */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A section of the paper: "§4", or "App. A". */
export function sectionText(section: string): string {
  return /^[A-Z]/.test(section) ? `App. ${section}` : `§${section}`;
}

/** Our mean: "99.7", or "–" where nothing was measured. */
export function meanText(claim: ClaimResult): string {
  return claim.mean === null ? "–" : claimNumber(claim, claim.mean);
}

/** Half the width of the interval: "0.1", or null where there is none. */
export function halfWidthText(claim: ClaimResult): string | null {
  if (claim.interval === null) return null;
  if (halfWidth(claim) === 0) return "0";
  const small = meanText(claim).includes("e");
  return small ? claimNumber(claim, halfWidth(claim)) : fixed(halfWidth(claim), claimDecimals(claim));
}

/** "1 run", "2 runs".
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * assertEquals(count(1, "seed"), "1 seed");
 * assertEquals(count(5, "seed"), "5 seeds");
 * assertEquals(count(2, "class", "classes"), "2 classes");
 * ```
 */
export function count(n: number, noun: string, plural = `${noun}s`): string {
  return `${n} ${n === 1 ? noun : plural}`;
}

/** Integers in the shortest readable form: "0–4, 7". */
export function ranges(values: readonly number[]): string {
  const sorted = [...new Set(values)].sort(ascending);
  const parts: string[] = [];
  for (let i = 0; i < sorted.length;) {
    let j = i;
    while (sorted[j + 1] === sorted[j]! + 1) j++;
    parts.push(j - i >= 2 ? `${sorted[i]}–${sorted[j]}` : sorted.slice(i, j + 1).join(", "));
    i = j + 1;
  }
  return parts.join(", ");
}

/** A digest short enough to compare by eye. */
export function shortDigest(hex: string): string {
  return hex.length > 16 ? `${hex.slice(0, 12)}…` : hex;
}
