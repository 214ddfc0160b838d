/**
 * Moves of rows, their adjoints and normal noise against what knows nothing of the kernels: the attacks and the
 * generator of src/, first-order effects and finite differences; on the reference device, whose bits all others have.
 */
import { assertEquals } from "@std/assert";
import { rotate, scaledStep } from "../../../src/attacks/mod.ts";
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import type { Model } from "../../../src/models/mod.ts";
import { turn } from "../../../src/numeric/elementary.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise, within } from "../../support/compare.ts";
import { uniform } from "../support.ts";
import { place, run } from "./run.ts";

const rng = Rng.fromSeed(22);
const ROWS = 5, COLUMNS = 12;
const X = uniform(rng.fork("x"), ROWS * COLUMNS);
const U = uniform(rng.fork("u"), ROWS * COLUMNS);
const G = uniform(rng.fork("g"), ROWS * COLUMNS);
G.fill(0, 0, COLUMNS); // the first row has no gradient

/** The rows of X moved along g, by degrees or by ε; with `upstream` its product with the derivative instead. */
function moved(name: "rotate" | "scaledStep", g: Float32Array, amount: number, upstream?: Float32Array) {
  using device = new ReferenceDevice();
  const [input, gradient] = [place(device, X), place(device, g)];
  const common = { gradient, output: device.allocate(X.byteLength), pitch: 4 * COLUMNS };
  const back = upstream && place(device, upstream);
  run(device, (builder, scalars) => {
    const rows = scalars.int(ROWS), [cosine, sine] = turn(amount / 360);
    const angle = { cosine: scalars.double(cosine), sine: scalars.double(sine) };
    const epsilon = scalars.double(amount);
    if (name === "rotate") {
      if (back) builder.emit("rotateAdjoint", { rows, ...common, input, sine: angle.sine, upstream: back });
      else builder.emit("rotate", { rows, ...common, input, ...angle });
    } else if (back) builder.emit("scaledStepAdjoint", { rows, ...common, epsilon, upstream: back });
    else builder.emit("scaledStep", { rows, ...common, input, epsilon });
  });
  return device.read(common.output, "f32");
}

/** A model whose gradients are G. */
const MODEL = { inputs: COLUMNS, inputGradient: () => G } as unknown as Model;

Deno.test("rotate has the bits of the attack of that name, and leaves a row without a gradient as it is", () => {
  const found = moved("rotate", G, 25);
  bitwise(found, rotate(MODEL, X, [], 25));
  bitwise(found.subarray(0, COLUMNS), X.subarray(0, COLUMNS));
});

Deno.test("a scaled step has the bits of the attack of that name", () => {
  bitwise(moved("scaledStep", G, .25), scaledStep(MODEL, X, [], .25));
});

Deno.test("a scaled step goes along the gradient and has the first-order effect of the sign step", () => {
  const epsilon = .25;
  const found = moved("scaledStep", G, epsilon);
  bitwise(found.subarray(0, COLUMNS), X.subarray(0, COLUMNS));
  for (let r = 1; r < ROWS; r++) {
    const g = [...G.subarray(r * COLUMNS, (r + 1) * COLUMNS)];
    const step = g.map((_, k) => found[r * COLUMNS + k]! - X[r * COLUMNS + k]!);
    const effect = step.reduce((sum, s, k) => sum + s * g[k]!, 0);
    within(1e-6, "float32 results")([effect], [epsilon * g.reduce((sum, v) => sum + Math.abs(v), 0)]);
    within(1e-6, "float32 results")(step.map((s) => s / step[0]!), g.map((v) => v / g[0]!));
  }
});

for (const name of ["rotate", "scaledStep"] as const) {
  Deno.test(`${name}Adjoint is the transposed derivative of ${name}, and 0 where there is no gradient`, () => {
    const amount = name === "rotate" ? 25 : .25, step = 2 ** -8;
    const found = moved(name, G, amount, U);
    assertEquals(found.subarray(0, COLUMNS).map(Math.abs), new Float32Array(COLUMNS));
    for (let r = 1; r < ROWS; r++) {
      const direction = uniform(rng.fork(`direction/${r}`), COLUMNS);
      const [ahead, behind] = [step, -step].map((by) => {
        const g = G.slice();
        direction.forEach((d, k) => g[r * COLUMNS + k]! += by * d);
        return moved(name, g, amount);
      });
      let expected = 0, value = 0;
      for (let k = r * COLUMNS; k < (r + 1) * COLUMNS; k++) {
        expected += U[k]! * (ahead![k]! - behind![k]!) / (2 * step);
        value += found[k]! * direction[k - r * COLUMNS]!;
      }
      within(2e-4, "central differences of float32 results with step 2^-8")([value], [expected]);
    }
  });
}

for (const columns of [8, 7]) {
  Deno.test(`normal noise has the bits of Rng.normal, in rows of ${columns}`, () => {
    using device = new ReferenceDevice();
    const rows = 9, output = device.allocate(rows * 32);
    run(device, (builder, scalars) => {
      const key = scalars.words(...rng.fork("normal").key);
      const draws = { rows: scalars.int(rows), columns, key, substream: scalars.int(4) };
      builder.emit("normalNoise", { ...draws, output, pitch: 32 });
    });
    const expected = rng.fork("normal").normal(rows * columns, 4), found = device.read(output, "f32");
    for (let r = 0; r < rows; r++) {
      const own = [...expected.subarray(r * columns, (r + 1) * columns), ...new Array(8 - columns).fill(0)];
      bitwise(found.subarray(8 * r, 8 * r + 8), Float32Array.from(own));
    }
  });
}
