/**
 * Memory that programs share, since one runs at a time: as much as the largest of them needs. It is kept until the
 * device ends, for the next program that needs so much.
 */
import { NONE, type Region } from "../../program/region.ts";
import type { SharedHeap } from "./shared_heap.ts";

/** A program's hold on the memory; dispose it with the program. */
export interface Lease extends Disposable {
  readonly region: Region;
}

/** One such piece of memory, which grows and never shrinks. */
export class SharedList implements Disposable {
  readonly #heap: SharedHeap;
  readonly #leases = new Map<Region, number>();
  #current: Region = NONE;

  constructor(heap: SharedHeap) {
    this.#heap = heap;
  }

  /** At least `bytes` bytes; those that hold a smaller piece keep it. */
  lease(bytes: number): Lease {
    if (bytes > this.#current.bytes) {
      const larger = this.#heap.allocate(bytes);
      this.#heap.keep(larger);
      const smaller = this.#current;
      this.#current = larger;
      this.#freeIfUnused(smaller);
    }
    const region = this.#current;
    this.#leases.set(region, (this.#leases.get(region) ?? 0) + 1);
    return { region, [Symbol.dispose]: () => this.#release(region) };
  }

  [Symbol.dispose](): void {
    for (const region of new Set([this.#current, ...this.#leases.keys()])) {
      if (region !== NONE) this.#heap.free(region);
    }
    this.#leases.clear();
    this.#current = NONE;
  }

  #release(region: Region): void {
    const left = this.#leases.get(region);
    if (left === undefined) return; // the device has ended
    if (left > 1) this.#leases.set(region, left - 1);
    else {
      this.#leases.delete(region);
      this.#freeIfUnused(region);
    }
  }

  #freeIfUnused(region: Region): void {
    if (region !== this.#current && region !== NONE && !this.#leases.has(region)) this.#heap.free(region);
  }
}
