/** The readings of the gradient of the cost, which attacks and objectives name in a field. */
import type { CostGradient } from "../backend/networks/compose.ts";
import { choice, type Schema } from "../schema/mod.ts";

/** What a reading must be. */
export const COST_GRADIENT: Schema<CostGradient> = choice("exact", "direction", "float32", "clipped");

/** Versions of the readings: raised when their numbers move. */
export const COST_GRADIENT_VERSIONS: Readonly<Record<CostGradient, number>> = Object.freeze({
  exact: 1,
  direction: 1,
  float32: 1,
  clipped: 1,
});
