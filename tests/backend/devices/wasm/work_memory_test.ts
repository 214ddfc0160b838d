/** Sizes of lists and scratch: the same for kernels and TypeScript, and enough for what kernels write. */
import { assertEquals, assertGreater } from "@std/assert";
import { kernelFunctions } from "../../../../src/backend/devices/wasm/generate_records.ts";
import { type KernelName, KERNELS } from "../../../../src/backend/devices/wasm/kernel_set.ts";
import * as sizes from "../../../../src/backend/devices/wasm/kernels/portable_sizes.ts";
import { listBytes, preparedBytes, scratchBytes } from "../../../../src/backend/devices/wasm/work_memory.ts";
import { rowPitch } from "../../../../src/backend/program/region.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { BareKernels } from "./bare_kernels.ts";
import { compileChanged } from "./changed_packs.ts";

type Size = (...operands: number[]) => number;

/** Every combination of so many operands. */
function* operandsOf(count: number): Generator<number[]> {
  const values = [
    1,
    2,
    3,
    4,
    5,
    7,
    9,
    10,
    11,
    12,
    15,
    16,
    17,
    159,
    160,
    161,
    240,
    319,
    320,
    321,
    784,
    1600,
    60000,
  ];
  if (count === 0) yield [];
  else for (const value of values) for (const rest of operandsOf(count - 1)) yield [value, ...rest];
}

Deno.test("every size is the same in the kernels' WebAssembly and in TypeScript", async () => {
  const sources = { "interpreter.ts": `export * from "./portable_sizes";` };
  const [wasm] = await compileChanged([{ sources }]);
  const memory = new WebAssembly.Memory({ initial: 1, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(wasm!), { env: { memory } });
  assertEquals(Object.keys(exports).sort(), Object.keys(sizes).sort());
  let compared = 0;
  for (const [name, ours] of Object.entries(sizes)) {
    const theirs = exports[name];
    if (typeof ours === "number") assertEquals((theirs as WebAssembly.Global).value, ours, name);
    else {
      for (const operands of operandsOf(ours.length)) {
        const bytes = (ours as Size)(...operands);
        if (bytes >= 2 ** 32) continue; // more than a memory has
        assertEquals((theirs as Size)(...operands) >>> 0, bytes, `${name}(${operands})`);
        compared++;
      }
    }
  }
  assertGreater(compared, 15_000);
});

Deno.test("the kernels that ask for their thread's memory are those that are said to need some", async () => {
  const folder = new URL("../../../../src/backend/devices/wasm/kernels/", import.meta.url);
  const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
  const sources = Object.fromEntries(
    await Promise.all(files.map(async (name) => [name, await Deno.readTextFile(new URL(name, folder))])),
  );
  const asking = kernelFunctions(KERNELS, sources).filter(({ parameters }) => parameters.includes("thread"));
  const needing = (Object.keys(KERNELS) as KernelName[]).filter((name) => scratchBytes(name, () => 1, 1) > 0);
  assertEquals(asking.map(({ name }) => name).filter((name) => name !== "trap"), needing);
});

/** Rows of which the share `kept` is not zero, padded to the pitch. */
function rowsOf(rng: Rng, rows: number, columns: number, kept = 1): Float32Array {
  const pitch = rowPitch(columns) / 4, drawn = rng.uniform(2 * rows * columns);
  const numbers = new Float32Array(rows * pitch);
  for (let i = 0; i < rows * columns; i++) {
    const at = Math.floor(i / columns) * pitch + i % columns;
    numbers[at] = drawn[2 * i]! < kept ? 2 * drawn[2 * i + 1]! - 1 : 0;
  }
  return numbers;
}

/** The addresses beside their regions to which the kernels of a layer write, forward, backward and update. */
function damageByLayer(columns: number, units: number, pieces: number, rows: number, kept: number): number[] {
  const kernels = new BareKernels(), rng = Rng.fromSeed(rows);
  const i32 = (value: number) => kernels.put(Int32Array.of(value));
  const f32 = (value: number) => kernels.put(Float32Array.of(value));
  const pitch = rowPitch(columns), outputPitch = rowPitch(units);
  const sizes = { rows: i32(rows), capacity: rows, columns, units, pieces };
  const input = kernels.put(rowsOf(rng.fork("x"), rows, columns, kept));
  const weights = kernels.put(rowsOf(rng.fork("w"), units * pieces, columns));
  const bias = kernels.take(4 * units * pieces);
  const prepared = kernels.take(preparedBytes(rows, columns));
  const winners = kernels.take(rows * outputPitch / 4);
  const layer = { weights, weightPitch: pitch, bias, mask: 0, winners };
  kernels.run("prepare", { ...sizes, input, pitch, prepared });
  const output = kernels.take(rows * outputPitch);
  kernels.run("forward", { ...sizes, ...layer, rowBlocks: 2, prepared, output, outputPitch });
  const gradient = kernels.put(rowsOf(rng.fork("g"), rows, units, kept));
  const lists = kernels.take(listBytes(rows, units, pieces));
  kernels.run("winnerLists", { ...sizes, gradient, pitch: outputPitch, winners, lists });
  kernels.run("inputGradient", { ...sizes, ...layer, lists, output: kernels.take(rows * pitch) });
  const rates = { learningRate: f32(.1), momentum: f32(.5), maxNorm: f32(2), l1: f32(.01) };
  const velocity = kernels.take(units * pieces * pitch), biasVelocity = kernels.take(4 * units * pieces);
  kernels.run("update", {
    ...{ ...sizes, ...layer, ...rates, gradient, gradientPitch: outputPitch, input, inputPitch: pitch },
    ...{ velocity, biasVelocity, biasRows: i32(rows) },
  }, rows);
  return kernels.damaged();
}

Deno.test("the kernels of a layer write nowhere but to their regions, lists and scratch", () => {
  const layers = [
    [1, 1, 1],
    [7, 10, 1],
    [160, 41, 1],
    [163, 9, 5],
    [325, 33, 3],
    [330, 3, 11],
    [405, 33, 5],
    [5, 2, 170],
  ];
  for (const [columns, units, pieces] of layers as [number, number, number][]) {
    for (const [rows, kept] of [[1, 1], [7, 1], [8, 1], [8, .5], [9, .9]] as const) {
      const damage = damageByLayer(columns, units, pieces, rows, kept);
      assertEquals(damage, [], `${units} units, ${pieces} pieces, ${rows} rows of ${columns}, kept ${kept}`);
    }
  }
});

Deno.test("matrix products write nowhere but to C and their scratch", () => {
  for (const [m, n, k] of [[1, 1, 1], [5, 13, 3], [201, 97, 401], [203, 23, 402]] as const) {
    for (const layout of [0, 1, 2]) {
      const kernels = new BareKernels(),
        pitches = [4 * (layout === 1 ? m : k), 4 * (layout === 2 ? k : n), 4 * n];
      const [a, b, c] = [m * k, k * n, m * n].map((count) => kernels.take(4 * count)) as [
        number,
        number,
        number,
      ];
      const [pitchA, pitchB, pitchC] = pitches as [number, number, number];
      const batches = { batches: 1, batchA: 0, batchB: 0, batchC: 0 };
      kernels.run("gemm", { ...batches, layout, m, n, k, a, pitchA, b, pitchB, c, pitchC });
      assertEquals(kernels.damaged(), [], `${m} × ${n} × ${k}, layout ${layout}`);
    }
  }
});

Deno.test("random numbers are written nowhere but to their output and their scratch", () => {
  const names = ["mask", "dropout", "uniformNoise", "signNoise", "normalNoise"] as const;
  for (const name of names) {
    for (const columns of [1, 2, 3, 21, 22, 23, 24, 25, 45, 46, 47, 784]) {
      const kernels = new BareKernels(), pitch = rowPitch(columns), zero = kernels.take(8);
      const cells = { rows: kernels.put(Int32Array.of(3)), substream: zero, threshold: zero, scale: zero };
      const [input, output] = [kernels.take(3 * pitch), kernels.take(3 * pitch)];
      kernels.run(name, { ...cells, columns, key: zero, epsilon: zero, input, output, pitch });
      assertEquals(kernels.damaged(), [], `${name} of ${columns}`);
    }
  }
});

Deno.test("output layers and radial basis functions write nowhere but to their regions and scratch", () => {
  for (const [units, columns] of [[1, 1], [2, 3], [3, 4], [10, 785]] as const) {
    const kernels = new BareKernels(), rows = 21, rng = Rng.fromSeed(units);
    const pitch = rowPitch(columns), outputPitch = rowPitch(units), float64s = 8 * rows;
    const count = kernels.put(Int32Array.of(rows)), logits = kernels.take(rows * outputPitch);
    const [mu, beta] = ["mu", "beta"].map((name) => kernels.put(rowsOf(rng.fork(name), units, columns)));
    const input = kernels.put(rowsOf(rng.fork("x"), rows, columns));
    const forward = { rows: count, units, columns, input, pitch, mu: mu!, beta: beta! };
    kernels.run("rbfForward", { ...forward, output: logits, outputPitch });
    const labels = kernels.take(4 * rows), scale = kernels.put(Float64Array.of(1));
    const cost = { rows: count, classes: units, logits, pitch: outputPitch, labels };
    const [gradient, tangentGradient] = [1, 2].map(() => kernels.take(rows * outputPitch));
    const results = { losses: kernels.take(float64s), confidences: kernels.take(float64s) };
    kernels.run("softmax", {
      ...{ ...cost, ...results, scale, kind: 0, gradient: gradient!, predictions: kernels.take(4 * rows) },
    });
    kernels.run("softmaxTangent", {
      ...{ ...cost, tangents: logits, gradient: gradient!, tangentGradient: tangentGradient! },
    });
    assertEquals(kernels.damaged(), [], `${units} units, ${columns} columns`);
  }
});
