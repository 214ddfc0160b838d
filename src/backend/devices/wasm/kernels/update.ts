// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Weight gradient, momentum, step and max-norm in one pass, so that the gradient is never stored. For each weight
 * row (a piece of a unit, or a class): g = Σ over the samples it won, in batch order, of coefficient · x, multiplied
 * and then added; g += l1 · sign(w) where l1 is not 0; v = momentum · v - learningRate · g; w += v. Then, if the row's
 * Euclidean norm n exceeds maxNorm, w *= maxNorm / n. Biases likewise, without l1 and maxNorm; rows from `biasRows`
 * on are tangents (tangent.ts), which go through the layer without its bias.
 * (pylearn2: max_col_norm over each column of W, classical momentum.)
 */
import { Update } from "./generated/records";
import { gatherUpdate1, gatherUpdate10, gatherUpdate4 } from "./generated/loops";
import { updateListsOffset } from "./portable_sizes";
import { scratchOf, take } from "./threads";

export function update(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Update>(pc);
  const rows = load<i32>(o.rows), scratch = scratchOf(control, thread);
  const rate = load<f32>(o.learningRate), momentum = load<f32>(o.momentum);
  const maxNorm = load<f32>(o.maxNorm), l1 = load<f32>(o.l1);
  const tangents = <u32> load<i32>(o.biasRows) * <u32> o.inputPitch;
  const ends = scratch, lists = scratch + updateListsOffset(o.pieces), room = <usize> rows << 3;
  for (let u = take(pc); u < o.units; u = take(pc)) {
    listWins(o, u, rows, ends, lists, room);
    for (let p = 0; p < o.pieces; p++) {
      const row = <usize> (u * o.pieces + p), at = row * o.weightPitch;
      const list = lists + <usize> p * room, end = <usize> load<u32>(ends + (<usize> p << 2));
      updateRow(
        list,
        end,
        o.input,
        o.weights + at,
        o.velocity + at,
        o.weightPitch,
        momentum,
        rate,
        l1,
        maxNorm,
      );
      updateBias(list, end, tangents, o.bias + (row << 2), o.biasVelocity + (row << 2), momentum, rate);
    }
  }
}

/** Per piece of unit u, the samples it won: (byte offset of the sample's input, coefficient). */
function listWins(o: Update, u: i32, rows: i32, ends: usize, lists: usize, room: usize): void {
  for (let p = 0; p < o.pieces; p++) store<u32>(ends + (<usize> p << 2), <u32> (lists + <usize> p * room));
  let gradient = o.gradient + (<usize> u << 2), winner = o.winners + u, input: usize = 0;
  for (let r = 0; r < rows; r++) {
    const coefficient = load<f32>(gradient);
    const end = o.winners ? ends + (<usize> load<u8>(winner) << 2) : ends;
    const entry = <usize> load<u32>(end);
    store<u32>(entry, <u32> input);
    store<f32>(entry, coefficient, 4);
    store<u32>(end, <u32> (coefficient != 0 ? entry + 8 : entry));
    gradient += o.gradientPitch;
    winner += o.gradientPitch >> 2;
    input += o.inputPitch;
  }
}

function updateRow(
  list: usize,
  end: usize,
  input: usize,
  w: usize,
  v: usize,
  pitch: usize,
  momentum: f32,
  rate: f32,
  l1: f32,
  maxNorm: f32,
): void {
  let squares = f32x4.splat(0), k: usize = 0;
  for (; k + 160 <= pitch; k += 160) {
    squares = gatherUpdate10(list, end, input + k, w + k, v + k, momentum, rate, l1, squares);
  }
  for (; k + 64 <= pitch; k += 64) {
    squares = gatherUpdate4(list, end, input + k, w + k, v + k, momentum, rate, l1, squares);
  }
  for (; k < pitch; k += 16) {
    squares = gatherUpdate1(list, end, input + k, w + k, v + k, momentum, rate, l1, squares);
  }
  const halves = f32x4.add(squares, v128.shuffle<f32>(squares, squares, 2, 3, 0, 1));
  const norm = sqrt<f32>(f32x4.extract_lane(halves, 0) + f32x4.extract_lane(halves, 1));
  if (norm > maxNorm) {
    const scale = f32x4.splat(maxNorm / norm);
    for (k = 0; k < pitch; k += 16) v128.store(w + k, f32x4.mul(v128.load(w + k), scale));
  }
}

function updateBias(
  list: usize,
  end: usize,
  tangents: u32,
  bias: usize,
  velocity: usize,
  momentum: f32,
  rate: f32,
): void {
  let g: f32 = 0;
  for (; list < end && load<u32>(list) < tangents; list += 8) g += load<f32>(list, 4);
  const v = load<f32>(velocity) * momentum + g * -rate;
  store<f32>(velocity, v);
  store<f32>(bias, load<f32>(bias) + v);
}
