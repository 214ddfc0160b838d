/** Verdicts on the page: an icon, and a pill of icon and word. Colour is never the only sign. */
import type { ClaimResult, Verdict } from "../../data.ts";
import { escapeHtml } from "../escape.ts";
import { VERDICTS } from "../../verdicts.ts";

/** The icon of a verdict, drawn in the current colour and hidden from assistive technology. */
export function icon(verdict: Verdict): string {
  return `<svg class="icon" viewBox="0 0 12 12" aria-hidden="true"><path d="${
    VERDICTS[verdict].path
  }"/></svg>`;
}

/** The id of a claim in one line or two: a suffix, as in "Q14a.confidence", is what makes ids long. */
export function idHtml(id: string): string {
  const dot = id.indexOf(".");
  if (dot < 0) return escapeHtml(id);
  return `${escapeHtml(id.slice(0, dot))}<small>${escapeHtml(id.slice(dot))}</small>`;
}

/** The verdict of a claim as an icon and a word, and whether it counts. */
export function pill(claim: ClaimResult): string {
  const { label, tone } = VERDICTS[claim.verdict];
  const counts = claim.graded || claim.verdict === "not-comparable"
    ? ""
    : '<span class="note">not graded</span>';
  return `<span class="pill tint ${tone}">${icon(claim.verdict)}${label}</span>${counts}`;
}
