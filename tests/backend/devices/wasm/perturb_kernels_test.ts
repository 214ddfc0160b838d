/** Noise of no class, moves along gradients and tangents: bits against their twins, values against float64. */
import { assertEquals } from "@std/assert";
import { rotate, scaledStep } from "../../../../src/attacks/mod.ts";
import { heapData } from "../../../../src/backend/networks/heap_data.ts";
import type { Operands } from "../../../../src/backend/program/program.ts";
import { Pool } from "../../../../src/backend/devices/wasm/pool.ts";
import { ProgramBuilder } from "../../../../src/backend/program/program.ts";
import { Scalars } from "../../../../src/backend/program/scalars.ts";
import { NONE, type Region, SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import { turn } from "../../../../src/numeric/elementary.ts";
import type { Model } from "../../../../src/models/mod.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { bitwise, within } from "../../../support/compare.ts";
import { uniform, withNetwork } from "../../support.ts";

const rng = Rng.fromSeed(22);
const f = Math.fround;

/** What a test composes with. */
interface Tools {
  readonly builder: ProgramBuilder;
  readonly scalars: Scalars;
  /** A region with these numbers. */
  readonly place: (values: Float32Array | Int32Array | Uint8Array) => Region;
}

/** Runs a program and hands back what lies in the regions that `compose` names; the same on 1 and 3 threads. */
async function run(compose: (tools: Tools) => Region[]): Promise<Float32Array[]> {
  const results: Float32Array[][] = [];
  for (const threads of [1, 3]) {
    const heap = new SharedHeap();
    using pool = await Pool.start(heap, threads);
    using scalars = new Scalars(heap);
    const builder = new ProgramBuilder(pool);
    const place = (values: Float32Array | Int32Array | Uint8Array) => {
      const region = heap.allocate(values.byteLength);
      heap.u8(region).set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength));
      return region;
    };
    const regions = compose({ builder, scalars, place });
    using program = builder.build();
    pool.run(program);
    results.push(regions.map((region) => heap.f32(region).slice()));
  }
  assertEquals(results[0], results[1]);
  return results[0]!;
}

for (const columns of [8, 7]) {
  Deno.test(`normal noise has the bits of Rng.normal, in rows of ${columns}`, async () => {
    const rows = 9;
    const [found] = await run(({ builder, scalars, place }) => {
      const output = place(new Float32Array(rows * 8).fill(5));
      const key = scalars.words(...rng.fork("normal").key);
      builder.emit("normalNoise", {
        ...{ rows: scalars.int(rows), columns, key, substream: scalars.int(4), output, pitch: 32 },
      });
      return [output];
    });
    const expected = rng.fork("normal").normal(rows * columns, 4);
    for (let r = 0; r < rows; r++) {
      const own = [...expected.subarray(r * columns, (r + 1) * columns), ...new Array(8 - columns).fill(0)];
      bitwise(found!.subarray(8 * r, 8 * r + 8), Float32Array.from(own));
    }
  });
}

const ROWS = 5, COLUMNS = 12;
const X = uniform(rng.fork("x"), ROWS * COLUMNS);
const G = uniform(rng.fork("g"), ROWS * COLUMNS);
G.fill(0, 0, COLUMNS); // the first row has no gradient

async function moved(
  name: "rotate" | "scaledStep",
  g: Float32Array,
  amount: number,
): Promise<Float32Array> {
  const [found] = await run(({ builder, scalars, place }) => {
    const output = place(new Float32Array(X.length));
    const common = {
      rows: scalars.int(ROWS),
      input: place(X),
      gradient: place(g),
      output,
      pitch: 4 * COLUMNS,
    };
    if (name === "scaledStep") builder.emit(name, { ...common, epsilon: scalars.double(amount) });
    else {
      const [cosine, sine] = turn(amount / 360);
      builder.emit(name, { ...common, cosine: scalars.double(cosine), sine: scalars.double(sine) });
    }
    return [output];
  });
  return found!;
}

Deno.test("rotate has the bits of the attack of that name, and leaves a row without a gradient beside it", async () => {
  const model = { inputs: COLUMNS, inputGradient: () => G } as unknown as Model;
  const found = await moved("rotate", G, 25);
  bitwise(found, rotate(model, X, [], 25));
  bitwise(found.subarray(0, COLUMNS), X.subarray(0, COLUMNS));
});

Deno.test("a scaled step has the bits of the attack of that name", async () => {
  const model = { inputs: COLUMNS, inputGradient: () => G } as unknown as Model;
  bitwise(await moved("scaledStep", G, .25), scaledStep(model, X, [], .25));
});

Deno.test("a scaled step goes along the gradient and has the first-order effect of the sign step", async () => {
  const epsilon = .25;
  const found = await moved("scaledStep", G, epsilon);
  bitwise(found.subarray(0, COLUMNS), X.subarray(0, COLUMNS));
  for (let r = 1; r < ROWS; r++) {
    const g = [...G.subarray(r * COLUMNS, (r + 1) * COLUMNS)];
    const step = g.map((_, k) => found[r * COLUMNS + k]! - X[r * COLUMNS + k]!);
    const effect = step.reduce((sum, s, k) => sum + s * g[k]!, 0);
    within(1e-6, "float32 results")([effect], [epsilon * g.reduce((sum, v) => sum + Math.abs(v), 0)]);
    within(1e-6, "float32 results")(step.map((s) => s / step[0]!), g.map((v) => v / g[0]!));
  }
});

for (const [name, adjoint] of [["rotate", "rotateAdjoint"], ["scaledStep", "scaledStepAdjoint"]] as const) {
  Deno.test(`${adjoint} is the transposed derivative of ${name}`, async () => {
    const amount = name === "rotate" ? 25 : .25;
    const u = uniform(rng.fork("u"), X.length);
    const [found] = await run(({ builder, scalars, place }) => {
      const output = place(new Float32Array(X.length));
      const common = {
        rows: scalars.int(ROWS),
        gradient: place(G),
        upstream: place(u),
        output,
        pitch: 4 * COLUMNS,
      };
      if (adjoint === "scaledStepAdjoint") {
        builder.emit(adjoint, { ...common, epsilon: scalars.double(amount) });
      } else {builder.emit(adjoint, {
          ...common,
          input: place(X),
          sine: scalars.double(turn(amount / 360)[1]),
        });}
      return [output];
    });
    assertEquals(found!.subarray(0, COLUMNS).map(Math.abs), new Float32Array(COLUMNS));
    const step = 2 ** -8;
    for (let r = 1; r < ROWS; r++) {
      const direction = uniform(rng.fork(`direction/${r}`), COLUMNS);
      const along = async (by: number) => {
        const g = G.slice();
        direction.forEach((d, k) => g[r * COLUMNS + k]! += by * d);
        return await moved(name, g, amount);
      };
      const [ahead, behind] = [await along(step), await along(-step)];
      let expected = 0, value = 0;
      for (let k = r * COLUMNS; k < (r + 1) * COLUMNS; k++) {
        expected += u[k]! * (ahead[k]! - behind[k]!) / (2 * step);
        value += found![k]! * direction[k - r * COLUMNS]!;
      }
      within(2e-4, "central differences of float32 results with step 2^-8")([value], [expected]);
    }
  });
}

Deno.test("a tangent goes through the given pieces without bias, in sums of four lanes, and copies the winners", async () => {
  const rows = 6, units = 3, pieces = 2;
  const W = uniform(rng.fork("W"), units * pieces * COLUMNS);
  const winners = Uint8Array.from(rng.fork("winners").bernoulli(rows * 4, .5));
  const t = uniform(rng.fork("t"), rows * COLUMNS);
  const [found, copied] = await run(({ builder, scalars, place }) => {
    const output = place(new Float32Array(rows * 4)), outputWinners = place(new Uint8Array(rows * 4));
    builder.emit("tangent", {
      ...{ rows: scalars.int(rows), units, pieces, input: place(t), inputPitch: 4 * COLUMNS },
      ...{ weights: place(W), weightPitch: 4 * COLUMNS, winners: place(winners) },
      ...{ output, outputPitch: 16, outputWinners },
    });
    return [output, outputWinners];
  });
  const copies = new Uint8Array(copied!.buffer);
  for (let r = 0; r < rows; r++) {
    for (let u = 0; u < units; u++) {
      const piece = winners[4 * r + u]!;
      const lanes = [0, 1, 2, 3].map((lane) => {
        let sum = 0;
        for (let k = lane; k < COLUMNS; k += 4) {
          sum = f(sum + f(t[r * COLUMNS + k]! * W[(u * pieces + piece) * COLUMNS + k]!));
        }
        return sum;
      }) as [number, number, number, number];
      bitwise([found![4 * r + u]!], [f(f(lanes[0] + lanes[2]) + f(lanes[1] + lanes[3]))]);
      assertEquals(copies[4 * r + u], piece);
    }
  }
});

/** Losses and gradient of a row of logits whose label is no class. */
async function unlabelled(
  head: "softmax" | "bernoulli",
  logits: Float32Array,
  kind: number,
): Promise<{ gradient: Float32Array; loss: number }> {
  const classes = logits.length;
  const [gradient, losses] = await run(({ builder, scalars, place }) => {
    const labels = place(Int32Array.of(3)), rows = scalars.int(1);
    builder.emit("unlabel", { rows, output: labels });
    const operands: Operands<"softmax"> = {
      ...{
        rows,
        classes,
        logits: place(logits),
        pitch: 4 * classes,
        labels,
        scale: scalars.double(.5),
        kind,
      },
      gradient: place(new Float32Array(classes)),
      losses: place(new Float32Array(2)),
      confidences: place(new Float32Array(2)),
      predictions: place(new Int32Array(1)),
    };
    builder.emit(head, operands);
    return [operands.gradient, operands.losses];
  });
  return { gradient: gradient!, loss: new Float64Array(losses!.buffer)[0]! };
}

Deno.test("a row of no class: softmax is drawn to 1/n, each sigmoid to 0", async () => {
  const logits = uniform(rng.fork("logits"), 8, 4);
  const close = within(1e-7, "float32 gradients below 1");
  const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
  const soft = await unlabelled("softmax", logits, 0);
  close(soft.gradient, logits.map((z) => .5 * (Math.exp(z) / total - 1 / 8)));
  within(1e-14, "float64")([soft.loss], [Math.log(total) - logits.reduce((a, b) => a + b / 8, 0)]);
  const independent = await unlabelled("bernoulli", logits, 0);
  close(independent.gradient, logits.map((z) => .5 / (1 + Math.exp(-z))));
  const softplus = logits.reduce((sum, z) => sum + Math.log1p(Math.exp(z)), 0);
  within(1e-13, "float64")([independent.loss], [softplus]);
});

Deno.test("a row of no class has a direction with a largest element of 1, and none where probabilities are equal", async () => {
  const { gradient } = await unlabelled("softmax", Float32Array.of(1, 0, 2, 0), 1);
  assertEquals(Math.max(...gradient.map(Math.abs)), 1);
  bitwise((await unlabelled("softmax", new Float32Array(4), 1)).gradient, new Float32Array(4));
});

Deno.test("a label of 255 is no class either, and all of its rows are errors", async () => {
  await withNetwork(1, { inputs: 4, hidden: [], classes: 4 }, (network, heap) => {
    using data = heapData(heap, uniform(rng.fork("images"), 12), 4, [255, 255, 255]);
    using evaluation = network.evaluation(data);
    const { errors, losses } = evaluation.evaluate();
    assertEquals(errors, 3);
    within(1e-14, "float64")(losses, new Array(3).fill(Math.log(4)));
  });
});

Deno.test("sigmoid units leave the padding of a row alone", async () => {
  const [found] = await run(({ builder, scalars, place }) => {
    const output = place(new Float32Array(8).fill(7));
    builder.emit("activation", {
      ...{ rows: scalars.int(2), columns: 3, kind: 1, input: place(new Float32Array(8)), mask: NONE },
      ...{ output, pitch: 16 },
    });
    return [output];
  });
  bitwise(found!, Float32Array.of(.5, .5, .5, 0, .5, .5, .5, 0));
});
