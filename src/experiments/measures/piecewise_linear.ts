/** How nearly a curve is made of a few straight pieces (§8, Fig. 4). */

/** Sums of a stretch of points, from which its straight line's squared error follows. */
interface Sums {
  readonly n: number;
  readonly x: number;
  readonly y: number;
  readonly xx: number;
  readonly xy: number;
  readonly yy: number;
}

/** Sum of squared residuals of the least-squares line through the points that were summed. */
function lineError({ n, x, y, xx, xy, yy }: Sums): number {
  const sxx = xx - x * x / n;
  const sxy = xy - x * y / n;
  const syy = yy - y * y / n;
  return Math.max(0, sxx > 0 ? syy - sxy * sxy / sxx : syy);
}

/** Squared errors of the least-squares lines through points `first` … `last`, for every first and last: [n, n]. */
function allLineErrors(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const n = x.length;
  const errors = new Float64Array(n * n);
  for (let first = 0; first < n; first++) {
    let [sx, sy, sxx, sxy, syy] = [0, 0, 0, 0, 0];
    for (let last = first; last < n; last++) {
      // from the stretch's first point, so that large offsets do not cancel
      const u = x[last]! - x[first]!;
      const v = y[last]! - y[first]!;
      sx += u;
      sy += v;
      sxx += u * u;
      sxy += u * v;
      syy += v * v;
      errors[first * n + last] = lineError({ n: last - first + 1, x: sx, y: sy, xx: sxx, xy: sxy, yy: syy });
    }
  }
  return errors;
}

/**
 * The largest share of the variance of y that at most `pieces` straight lines over consecutive stretches of x explain,
 * 0 to 1; 1 for a constant. The lines need not meet; the best stretches are found exactly, by dynamic programming
 * (Bellman, "On the approximation of curves by line segments using dynamic programming", 1961). A parabola reaches
 * 1 - 1/p⁴ with p pieces.
 *
 * @param x ascending [n]
 * @param y [n]
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(explainedByLines([0, 1, 2, 3, 4], [2, 1, 0, 1, 2], 2), 1);
 * assertEquals(explainedByLines([0, 1, 2, 3, 4], [2, 1, 0, 1, 2], 1), 0);
 * ```
 */
export function explainedByLines(x: ArrayLike<number>, y: ArrayLike<number>, pieces: number): number {
  const n = x.length;
  const errors = allLineErrors(x, y);
  let mean = 0;
  for (let i = 0; i < n; i++) mean += y[i]! / n;
  let total = 0;
  for (let i = 0; i < n; i++) total += (y[i]! - mean) * (y[i]! - mean);
  if (total === 0) return 1;
  /** Least error of the points up to each one with the pieces so far. */
  let least = errors.slice(0, n);
  for (let p = 2; p <= pieces; p++) {
    const next = least.slice();
    for (let last = 1; last < n; last++) {
      for (let first = 1; first <= last; first++) {
        next[last] = Math.min(next[last]!, least[first - 1]! + errors[first * n + last]!);
      }
    }
    least = next;
  }
  return 1 - least[n - 1]! / total;
}
