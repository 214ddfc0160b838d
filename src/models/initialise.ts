/** Random parameters: those with which training begins in pylearn2's maxout recipe. */
import type { Rng } from "../random/mod.ts";
import { check } from "../numeric/checks.ts";
import { type Architecture, checkArchitecture, shapesOf } from "./architecture.ts";
import type { Parameters } from "./model.ts";

/**
 * Every weight uniform on (-range, range), every bias 0. The weights of "h0/W" are drawn from the stream
 * `rng.fork("h0/W")`, and so on. Training of radial basis functions does not begin at random (`initialiseRbf()`): their
 * centres and β are uniform on (0, range) here.
 *
 * @throws {RangeError} when the range is negative or not finite, or the form has no valid size
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * import { Rng } from "../random/mod.ts";
 * const parameters = initialise({ type: "logistic", inputs: 3 }, 0.005, Rng.fromSeed(0));
 * assertEquals([parameters["y/W"]!.length, parameters["y/b"]!], [3, new Float32Array(1)]);
 * ```
 */
export function initialise(architecture: Architecture, range: number, rng: Rng): Parameters {
  checkArchitecture(architecture);
  check("initialise", "the range", range, range >= 0 && range < Infinity, "a finite number of at least 0");
  return Object.fromEntries(
    Object.entries(shapesOf(architecture)).map(([name, shape]) => {
      const values = new Float32Array(shape.reduce((a, b) => a * b, 1));
      const draws = () => rng.fork(name).uniform(values.length);
      if (architecture.type === "rbf") draws().forEach((u, i) => values[i] = u * range);
      else if (name.endsWith("/W")) draws().forEach((u, i) => values[i] = (2 * u - 1) * range);
      return [name, values];
    }),
  );
}
