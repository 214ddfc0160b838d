/**
 * A claim on the axis that all rows share: the distance from the paper's value in units of the tolerance. The band is
 * what is accepted, the diamond the paper, the dot our mean with its interval, and each tick below is a seed.
 */
import { acceptedBand, inTolerances, referenceValue } from "../../charts/claim_axis.ts";
import type { ClaimResult } from "../../data.ts";
import { escapeHtml } from "../escape.ts";
import { claimNumber, publishedText } from "../../format.ts";
import { VERDICTS } from "../../verdicts.ts";

/** Size of the drawing, the middle, and the tolerance, in px. */
const WIDTH = 210;
const MIDDLE = WIDTH / 2;
const TOLERANCE = 31;
/** What lies farther out is drawn at the edge. */
const EDGE = 9;
const BASELINE = 16;

/** The drawing as inline SVG, with the numbers as its label. */
export function rangePlot(claim: ClaimResult): string {
  const { tone } = VERDICTS[claim.verdict];
  return `<svg class="mini ${tone}" viewBox="0 0 ${WIDTH} 33" role="img" aria-label="${
    escapeHtml(inWords(claim))
  }">` +
    `<path class="base" d="M2 ${BASELINE}H${WIDTH - 2}"/>${reference(claim)}${measured(claim)}</svg>`;
}

function position(claim: ClaimResult, value: number): number {
  return MIDDLE + TOLERANCE * inTolerances(claim, value);
}

function clamp(x: number): string {
  return Math.min(WIDTH - EDGE, Math.max(EDGE, x)).toFixed(1);
}

function reference(claim: ClaimResult): string {
  if (referenceValue(claim) === null) return "";
  const accepted = acceptedBand(claim);
  const [from, to] = (accepted ?? [0, 0]).map((t) =>
    Math.min(WIDTH - 2, Math.max(2, MIDDLE + TOLERANCE * t))
  ) as [number, number];
  const band = accepted === null
    ? ""
    : `<rect class="band" x="${from}" y="7" width="${to - from}" height="18" rx="4"/>`;
  return `${band}<path class="paper-line" d="M${MIDDLE} 7v18"/><path class="paper-value" d="M${MIDDLE} 1l4 4-4 4-4-4z"/>`;
}

function measured(claim: ClaimResult): string {
  if (claim.mean === null) return "";
  const at = (value: number) => clamp(position(claim, value));
  const seeds = claim.perSeed.map(({ value }) => `<path class="seed" d="M${at(value)} 28v4.5"/>`).join("");
  const interval = claim.interval
    ? `<path class="interval" d="M${at(claim.interval[0])} ${BASELINE}H${at(claim.interval[1])}"/>`
    : "";
  return seeds + interval + meanMark(position(claim, claim.mean));
}

/** A dot, or an arrow head where the mean lies beyond the drawing. */
function meanMark(x: number): string {
  if (x > WIDTH - EDGE) return `<path class="mean" d="M${WIDTH - 10} ${BASELINE - 5}l8 5-8 5z"/>`;
  if (x < EDGE) return `<path class="mean" d="M10 ${BASELINE - 5}l-8 5 8 5z"/>`;
  return `<circle class="mean" cx="${x.toFixed(1)}" cy="${BASELINE}" r="4.2"/>`;
}

function inWords(claim: ClaimResult): string {
  const number = (value: number) => claimNumber(claim, value);
  const paper = `${publishedText(claim)} in the paper`;
  const tolerance = claim.tolerance === null ? "" : `, tolerance ${claim.tolerance}`;
  const mean = claim.mean === null ? "not measured" : `measured ${number(claim.mean)}`;
  const interval = claim.interval
    ? `, 90 % interval ${number(claim.interval[0])} to ${number(claim.interval[1])}`
    : "";
  return `${paper}${tolerance}; ${mean}${interval}`;
}
