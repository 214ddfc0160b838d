/**
 * Smooth curves through the control points of a stroke: the uniform Catmull-Rom spline, broken at doubled points,
 * which are corners. Only + - * / so that every machine computes the same bits.
 */

/** Straight pieces per pair of control points; a piece is about one pixel long. */
const STEPS = 5;

/** The coordinate at `t` in [0, 1] between `b` and `c`, with `a` before and `d` after them. */
function catmullRom(a: number, b: number, c: number, d: number, t: number): number {
  return 0.5 * (2 * b + t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a))));
}

/**
 * The stroke as a polyline: [x0, y0, x1, y1, …], beginning and ending in the first and last control point.
 *
 * @param points control points [x0, y0, …]; a point given twice in a row is a corner.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(polyline([0, 0, 5, 10]).slice(0, 4), [0, 0, 0.76, 1.52]);
 * ```
 */
export function polyline(points: ArrayLike<number>): number[] {
  const line = [points[0]!, points[1]!];
  const last = points.length / 2 - 1;
  const same = (i: number, j: number) =>
    points[2 * i] === points[2 * j] && points[2 * i + 1] === points[2 * j + 1];
  for (let i = 0; i < last; i++) {
    if (same(i, i + 1)) continue;
    const before = Math.max(i - 1, 0);
    const after = Math.min(i + 2, last);
    for (let step = 1; step <= STEPS; step++) {
      for (let axis = 0; axis < 2; axis++) {
        line.push(catmullRom(
          points[2 * before + axis]!,
          points[2 * i + axis]!,
          points[2 * (i + 1) + axis]!,
          points[2 * after + axis]!,
          step / STEPS,
        ));
      }
    }
  }
  return line;
}
