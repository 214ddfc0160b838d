/** The digests of kernels: of the committed bytes, and touched by nothing but the kernel's own code. */
import { assertEquals, assertThrows } from "@std/assert";
import { kernelDigests } from "../../../../src/backend/devices/wasm/digest_kernels.ts";
import { KERNEL_DIGESTS } from "../../../../src/backend/devices/wasm/kernel_digests.ts";
import { KERNELS, type Records } from "../../../../src/backend/devices/wasm/kernel_set.ts";
import { KERNELS_SHA256 } from "../../../../src/backend/devices/wasm/kernels_sha256.ts";
import { sha256 } from "../../../../src/files/sha256.ts";
import { compileChanged, edited } from "./changed_packs.ts";

const COMMITTED = await Deno.readFile(
  new URL("../../../../src/backend/devices/wasm/kernels.wasm", import.meta.url),
);

/** The names of the kernels whose digests a module has otherwise than the committed one, in alphabetical order. */
function moved(wasm: Uint8Array, records: Records = KERNELS): string[] {
  const digests = kernelDigests(wasm, records);
  return Object.entries(KERNEL_DIGESTS).filter(([name, digest]) => digests[name] !== digest)
    .map(([name]) => name).sort();
}

Deno.test("the committed digests are those of the committed module", () => {
  assertEquals(sha256(COMMITTED), KERNELS_SHA256);
  assertEquals(kernelDigests(COMMITTED), KERNEL_DIGESTS);
});

Deno.test("no two kernels have the same digest", () => {
  const digests = Object.values(KERNEL_DIGESTS);
  assertEquals(new Set(digests).size, digests.length);
});

/** A kernel so small that the compiler puts it into the interpreter's switch, with locals of every type. */
const SMALL = `
import { Another } from "./generated/records";
import { exp } from "./elementary";
import { scratchOf, take } from "./threads";
export function another(pc: usize, control: usize, thread: i32): void {
  const o = changetype<Another>(pc), rows = load<i32>(o.rows), scratch = scratchOf(control, thread);
  let a = 0, s: f32 = 0, d: f64 = 1, v = f32x4.splat(0);
  for (let r = take(pc); r < rows; r = take(pc)) {
    a ^= r;
    s += load<f32>(o.values + (<usize> r << 2));
    d *= exp(<f64> s);
    v = f32x4.add(v, f32x4.splat(s));
  }
  store<i32>(scratch, a);
  store<f64>(scratch, d, 8);
  v128.store(scratch, v, 16);
}`;

/** The records with that of the kernel above before the one at `index`. */
function withAnother(index: number): Records {
  const entries: [string, Records[string]][] = Object.entries(KERNELS);
  entries.splice(index, 0, ["another", { rows: "cell i32", values: "in f32" }]);
  return Object.fromEntries(entries);
}

Deno.test("a kernel that is added moves no digest of another, wherever its opcode is", async () => {
  const packs = [0, 20, Infinity].map(withAnother);
  const modules = await compileChanged(
    packs.map((records) => ({ records, sources: { "another.ts": SMALL } })),
  );
  assertEquals(
    modules.map((wasm, i) => ["another" in kernelDigests(wasm, packs[i]!), moved(wasm, packs[i])]),
    packs.map(() => [true, []]),
  );
});

Deno.test("changed code moves the digests of exactly the kernels that execute it", async () => {
  const modules = await compileChanged([
    edited("elementary.ts", "sum = sum * r + 0.5;", "sum = sum * r + 0.25;"), // e^x
    edited("elementwise.ts", "f32x4.mul(scale,", "f32x4.div(scale,"), // a kernel in the interpreter's switch
    edited("gemm.ts", "const TILE_N: i32 = 480", "const TILE_N: i32 = 384"),
    edited("threads.ts", "SPINS: i32 = 20000", "SPINS: i32 = 30000"), // how threads wait for each other
  ].map((sources) => ({ sources })));
  assertEquals(modules.filter((wasm) => sha256(wasm) === KERNELS_SHA256), []);
  const exponentials = ["bernoulli", "exponential", "rbfCost", "softmax", "softmaxTangent"];
  assertEquals(modules.map((wasm) => moved(wasm)), [
    ["activation", "activationGradient", ...exponentials],
    ["addScaled"],
    ["gemm"],
    [],
  ]);
});

Deno.test("what is not our module is refused", () => {
  const empty = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);
  assertThrows(() => kernelDigests(new Uint8Array(8)), SyntaxError, "it is not WebAssembly 1");
  assertThrows(() => kernelDigests(empty), SyntaxError, "found 0 tables of branches, expected 1");
  assertThrows(() => kernelDigests(COMMITTED.subarray(0, -1)), SyntaxError, "it ends too early");
  const records = { ...KERNELS, another: { values: "in f32" } } satisfies Records;
  assertThrows(() => kernelDigests(COMMITTED, records), SyntaxError, "the switch has no case for another");
});
