/**
 * Ink on paper: the coverage of each pixel by a pen that follows a polyline. Full ink within the pen's radius, none
 * beyond radius + softness, linear between, so that edges are grey as in a scanned digit. Only + - * / and
 * Math.sqrt, which IEEE 754 rounds exactly.
 */

/** The pen of one example, in pixels. */
export interface Pen {
  /** Half the stroke width at the beginning of a stroke. */
  readonly radius: number;
  /** Relative change of the radius from the beginning to the end of a stroke. */
  readonly taper: number;
  /** Width of the grey edge. */
  readonly softness: number;
}

/**
 * Draws one polyline into `ink`, keeping the larger coverage where strokes meet.
 *
 * @param ink [size * size] in [0, 1], row-major; changed in place.
 * @param size rows and columns of the image, in pixels; pixel (r, c) has its centre at x = c, y = r.
 * @param line [x0, y0, x1, y1, …] in pixels.
 */
export function drawLine(ink: Float64Array, size: number, line: ArrayLike<number>, pen: Pen): void {
  const pieces = line.length / 2 - 1;
  for (let piece = 0; piece < pieces; piece++) {
    const x0 = line[2 * piece]!, y0 = line[2 * piece + 1]!;
    const dx = line[2 * piece + 2]! - x0, dy = line[2 * piece + 3]! - y0;
    const lengthSquared = dx * dx + dy * dy;
    const outer = pen.radius * (1 + pen.taper * piece / pieces) + pen.softness;
    const firstColumn = Math.max(0, Math.floor(Math.min(x0, x0 + dx) - outer));
    const lastColumn = Math.min(size - 1, Math.floor(Math.max(x0, x0 + dx) + outer) + 1);
    const firstRow = Math.max(0, Math.floor(Math.min(y0, y0 + dy) - outer));
    const lastRow = Math.min(size - 1, Math.floor(Math.max(y0, y0 + dy) + outer) + 1);
    for (let row = firstRow; row <= lastRow; row++) {
      for (let column = firstColumn; column <= lastColumn; column++) {
        const px = column - x0, py = row - y0;
        const along = lengthSquared === 0 ? 0 : Math.min(1, Math.max(0, (px * dx + py * dy) / lengthSquared));
        const ex = px - along * dx, ey = py - along * dy;
        const distanceSquared = ex * ex + ey * ey;
        if (distanceSquared >= outer * outer) continue;
        const coverage = Math.min(1, (outer - Math.sqrt(distanceSquared)) / pen.softness);
        const at = row * size + column;
        if (coverage > ink[at]!) ink[at] = coverage;
      }
    }
  }
}
