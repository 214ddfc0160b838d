/**
 * The axis that all claims share, on the page and in a terminal: the distance from the paper's value in units of the
 * tolerance, so that a glance tells what is near and what is accepted.
 */
import type { ClaimResult } from "../data.ts";

/** Where the paper's value stands: the sign of a difference is told from 0. */
export function referenceValue(claim: ClaimResult): number | null {
  return claim.published ?? (claim.comparison === "ordering" ? 0 : null);
}

/** How much of the claim's unit one tolerance of the axis is; without a tolerance, half of what must be shown. */
function axisUnit(claim: ClaimResult, zero: number): number {
  if (claim.tolerance !== null && claim.tolerance > 0) return claim.tolerance;
  const shown = [claim.mean ?? zero, ...claim.interval ?? [], ...claim.perSeed.map((entry) => entry.value)];
  return Math.max(...shown.map((value) => Math.abs(value - zero))) / 2 || 1;
}

/** A value's distance from the paper's, in tolerances. */
export function inTolerances(claim: ClaimResult, value: number): number {
  const zero = referenceValue(claim) ?? claim.mean ?? 0;
  return (value - zero) / axisUnit(claim, zero);
}

/** What is accepted, in tolerances, either end possibly infinite; null where there is no such band. */
export function acceptedBand(claim: ClaimResult): readonly [number, number] | null {
  if (referenceValue(claim) === null) return null;
  const slack = claim.tolerance === null || claim.tolerance === 0 ? 0 : 1;
  const low = claim.comparison === "at-most" ? -Infinity : -slack;
  const high = claim.comparison === "at-least" || claim.comparison === "ordering" ? Infinity : slack;
  return high > low ? [low, high] : null;
}
