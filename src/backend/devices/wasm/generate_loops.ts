/**
 * Writes the AssemblyScript that nobody would want to write by hand: the unrolled inner loops of the kernels.
 *
 * Every inner loop multiplies, then adds, one term after the other in the order of the list or of k, into up to ten
 * accumulators of four floats: more of them spill, fewer wait for the adder. How many accumulators a loop has never
 * changes a result, since each output has a single accumulator.
 */

const range = (n: number): number[] => [...Array(n).keys()];
const lines = (n: number, line: (i: number) => string): string => range(n).map(line).join("\n    ");

/**
 * Adds coefficient · row[0 … 4·width) of every list entry (byte offset, coefficient) to c0, c1, …; four entries at a
 * time, then two, then one. Four at a time because V8 checks every load's bounds and computes a bound per offset:
 * loads at the same offset share it.
 */
function accumulate(width: number): string {
  const entry = (i: number) =>
    `p${i} = base + <usize>load<u32>(list, ${8 * i}), s${i} = v128.load32_splat(list, ${8 * i + 4})`;
  const sum = (count: number, at: number) =>
    range(count).reduce(
      (c, i) => `f32x4.add(${c}, f32x4.mul(s${i}, v128.load(p${i}, ${16 * at})))`,
      `c${at}`,
    );
  const block = (count: number) => `
    const ${range(count).map(entry).join(", ")};
    ${lines(width, (at) => `c${at} = ${sum(count, at)};`)}
    list += ${8 * count};`;
  return `
  const fours = list + ((end - list) & ~31);
  while (list < fours) {${block(4)}
  }
  if ((end - list) & 16) {${block(2)}
  }
  if ((end - list) & 8) {${block(1)}
  }`;
}

const zeros = (names: string[]): string => `let ${names.map((n) => `${n} = f32x4.splat(0)`).join(", ")};`;

/** out[0 … 4·width) = Σ coefficient · row, or += where `more`. */
function gather(width: number): string {
  return `
export function gather${width}(list: usize, end: usize, base: usize, out: usize, more: bool): void {
  ${zeros(range(width).map((i) => `c${i}`))}
  if (more) {
    ${lines(width, (i) => `c${i} = v128.load(out, ${16 * i});`)}
  }
  ${accumulate(width)}
  ${lines(width, (i) => `v128.store(out, c${i}, ${16 * i});`)}
}`;
}

/** The same, times a mask: out = Σ · mask. */
function gatherMasked(width: number): string {
  return `
export function gatherMasked${width}(list: usize, end: usize, base: usize, out: usize, more: bool, mask: usize): void {
  ${zeros(range(width).map((i) => `c${i}`))}
  if (more) {
    ${lines(width, (i) => `c${i} = v128.load(out, ${16 * i});`)}
  }
  ${accumulate(width)}
  ${lines(width, (i) => `v128.store(out, f32x4.mul(c${i}, v128.load(mask, ${16 * i})), ${16 * i});`)}
}`;
}

/** g = Σ coefficient · row (+ l1 sign w); v = m v - lr g; w += v; returns the squares of w added to \`squares\`. */
function gatherUpdate(width: number): string {
  return `
export function gatherUpdate${width}(
  list: usize, end: usize, base: usize, w: usize, v: usize, momentum: f32, rate: f32, l1: f32, squares: v128,
): v128 {
  ${zeros(range(width).map((i) => `c${i}`))}
  ${accumulate(width)}
  if (l1 != 0) {
    const up = f32x4.splat(l1), down = f32x4.splat(-l1), zero = f32x4.splat(0);
    ${
    lines(width, (i) =>
      `{ const x = v128.load(w, ${
        16 * i
      }); c${i} = f32x4.add(c${i}, v128.or(v128.and(f32x4.gt(x, zero), up), v128.and(f32x4.lt(x, zero), down))); }`)
  }
  }
  const m = f32x4.splat(momentum), r = f32x4.splat(-rate);
  ${
    lines(width, (i) =>
      `{ const y = f32x4.add(f32x4.mul(v128.load(v, ${16 * i}), m), f32x4.mul(c${i}, r)); v128.store(v, y, ${
        16 * i
      }); const x = f32x4.add(v128.load(w, ${16 * i}), y); v128.store(w, x, ${
        16 * i
      }); squares = f32x4.add(squares, f32x4.mul(x, x)); }`)
  }
  return squares;
}`;
}

/**
 * `rows` × (4·vectors) tile of a product: b is a panel [k][…] with `step` bytes from one k to the next, c has `pitch`
 * bytes from row to row. a is packed [k][rows], or as it is ("direct"): `aPitch` bytes from row to row, `aStep` from
 * one k to the next. The pointers move at every k, so that all steps share their bounds.
 */
function tile(rows: number, vectors: number, unroll: number, direct = false): string {
  const name = (i: number, j: number) => `c${i}_${j}`;
  const row = (i: number) => {
    const sums = range(vectors).map((j) => `${name(i, j)} = f32x4.add(${name(i, j)}, f32x4.mul(x, b${j}));`);
    const x = direct ? `v128.load32_splat(a${i})` : `v128.load32_splat(a, ${4 * i})`;
    return `{ const x = ${x}; ${sums.join(" ")} }`;
  };
  const move = direct ? range(rows).map((i) => `a${i} += aStep;`).join(" ") : `a += ${4 * rows};`;
  const one = `{
      ${range(vectors).map((j) => `const b${j} = v128.load(b, ${16 * j});`).join(" ")}
      ${lines(rows, row)}
      ${move} b += step;
    }`;
  const each = (line: (i: number, j: number) => string) =>
    range(rows).map((i) => range(vectors).map((j) => line(i, j)).join(" ") + " o += pitch;").join("\n    ");
  const source = direct ? "a: usize, aPitch: usize, aStep: usize" : "a: usize";
  return `
export function tile${rows}x${4 * vectors}${direct ? "direct" : ""}(
  ${source}, b: usize, step: usize, k: i32, c: usize, pitch: usize, more: bool,
): void {
  ${direct ? `let ${range(rows).map((i) => `a${i} = a + ${i} * aPitch`).join(", ")};` : ""}
  ${zeros(range(rows).flatMap((i) => range(vectors).map((j) => name(i, j))))}
  let o = c;
  if (more) {
    ${each((i, j) => `${name(i, j)} = v128.load(o, ${16 * j});`)}
  }
  let n = k / ${unroll};
  while (n > 0) {
    ${range(unroll).map(() => one).join(" ")}
    n--;
  }
  n = k % ${unroll};
  while (n > 0) { ${one} n--; }
  o = c;
  ${each((i, j) => `v128.store(o, ${name(i, j)}, ${16 * j});`)}
}`;
}

/**
 * Threefry2x32-20 in SIMD: twelve blocks at once, because the twenty rounds of one block are a chain of dependent
 * operations. Writes the words in the order of the draws: word 0, word 1 of a block, then the next block.
 */
function threefry(): string {
  const chains = range(3);
  const all = (line: (i: number) => string) => chains.map(line).join(" ");
  const rotations = [[13, 15, 26, 6], [17, 29, 16, 24]];
  const rounds = range(5).map((group) => {
    const next = group + 1;
    return [
      ...rotations[group % 2]!.map((r) =>
        all((i) => `a${i} = i32x4.add(a${i}, b${i});`) + " " +
        all((i) => `b${i} = v128.xor(v128.or(i32x4.shl(b${i}, ${r}), i32x4.shr_u(b${i}, ${32 - r})), a${i});`)
      ),
      `{ const n = i32x4.add(k${(next + 1) % 3}, i32x4.splat(${next})); ` +
      all((i) => `a${i} = i32x4.add(a${i}, k${next % 3}); b${i} = i32x4.add(b${i}, n);`) + " }",
    ].join("\n    ");
  });
  return `
export function threefry(out: usize, blocks: i32, key0: i32, key1: i32, counter0: i32, counter1: i32): void {
  const k0 = i32x4.splat(key0), k1 = i32x4.splat(key1), k2 = i32x4.splat(0x1bd11bda ^ key0 ^ key1);
  const second = i32x4.splat(counter1 + key1);
  let first = i32x4.add(i32x4.splat(counter0), i32x4.add(i32x4(0, 1, 2, 3), k0));
  while (blocks > 0) {
    ${all((i) => `let a${i} = i32x4.add(first, i32x4.splat(${4 * i})), b${i} = second;`)}
    ${rounds.join("\n    ")}
    ${
    all((i) =>
      `v128.store(out, v128.shuffle<i32>(a${i}, b${i}, 0, 4, 1, 5), ${
        32 * i
      }); v128.store(out, v128.shuffle<i32>(a${i}, b${i}, 2, 6, 3, 7), ${32 * i + 16});`
    )
  }
    first = i32x4.add(first, i32x4.splat(12));
    out += 96; blocks -= 12;
  }
}`;
}

/** \`generated/loops.ts\`: the unrolled inner loops. */
export function loopsSource(): string {
  return [
    ...[10, 4, 1].flatMap((width) => [gather(width), gatherMasked(width), gatherUpdate(width)]),
    ...[3, 2, 1].map((vectors) => tile(4, vectors, 8)),
    tile(4, 3, 8, true),
    threefry(),
  ].join("\n");
}
