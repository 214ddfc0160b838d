/**
 * The costs of output layers against float64 formulas with JavaScript's functions, on the reference device; all others
 * have its bits (conformance_test.ts).
 */
import { assertEquals } from "@std/assert";
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import { ENUMS } from "../../../src/backend/program/operands.ts";
import { rowPitch } from "../../../src/backend/program/region.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise, within } from "../../support/compare.ts";
import { uniform } from "../support.ts";
import { place, run } from "./run.ts";

type Head = "softmax" | "bernoulli" | "rbfCost";
type Kind = (typeof ENUMS.gradient)[number];

const rng = Rng.fromSeed(15);
const SCALE = .25;

/** What a head makes of one row of logits; `label` null: no class. */
function costOf(head: Head, kind: Kind, logits: readonly number[], label: number | null) {
  using device = new ReferenceDevice();
  const pitch = rowPitch(logits.length);
  const padded = new Float32Array(pitch / 4);
  padded.set(logits);
  const labels = place(device, Int32Array.of(label ?? 7));
  const regions = {
    gradient: device.allocate(pitch),
    ...{ losses: device.allocate(8), confidences: device.allocate(8), predictions: device.allocate(4) },
  };
  run(device, (builder, scalars) => {
    const rows = scalars.int(1);
    if (label === null) builder.emit("unlabel", { rows, output: labels });
    builder.emit(head, {
      ...{ rows, classes: logits.length, logits: place(device, padded), pitch, labels, kind, ...regions },
      scale: scalars.double(SCALE),
    });
  });
  return {
    gradient: device.read(regions.gradient, "f32").subarray(0, logits.length),
    loss: device.read(regions.losses, "f64")[0]!,
    confidence: device.read(regions.confidences, "f64")[0]!,
    prediction: device.read(regions.predictions, "i32")[0]!,
  };
}

/** Loss, gradient by the logits, confidence and prediction, as the formulas are written. */
function formula(head: Head, z: readonly number[], label: number | null) {
  const single = head === "bernoulli" && z.length === 1; // the label is the target itself
  const target = (c: number) => Number(single ? label === 1 : label === c);
  const prediction = single ? Number(z[0]! > 0) : z.indexOf(Math.max(...z));
  if (head === "softmax") {
    const total = z.reduce((sum, v) => sum + Math.exp(v), 0);
    const share = (c: number) => label === null ? 1 / z.length : target(c);
    return {
      loss: z.reduce((sum, v, c) => sum - share(c) * Math.log(Math.exp(v) / total), 0),
      gradient: z.map((v, c) => Math.exp(v) / total - share(c)),
      confidence: Math.exp(Math.max(...z)) / total,
      prediction,
    };
  }
  if (head === "bernoulli") {
    const p = z.map((v) => 1 / (1 + Math.exp(-v)));
    return {
      loss: p.reduce((sum, v, c) => sum - Math.log(target(c) ? v : 1 - v), 0),
      gradient: p.map((v, c) => v - target(c)),
      confidence: single ? Math.max(p[0]!, 1 - p[0]!) : Math.max(...p),
      prediction,
    };
  }
  return {
    loss: z.reduce((sum, v, c) => sum - (target(c) ? v : Math.log(-Math.expm1(v))), 0),
    gradient: z.map((v, c) => target(c) ? -1 : 1 / Math.expm1(-v)),
    confidence: Math.exp(Math.max(...z)),
    prediction,
  };
}

/** Rows of 1 to 8 logits; those of radial basis functions are negative. */
const rowsOf = (head: Head) =>
  Array.from({ length: 40 }, (_, r) => {
    const row = [...uniform(rng.fork(`logits/${r}`), 1 + r % 8, 4)];
    return head === "rbfCost" ? row.map((v) => Math.fround(-Math.abs(v) - .01)) : row;
  });

for (const head of ["softmax", "bernoulli", "rbfCost"] as const) {
  Deno.test(`${head}: loss, confidence, prediction and the gradient of every kind agree with float64`, () => {
    for (const [r, z] of rowsOf(head).entries()) {
      const own = head === "bernoulli" && z.length === 1 ? (r >> 3) % 2 : r % z.length;
      for (const label of [own, null]) {
        const expected = formula(head, z, label);
        const largest = Math.max(...expected.gradient.map(Math.abs), head === "rbfCost" ? 1 : 0);
        const factors = { exact: SCALE, direction: largest > 0 ? 1 / largest : 0, float32: 1 };
        for (const kind of ENUMS.gradient) {
          const found = costOf(head, kind, z, label);
          within(1e-13, "float64 sums of at most 8 classes")([found.loss], [expected.loss]);
          within(1e-14, "float64")([found.confidence], [expected.confidence]);
          assertEquals(found.prediction, expected.prediction);
          const gradient = expected.gradient.map((g) => g * factors[kind]);
          const size = Math.max(1, ...gradient.map(Math.abs));
          const relative = (values: ArrayLike<number>) => Array.from(values, (g) => g / size);
          within(1.2e-7, "float32 rounding")(relative(found.gradient), relative(gradient));
        }
      }
    }
  });
}

Deno.test("a direction has a largest element of 1, and there is none where all probabilities are equal", () => {
  assertEquals(Math.max(...costOf("softmax", "direction", [1, 0, 2, 0], null).gradient.map(Math.abs)), 1);
  bitwise(costOf("softmax", "direction", [0, 0, 0, 0], null).gradient, [0, 0, 0, 0]);
});

Deno.test("an image that lies on another class's centre has a finite cost and gradient", () => {
  const { gradient, loss } = costOf("rbfCost", "float32", [-1, 0], 0);
  bitwise(gradient, [-1, Math.fround(1 / Math.expm1(2 ** -24))]);
  within(1e-12, "float64")([loss], [1 - Math.log(-Math.expm1(-(2 ** -24)))]);
});

Deno.test("e^z of radial basis functions agrees with JavaScript's", () => {
  using device = new ReferenceDevice();
  const z = uniform(rng.fork("exponents"), 400, 30);
  const region = place(device, z);
  const operands = { columns: 400, input: region, output: region, pitch: 1600 };
  run(device, (builder, scalars) => builder.emit("exponential", { rows: scalars.int(1), ...operands }));
  const relative = device.read(region, "f32").map((v, i) => v / Math.exp(z[i]!));
  within(1.2e-7, "float32 rounding")(relative, new Array(400).fill(1));
});
