/**
 * The kernels of radial basis functions and of Adam: their sums against plain float32 loops, to the bit, and their
 * cost against float64, on 1, 2, 3 and 8 threads.
 */
import { assert, assertEquals } from "@std/assert";
import { Pool } from "../../../../src/backend/devices/wasm/pool.ts";
import { ProgramBuilder } from "../../../../src/backend/program/program.ts";
import { Scalars } from "../../../../src/backend/program/scalars.ts";
import { type Region, SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { bitwise, within } from "../../../support/compare.ts";
import { uniform } from "../../support.ts";

const ROWS = 43, COLUMNS = 23, UNITS = 5, PITCH = 4 * 24, OUTPUT_PITCH = 4 * 8;
const f = Math.fround;
const rng = Rng.fromSeed(15);

/** Rows of `columns` numbers, padded by zeros to `pitch` bytes. */
function padded(values: Float32Array, columns: number, pitch: number): Float32Array {
  const rows = new Float32Array(values.length / columns * pitch / 4);
  values.forEach((v, i) => rows[Math.floor(i / columns) * pitch / 4 + i % columns] = v);
  return rows;
}

const X = uniform(rng.fork("x"), ROWS * COLUMNS);
const MU = uniform(rng.fork("mu"), UNITS * COLUMNS);
const BETA = uniform(rng.fork("beta"), UNITS * COLUMNS).map(Math.abs);
const G = uniform(rng.fork("g"), ROWS * UNITS);
const at = (r: number, u: number, k: number) => ({
  x: X[r * COLUMNS + k]!,
  mu: MU[u * COLUMNS + k]!,
  beta: BETA[u * COLUMNS + k]!,
  g: G[r * UNITS + u]!,
});
const range = (n: number) => Array.from({ length: n }, (_, i) => i);

/** Runs a program that `compose` writes, on several numbers of threads, and hands its memory to `check`. */
async function onThreads(
  compose: (
    tools: { builder: ProgramBuilder; scalars: Scalars; floats: (values: Float32Array) => Region },
  ) => Region[],
  check: (results: Float32Array[], heap: SharedHeap, regions: Region[]) => void,
): Promise<void> {
  for (const threads of [1, 2, 3, 8]) {
    const heap = new SharedHeap();
    using pool = await Pool.start(heap, threads);
    using scalars = new Scalars(heap);
    const builder = new ProgramBuilder(pool);
    const floats = (values: Float32Array) => {
      const region = heap.allocate(values.byteLength);
      heap.f32(region).set(values);
      return region;
    };
    const regions = compose({ builder, scalars, floats });
    using program = builder.build();
    pool.run(program);
    check(regions.map((region) => heap.f32(region).slice()), heap, regions);
  }
}

Deno.test("the logits of radial basis functions are the plain float32 sums, to the bit", async () => {
  const expected = range(ROWS).flatMap((r) =>
    range(UNITS).map((u) => {
      let q = 0;
      for (let k = 0; k < COLUMNS; k++) {
        const { x, mu, beta } = at(r, u, k), d = f(x - mu);
        q = f(q + f(f(beta * d) * d));
      }
      return -q;
    })
  );
  await onThreads(({ builder, scalars, floats }) => {
    const output = floats(new Float32Array(ROWS * OUTPUT_PITCH / 4));
    builder.emit("rbfForward", {
      rows: scalars.int(ROWS),
      units: UNITS,
      columns: COLUMNS,
      input: floats(padded(X, COLUMNS, PITCH)),
      pitch: PITCH,
      mu: floats(padded(MU, COLUMNS, PITCH)),
      beta: floats(padded(BETA, COLUMNS, PITCH)),
      output,
      outputPitch: OUTPUT_PITCH,
    });
    return [output];
  }, ([output]) => bitwise(output!, padded(Float32Array.from(expected), UNITS, OUTPUT_PITCH)));
});

Deno.test("the gradients by μ, β and x are the plain float32 sums, to the bit", async () => {
  const byMu = range(UNITS * COLUMNS).map((i) => {
    const u = Math.floor(i / COLUMNS), k = i % COLUMNS;
    let sum = 0;
    for (let r = 0; r < ROWS; r++) sum = f(sum + f(at(r, u, k).g * f(at(r, u, k).x - at(r, u, k).mu)));
    return f(f(2 * at(0, u, k).beta) * sum);
  });
  const byBeta = range(UNITS * COLUMNS).map((i) => {
    const u = Math.floor(i / COLUMNS), k = i % COLUMNS;
    let sum = 0;
    for (let r = 0; r < ROWS; r++) {
      const d = f(at(r, u, k).x - at(r, u, k).mu);
      sum = f(sum + f(f(at(r, u, k).g * d) * d));
    }
    return -sum;
  });
  const byX = range(ROWS * COLUMNS).map((i) => {
    const r = Math.floor(i / COLUMNS), k = i % COLUMNS;
    let sum = 0;
    for (let u = 0; u < UNITS; u++) {
      const { x, mu, beta, g } = at(r, u, k);
      sum = f(sum + f(f(g * beta) * f(x - mu)));
    }
    return f(-2 * sum);
  });
  await onThreads(({ builder, scalars, floats }) => {
    const rows = scalars.int(ROWS);
    const gradient = floats(padded(G, UNITS, OUTPUT_PITCH));
    const input = floats(padded(X, COLUMNS, PITCH));
    const mu = floats(padded(MU, COLUMNS, PITCH));
    const beta = floats(padded(BETA, COLUMNS, PITCH));
    const [muGradient, betaGradient] = [0, 1].map(() => floats(new Float32Array(UNITS * PITCH / 4))) as [
      Region,
      Region,
    ];
    const output = floats(new Float32Array(ROWS * PITCH / 4));
    const common = {
      rows,
      units: UNITS,
      gradient,
      gradientPitch: OUTPUT_PITCH,
      input,
      pitch: PITCH,
      mu,
      beta,
    };
    builder.emit("rbfGradient", { ...common, muGradient, betaGradient });
    builder.emit("rbfInputGradient", { ...common, output });
    return [muGradient, betaGradient, output];
  }, ([mu, beta, x]) => {
    const plus0 = (values: Float32Array) => values.map((v) => v + 0); // -0 of the padding
    bitwise(plus0(mu!), padded(Float32Array.from(byMu), COLUMNS, PITCH));
    bitwise(plus0(beta!), padded(Float32Array.from(byBeta), COLUMNS, PITCH));
    bitwise(plus0(x!), padded(Float32Array.from(byX), COLUMNS, PITCH));
  });
});

/** Loss and gradient by the logits in float64. */
function cost(z: number[], label: number): { loss: number; gradient: number[] } {
  return {
    loss: z.reduce((sum, v, c) => sum - (c === label ? v : Math.log(-Math.expm1(v))), 0),
    gradient: z.map((v, c) => c === label ? -1 : 1 / Math.expm1(-v)),
  };
}

Deno.test("the cost of independent responses, its gradient of every kind and its answers agree with float64", async () => {
  const logits = uniform(rng.fork("logits"), ROWS * UNITS).map((v) => -20 * v * v);
  logits.set([-.01, -1e-5, -300, -1000, -2], 0);
  const row = (r: number) => Array.from(logits.subarray(r * UNITS, (r + 1) * UNITS));
  for (const kind of [0, 1, 2]) {
    await onThreads(({ builder, scalars, floats }) => {
      const gradient = floats(new Float32Array(ROWS * OUTPUT_PITCH / 4));
      const [losses, confidences] = [0, 1].map(() => floats(new Float32Array(2 * ROWS))) as [Region, Region];
      const predictions = floats(new Float32Array(ROWS));
      const labels = floats(new Float32Array(Int32Array.from(range(ROWS), (r) => r % UNITS).buffer));
      builder.emit("rbfCost", {
        rows: scalars.int(ROWS),
        classes: UNITS,
        logits: floats(padded(logits, UNITS, OUTPUT_PITCH)),
        pitch: OUTPUT_PITCH,
        labels,
        scale: scalars.double(.25),
        kind,
        ...{ gradient, losses, confidences, predictions },
      });
      return [gradient, losses, confidences, predictions];
    }, ([gradient], heap, [, losses, confidences, predictions]) => {
      for (let r = 0; r < ROWS; r++) {
        const expected = cost(row(r), r % UNITS);
        const factor = [.25, 1 / Math.max(...expected.gradient.map(Math.abs)), 1][kind]!;
        const found = Array.from(gradient!.subarray(r * OUTPUT_PITCH / 4, r * OUTPUT_PITCH / 4 + UNITS));
        const scaled = expected.gradient.map((g) => g * factor);
        const relative = (g: number, c: number) => g / Math.max(1, Math.abs(scaled[c]!));
        within(1e-7, "float32 rounding")(found.map(relative), scaled.map(relative));
        within(1e-12, "float64")([heap.f64(losses!)[r]!], [expected.loss]);
        const largest = Math.max(...row(r));
        within(1e-14, "float64")([heap.f64(confidences!)[r]!], [Math.exp(largest)]);
        assertEquals(heap.i32(predictions!)[r], row(r).indexOf(largest));
      }
    });
  }
});

Deno.test("an image that lies on another class's centre has a finite cost and gradient", async () => {
  await onThreads(({ builder, scalars, floats }) => {
    const gradient = floats(new Float32Array(4));
    const losses = floats(new Float32Array(2));
    builder.emit("rbfCost", {
      rows: scalars.int(1),
      classes: 2,
      logits: floats(Float32Array.of(-1, 0, 0, 0)),
      pitch: 16,
      labels: floats(new Float32Array(1)),
      scale: scalars.double(1),
      kind: 0,
      ...{
        gradient,
        losses,
        confidences: floats(new Float32Array(2)),
        predictions: floats(new Float32Array(1)),
      },
    });
    return [gradient, losses];
  }, ([gradient], heap, [, losses]) => {
    bitwise(gradient!, [-1, 1 / Math.expm1(2 ** -24), 0, 0].map(f));
    within(1e-12, "float64")([heap.f64(losses!)[0]!], [1 - Math.log(-Math.expm1(-(2 ** -24)))]);
  });
});

Deno.test("three steps of Adam are the plain float32 formulas, to the bit, and keep to the minimum", async () => {
  const parameters = uniform(rng.fork("w"), UNITS * COLUMNS).map(Math.abs);
  const gradient = uniform(rng.fork("grad"), UNITS * COLUMNS);
  const [rate, b1, b2, epsilon] = [.3, .9, .999, 1e-8].map(f) as [number, number, number, number];
  const corrections = [1, 2, 3].map((t) => [1 - .9 ** t, 1 - .999 ** t].map(f) as [number, number]);
  let held = 0;
  const expected = Float32Array.from(parameters, (w, i) => {
    const g = gradient[i]!;
    let m = 0, v = 0;
    for (const [c1, c2] of corrections) {
      m = f(f(b1 * m) + f(f(1 - b1) * g));
      v = f(f(b2 * v) + f(f(1 - b2) * f(g * g)));
      w = f(w - f(rate * f(f(m / c1) / f(f(Math.sqrt(f(v / c2))) + epsilon))));
      if (w < 0) w = 0, held++;
    }
    return w;
  });
  assert(held > 0);
  await onThreads(({ builder, scalars, floats }) => {
    const region = floats(padded(parameters, COLUMNS, PITCH));
    const own = {
      gradient: floats(padded(gradient, COLUMNS, PITCH)),
      parameters: region,
      mean: floats(new Float32Array(UNITS * PITCH / 4)),
      square: floats(new Float32Array(UNITS * PITCH / 4)),
    };
    for (const [c1, c2] of corrections) {
      builder.emit("adam", {
        units: UNITS,
        pitch: PITCH,
        ...own,
        learningRate: scalars.float(rate),
        beta1: scalars.float(b1),
        beta2: scalars.float(b2),
        correction1: scalars.float(c1),
        correction2: scalars.float(c2),
        epsilon: scalars.float(epsilon),
        minimum: scalars.float(0),
      });
    }
    return [region];
  }, ([found]) => bitwise(found!, padded(expected, COLUMNS, PITCH)));
});

Deno.test("rowMeans and exponential leave the padding zero", async () => {
  await onThreads(({ builder, scalars, floats }) => {
    const values = floats(padded(MU, COLUMNS, PITCH));
    const output = floats(new Float32Array(UNITS * PITCH / 4));
    builder.emit("exponential", {
      ...{ rows: scalars.int(UNITS), columns: COLUMNS, input: values, output, pitch: PITCH },
    });
    builder.emit("rowMeans", { units: UNITS, columns: COLUMNS, values, pitch: PITCH });
    return [values, output];
  }, ([means, exponentials]) => {
    const mean = (u: number) =>
      f(MU.subarray(u * COLUMNS, (u + 1) * COLUMNS).reduce((a, b) => a + b, 0) / COLUMNS);
    const own = range(UNITS * COLUMNS);
    within(1e-7, "float32 rounding")(
      means!,
      padded(Float32Array.from(own, (i) => mean(Math.floor(i / COLUMNS))), COLUMNS, PITCH),
    );
    within(2e-7, "float32 rounding")(
      exponentials!,
      padded(Float32Array.from(own, (i) => Math.exp(MU[i]!)), COLUMNS, PITCH),
    );
  });
});
