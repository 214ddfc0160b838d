/** The pool: crashes are errors, memory is given back, growth of the heap is harmless. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { PlatformError } from "../../../../src/errors.ts";
import { deviceImages } from "../../../../src/backend/networks/device_images.ts";
import { Network } from "../../../../src/backend/networks/network.ts";
import { Pool } from "../../../../src/backend/devices/wasm/pool.ts";
import { type LoadedRecords, loadRecords } from "../../../../src/backend/devices/wasm/records.ts";
import { WasmDevice } from "../../../../src/backend/devices/wasm/wasm_device.ts";
import { Cell } from "../../../../src/backend/program/cell.ts";
import { ownMemory, SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import { Rng } from "../../../../src/random/mod.ts";
import { MOMENTUM, randomParameters, shapeOf, uniform } from "../../support.ts";

const rng = Rng.fromSeed(8);

/** A program in which thread `thread` traps while the others wait for it. */
function trapProgram(pool: Pool, thread: number): LoadedRecords {
  const rows = new Cell(new DataView(new ArrayBuffer(8)), "i32", pool.heap.allocate(8), 0);
  const region = pool.heap.allocate(64);
  const multiply = { rows, input: region, factor: region, output: region, pitch: 16 };
  return loadRecords(pool, [
    { name: "multiply", operands: multiply },
    { name: "trap", operands: { thread } },
    { name: "multiply", operands: multiply },
  ]);
}

Deno.test("a crash of any thread is an error on the main thread, and the pool then refuses to run", async () => {
  for (const thread of [0, 1, 2]) {
    using pool = await Pool.start(new SharedHeap(), 3);
    const program = trapProgram(pool, thread);
    const message = `thread ${thread} of the kernel pool crashed (RuntimeError: unreachable)`;
    assertThrows(() => pool.run(program), PlatformError, message);
    assertThrows(() => pool.run(program), PlatformError, message);
  }
});

Deno.test("a pool that has ended refuses to run", async () => {
  const pool = await Pool.start(new SharedHeap(), 2);
  const program = trapProgram(pool, 99);
  pool.run(program);
  pool[Symbol.dispose]();
  assertThrows(() => pool.run(program), ReferenceError, "the engine was disposed");
});

Deno.test("a pool has 1 to 64 threads", async () => {
  for (const threads of [0, 65, 1.5]) {
    await assertRejects(() => Pool.start(new SharedHeap(), threads), RangeError, "1 to 64");
  }
  using pool = await Pool.start(new SharedHeap(), 64);
  const program = trapProgram(pool, 99);
  for (let i = 0; i < 20; i++) pool.run(program);
});

Deno.test("regions are aligned, zero, merged when freed, and counted", () => {
  const heap = new SharedHeap(ownMemory(65536));
  const a = heap.allocate(100);
  const b = heap.allocate(1000);
  assertEquals([a.address % 64, b.address % 64], [0, 0]);
  heap.u8(b).fill(7);
  assertEquals(heap.allocatedBytes, 1100);
  heap.free(a);
  heap.free(b);
  const all = heap.allocate(60000); // fits only if the blocks were merged, and into the first page
  assertEquals(heap.memory.buffer.byteLength, 65536);
  assert(heap.u8(all).every((byte) => byte === 0));
  heap.allocate(1_000_000);
  assert(heap.memory.buffer.byteLength > 1_000_000);
  assertThrows(() => heap.free(b), RangeError, "not allocated");
});

Deno.test("the heap grows while a network trains, and the bits stay the same", async () => {
  const shape = { inputs: 20, hidden: [{ units: 8, pieces: 5 }], classes: 10 };
  const trained = async (grow: boolean) => {
    const heap = new SharedHeap();
    using device = await WasmDevice.start({ threads: 2, heap });
    using network = new Network(device, shapeOf(shape), { capacity: 20 });
    network.load(randomParameters(rng, shape, .3));
    using data = deviceImages(
      device,
      uniform(rng.fork("x"), 200),
      20,
      Array.from({ length: 10 }, (_, i) => i),
    );
    using training = network.training(data, { batch: 10, optimiser: MOMENTUM });
    for (let step = 0; step < 6; step++) {
      if (grow) heap.allocate(3_000_000);
      training.run([{ step, offset: 0, learningRate: .1, momentum: .5 }]);
    }
    return network.parameters();
  };
  assertEquals(await trained(true), await trained(false));
});

Deno.test("ten thousand steps allocate nothing in the shared memory, and disposal gives all of it back", async () => {
  const heap = new SharedHeap();
  const shape = { inputs: 12, hidden: [{ units: 4, pieces: 2 }], classes: 3 };
  {
    using device = await WasmDevice.start({ threads: 2, heap });
    using network = new Network(device, shapeOf(shape), { capacity: 10 });
    network.load(randomParameters(rng, shape, .3));
    using data = deviceImages(device, uniform(rng.fork("x"), 60), 12, [0, 1, 2, 0, 1]);
    const key = rng.fork("dropout").key;
    using training = network.training(data, {
      batch: 5,
      dropout: [{ keep: .8, scale: 1, key }, null],
      optimiser: MOMENTUM,
    });
    using evaluation = network.evaluation(data);
    const used = heap.allocatedBytes;
    const size = heap.memory.buffer.byteLength;
    for (let step = 0; step < 10_000; step++) {
      training.run([{ step, offset: 0, learningRate: .01, momentum: .5 }]);
      if (step % 1000 === 0) evaluation.evaluate();
    }
    assertEquals([heap.allocatedBytes, heap.memory.buffer.byteLength], [used, size]);
  }
  assertEquals(heap.allocatedBytes, 0);
});
