import { assertEquals, assertThrows } from "@std/assert";
import { PlatformError } from "../../../../src/errors.ts";
import {
  type MemorySource,
  ownMemory,
  SharedHeap,
} from "../../../../src/backend/devices/wasm/shared_heap.ts";

import { part } from "../../../../src/backend/program/region.ts";

const MIB = 2 ** 20;

/** A memory whose addresses begin above 2 GiB, and are as negative as WebAssembly gives them; no page is touched below. */
function highMemory(): MemorySource {
  const source = ownMemory();
  source.malloc(2176 * MIB);
  return { ...source, malloc: (bytes) => source.malloc(bytes) | 0, free: (address) => source.free(address) };
}

/** A memory that has room for `count` regions. */
function scarceMemory(count: number): MemorySource {
  const source = ownMemory();
  return { ...source, malloc: (bytes) => count-- > 0 ? source.malloc(bytes) : 0 };
}

Deno.test("regions above 2 GiB are read and written where they are, and freed", () => {
  const heap = new SharedHeap(highMemory());
  const regions = [heap.allocate(100), heap.allocate(1 << 20)];
  regions.forEach((region, i) => {
    assertEquals([region.address > 2 ** 31, region.address % 64], [true, 0]);
    heap.f32(region).fill(i + 1);
    heap.f64(part(region, 8, 16)).fill(0.5);
  });
  assertEquals([heap.f32(regions[0]!).at(-1), heap.f32(regions[1]!).at(-1)], [1, 2]);
  regions.forEach((region) => heap.free(region));
  assertEquals([heap.allocatedRegions, heap.allocatedBytes], [0, 0]);
});

Deno.test("a view of a region of more than 2 GiB has all its elements", () => {
  const heap = new SharedHeap(ownMemory());
  heap.memory.grow(50_000);
  const region = { address: 64, bytes: 3000 * MIB };
  assertEquals([heap.f32(region).length, heap.u32(region).length], [750 * MIB, 750 * MIB]);
  assertEquals([heap.i32(region).length, heap.f64(region).length], [750 * MIB, 375 * MIB]);
});

Deno.test("what does not fit into 4 GiB is a PlatformError, and leaves nothing behind", () => {
  const heap = new SharedHeap(highMemory());
  for (const bytes of [2 ** 31, 2 ** 32 - 64, 2 ** 32, 5 * 2 ** 30]) {
    assertThrows(() => heap.allocate(bytes), PlatformError, `Cannot allocate ${bytes} bytes: the 4 GiB`);
  }
  assertEquals([heap.allocatedRegions, heap.allocatedBytes], [0, 0]);
});

Deno.test("allOrNothing() frees what failing work allocated, but for what it kept or freed itself", () => {
  const heap = new SharedHeap(scarceMemory(4));
  const before = heap.allocate(100);
  assertThrows(
    () =>
      heap.allOrNothing(() => {
        heap.free(heap.allocate(10));
        heap.keep(heap.allocate(20));
        heap.allOrNothing(() => heap.allocate(30));
        heap.allocate(40);
      }),
    PlatformError,
  );
  assertEquals([heap.allocatedRegions, heap.allocatedBytes], [2, 120]);
  heap.free(before);
});

Deno.test("allOrNothing() returns what work made, and leaves its regions alone", () => {
  const heap = new SharedHeap();
  const region = heap.allOrNothing(() => heap.allocate(100));
  assertEquals(heap.allocatedRegions, 1);
  heap.free(region);
});
