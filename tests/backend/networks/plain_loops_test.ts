/**
 * Every sum of a training step equals, to the bit, the plain float32 loop over all terms in order: what the kernels
 * skip, block, pack and unroll cannot be seen. The loops below multiply, round, add, round.
 */
import { deviceImages } from "../../../src/backend/networks/device_images.ts";
import type { Parameters, SmallShape } from "../../../src/backend/networks/maxout_layers.ts";
import type { MaxoutNetwork } from "../../../src/backend/networks/maxout_network.ts";
import type { Region, SharedHeap } from "../../../src/backend/devices/wasm/shared_heap.ts";
import { Rng } from "../../../src/random/mod.ts";
import { bitwise } from "../../support/compare.ts";
import { randomParameters, uniform, withNetwork } from "../support.ts";

const rng = Rng.fromSeed(9);
const f = Math.fround;

/** Rows of a padded matrix, without the padding. */
function matrix(
  heap: SharedHeap,
  region: Region,
  pitch: number,
  rows: number,
  columns: number,
): Float32Array[] {
  const all = heap.f32(region);
  return Array.from({ length: rows }, (_, r) => all.slice(r * pitch / 4, r * pitch / 4 + columns));
}

/** What a step left in the memory of a network with one hidden layer. */
function remains(network: MaxoutNetwork, heap: SharedHeap, rows: number) {
  const { memory, shape } = network;
  const [hidden, top] = memory.layers as [typeof memory.layers[0], typeof memory.layers[0]];
  const { units } = shape.hidden[0]!;
  const winners = heap.u8(hidden!.winners);
  return {
    input: matrix(heap, memory.dropped, memory.inputPitch, rows, shape.inputs),
    mask: matrix(heap, hidden!.mask, hidden!.pitch, rows, units),
    output: matrix(heap, hidden!.output, hidden!.pitch, rows, units),
    gradient: matrix(heap, hidden!.gradient, hidden!.pitch, rows, units),
    winner: (r: number, u: number) => winners[r * hidden!.pitch / 4 + u]!,
    logits: matrix(heap, top!.output, top!.pitch, rows, shape.classes),
    logitGradient: matrix(heap, top!.gradient, top!.pitch, rows, shape.classes),
  };
}

/** The maximum over pieces of b + Σ x W, and which piece wins. */
function plainUnit(
  x: Float32Array,
  W: Float32Array,
  b: Float32Array,
  columns: number,
  u: number,
  pieces: number,
) {
  let best = -Infinity;
  let winner = 0;
  for (let p = 0; p < pieces; p++) {
    const column = u * pieces + p;
    let sum = 0;
    x.forEach((v, k) => sum = f(sum + f(v * W[k * columns + column]!)));
    sum = f(sum + b[column]!);
    if (sum > best) best = sum, winner = p;
  }
  return { best, winner };
}

/** -Σ over rows of coefficient · x: the velocity after a step with learning rate 1 and momentum 0. */
function plainVelocity(coefficients: readonly number[], x: readonly number[]): number {
  let sum = 0;
  coefficients.forEach((c, r) => sum = f(sum + f(c * x[r]!)));
  return f(0 + f(sum * -1));
}

interface Case {
  readonly shape: SmallShape;
  readonly rows: number;
  /** Share of the pixels that are zero. */
  readonly blank: number;
  readonly keep: readonly [number, number];
}

const sizes = (label: string, n: number): number[] => [...rng.fork(label).uniform(n)];
const CASES: readonly Case[] = [
  { shape: { inputs: 1, hidden: [{ units: 1, pieces: 1 }], classes: 2 }, rows: 1, blank: 0, keep: [1, 1] },
  {
    shape: { inputs: 331, hidden: [{ units: 23, pieces: 5 }], classes: 10 },
    rows: 13,
    blank: .8,
    keep: [.8, .5],
  },
  {
    shape: { inputs: 331, hidden: [{ units: 23, pieces: 5 }], classes: 10 },
    rows: 13,
    blank: 0,
    keep: [1, 1],
  },
  {
    shape: { inputs: 784, hidden: [{ units: 16, pieces: 5 }], classes: 10 },
    rows: 10,
    blank: 0,
    keep: [.9, .5],
  },
  {
    shape: { inputs: 47, hidden: [{ units: 90, pieces: 1 }], classes: 7 },
    rows: 6,
    blank: .3,
    keep: [1, .5],
  },
  ...Array.from({ length: 10 }, (_, i): Case => {
    const [a, b, c, d, e, g] = sizes(`case/${i}`, 6) as [number, number, number, number, number, number];
    return {
      shape: {
        inputs: 1 + Math.floor(a * 200),
        hidden: [{ units: 1 + Math.floor(b * 50), pieces: 1 + Math.floor(c * 12) }],
        classes: 2 + Math.floor(d * 12),
      },
      rows: 1 + Math.floor(e * 20),
      blank: g,
      keep: [.8, .5],
    };
  }),
];

function checkStep(c: Case, before: Parameters, network: MaxoutNetwork, heap: SharedHeap): void {
  const { shape, rows } = c;
  const { units, pieces } = shape.hidden[0]!;
  const { input, mask, output, gradient, winner, logits, logitGradient } = remains(network, heap, rows);
  const velocities = network.optimiserState();
  const columns = units * pieces;
  const all = Array.from({ length: rows }, (_, r) => r);
  for (const r of all) {
    for (let u = 0; u < units; u++) {
      const unit = plainUnit(input[r]!, before["h0/W"]!, before["h0/b"]!, columns, u, pieces);
      bitwise([output[r]![u]!], [f(unit.best * mask[r]![u]!)]);
      if (pieces > 1) bitwise([winner(r, u)], [unit.winner]);
      let sum = 0;
      logitGradient[r]!.forEach((g, k) => sum = f(sum + f(g * before["y/W"]![u * shape.classes + k]!)));
      bitwise([gradient[r]![u]!], [f(sum * mask[r]![u]!)]);
    }
    const expected = Array.from(
      logits[r]!,
      (_, k) => plainUnit(output[r]!, before["y/W"]!, before["y/b"]!, shape.classes, k, 1).best,
    );
    bitwise(logits[r]!, expected);
  }
  for (let u = 0; u < units; u++) {
    for (let p = 0; p < pieces; p++) {
      const coefficients = all.map((r) => pieces === 1 || winner(r, u) === p ? gradient[r]![u]! : 0);
      for (let k = 0; k < shape.inputs; k++) {
        const x = input.map((row) => row[k]!);
        bitwise([velocities["h0/W"]![k * columns + u * pieces + p]!], [plainVelocity(coefficients, x)]);
      }
    }
    for (let k = 0; k < shape.classes; k++) {
      const v = plainVelocity(all.map((r) => logitGradient[r]![k]!), all.map((r) => output[r]![u]!));
      bitwise([velocities["y/W"]![u * shape.classes + k]!], [v]);
    }
  }
}

for (const c of CASES) {
  const { inputs, hidden, classes } = c.shape;
  const name = `${c.rows} rows of ${inputs}, ${Math.round(100 * c.blank)} % blank, ${
    hidden[0]!.units
  } units of ${hidden[0]!.pieces} pieces, ${classes} classes`;
  Deno.test(`a step equals the plain loops to the bit: ${name}`, async () => {
    const before = randomParameters(rng.fork(name), c.shape, .2);
    const u = rng.fork("blank").uniform(c.rows * inputs);
    const pixels = uniform(rng.fork("x"), c.rows * inputs).map((v, i) => u[i]! < c.blank ? 0 : v);
    await withNetwork(2, { ...c.shape, capacity: 2 * c.rows }, (network, device) => {
      network.load(before);
      using data = deviceImages(
        device,
        pixels,
        inputs,
        Array.from({ length: c.rows }, (_, r) => r % classes),
      );
      using training = network.training(data, {
        batch: c.rows,
        dropout: c.keep.map((keep, l) => ({ keep, scale: 1 / keep, key: rng.fork(`mask/${l}`).key })),
      });
      training.run([{ step: 3, offset: 0, learningRate: 1, momentum: 0 }]);
      checkStep(c, before, network, heap);
    });
  });
}
