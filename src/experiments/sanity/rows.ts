/** What the batteries have in common. */
import type { SanityCheck } from "../../runs/mod.ts";

/** Makes the rows of one attack on one model. */
export type SanityRow = (check: string, holds: boolean, value: number) => SanityCheck;

/** The maker of the rows of `attack` on `model`. */
export function sanityRow(model: string, attack: string): SanityRow {
  return (check, holds, value) => ({
    ...{ model, attack, check, holds },
    value: Number.isFinite(value) ? value : null,
  });
}

/** Whether an attack of size 0 left the images `x` as they are, down to the sign of a zero. */
export function identityCheck(row: SanityRow, same: Float32Array, x: Float32Array): SanityCheck {
  let differing = 0;
  for (let i = 0; i < x.length; i++) if (!Object.is(same[i], x[i])) differing++;
  return row("size 0 is the identity bit for bit (pixels that differ)", differing === 0, differing);
}

/** Whether a gradient is alive: in a dead one most pixels are exactly 0. */
export function gradientCheck(row: SanityRow, gradient: Float32Array): SanityCheck {
  const dead = 100 * gradient.reduce((count, g) => count + (g === 0 ? 1 : 0), 0) / gradient.length;
  return row("the gradient is not dead (% of pixels with exactly 0, below 50)", dead < 50, dead);
}
