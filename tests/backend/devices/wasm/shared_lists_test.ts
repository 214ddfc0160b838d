import { assert, assertEquals } from "@std/assert";
import { ownMemory, SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import { SharedList } from "../../../../src/backend/devices/wasm/shared_lists.ts";

Deno.test("programs share the largest piece so far, and those with a smaller one keep it until they end", () => {
  const heap = new SharedHeap(ownMemory());
  const list = new SharedList(heap);
  const small = list.lease(100);
  const again = list.lease(60);
  assertEquals(again.region, small.region);
  const large = list.lease(1000);
  assert(large.region.address !== small.region.address);
  assertEquals(heap.allocatedBytes, 1100);
  small[Symbol.dispose]();
  assertEquals(heap.allocatedBytes, 1100);
  again[Symbol.dispose]();
  assertEquals(heap.allocatedBytes, 1000, "nobody uses the smaller piece any more");
  large[Symbol.dispose]();
  assertEquals(heap.allocatedBytes, 1000, "the largest is kept for the next program");
  list[Symbol.dispose]();
  assertEquals(heap.allocatedBytes, 0);
});

Deno.test("a lease that ends after the memory did frees nothing twice", () => {
  const heap = new SharedHeap(ownMemory());
  const list = new SharedList(heap);
  const lease = list.lease(100);
  list[Symbol.dispose]();
  lease[Symbol.dispose]();
  assertEquals(heap.allocatedRegions, 0);
});

Deno.test("no bytes need no memory", () => {
  const heap = new SharedHeap(ownMemory());
  const list = new SharedList(heap);
  using lease = list.lease(0);
  assertEquals([lease.region.bytes, heap.allocatedRegions], [0, 0]);
});
