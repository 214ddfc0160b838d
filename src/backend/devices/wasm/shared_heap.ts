/**
 * Shared memory for the kernels: either the heap of tfjs' threaded backend, so that tensors and our buffers lie side
 * by side, or a memory of its own. The heap may grow at any allocation, by tfjs too: make views when they are needed
 * and keep none.
 */
import { PlatformError } from "../../../errors.ts";
import type { Region } from "../../program/region.ts";

/** Where a heap gets its memory. */
export interface MemorySource {
  readonly memory: WebAssembly.Memory;
  malloc(bytes: number): number;
  free(address: number): void;
}

const PAGE = 65536;
const ALIGNMENT = 64;
/** The most that a 32-bit address reaches. */
const MOST_BYTES = 2 ** 32;

/** A memory of its own, growing up to 4 GiB; free blocks are kept in order of address and merged. */
export function ownMemory(initialBytes = 16 * PAGE): MemorySource {
  const pages = Math.ceil(initialBytes / PAGE);
  const memory = new WebAssembly.Memory({ initial: pages, maximum: 65536, shared: true });
  let free = [{ address: ALIGNMENT, bytes: pages * PAGE - ALIGNMENT }];
  const used = new Map<number, number>();
  const release = (address: number, bytes: number) => {
    free.push({ address, bytes });
    free.sort((a, b) => a.address - b.address);
    free = free.reduce<typeof free>((merged, block) => {
      const last = merged.at(-1);
      if (last && last.address + last.bytes === block.address) last.bytes += block.bytes;
      else merged.push({ ...block });
      return merged;
    }, []);
  };
  return {
    memory,
    malloc(wanted) {
      const bytes = Math.max(16, Math.ceil(wanted / 16) * 16);
      let block = free.find((candidate) => candidate.bytes >= bytes);
      if (!block) {
        const more = Math.ceil(bytes / PAGE);
        try {
          release(memory.grow(more) * PAGE, more * PAGE);
        } catch {
          return 0;
        }
        block = free.find((candidate) => candidate.bytes >= bytes)!;
      }
      const address = block.address;
      block.address += bytes;
      block.bytes -= bytes;
      used.set(address, bytes);
      return address;
    },
    free(address) {
      const bytes = used.get(address);
      if (bytes === undefined) throw new RangeError(`Cannot free address ${address}: it is not allocated`);
      used.delete(address);
      release(address, bytes);
    },
  };
}

/** The heap of tfjs' threaded backend. */
export function tfjsMemory(
  wasm: {
    readonly wasmMemory: WebAssembly.Memory;
    _malloc(bytes: number): number;
    _free(address: number): void;
  },
): MemorySource {
  return {
    memory: wasm.wasmMemory,
    malloc: (bytes) => wasm._malloc(bytes),
    free: (address) => wasm._free(address),
  };
}

/** Allocates regions and makes views of them. */
export class SharedHeap {
  readonly #source: MemorySource;
  /** Address of a region → what `malloc` returned for it. */
  readonly #allocations = new Map<number, number>();
  /** The regions that the running `allOrNothing()` has allocated, by address. */
  #recent: Map<number, Region> | undefined;
  #bytes = 0;

  constructor(source: MemorySource = ownMemory()) {
    this.#source = source;
  }

  get memory(): WebAssembly.Memory {
    return this.#source.memory;
  }

  /** Number of regions allocated and not freed. */
  get allocatedRegions(): number {
    return this.#allocations.size;
  }

  /** Bytes allocated and not freed. */
  get allocatedBytes(): number {
    return this.#bytes;
  }

  /**
   * A region of zeros.
   *
   * @throws {PlatformError} when the 4 GiB are used up
   */
  allocate(bytes: number): Region {
    const wanted = bytes + ALIGNMENT;
    const raw = wanted < MOST_BYTES ? this.#source.malloc(wanted) >>> 0 : 0; // from 2 GiB on WebAssembly's i32 is negative
    if (raw === 0) {
      throw new PlatformError(`Cannot allocate ${bytes} bytes: the 4 GiB of shared memory are used up`);
    }
    const address = Math.ceil(raw / ALIGNMENT) * ALIGNMENT;
    const region = { address, bytes };
    this.#allocations.set(address, raw);
    this.#recent?.set(address, region);
    this.#bytes += bytes;
    this.u8(region).fill(0);
    return region;
  }

  /** Runs `work`; if it throws, the regions that it allocated and did not keep are freed. */
  allOrNothing<T>(work: () => T): T {
    const outer = this.#recent;
    const own = this.#recent = new Map<number, Region>();
    try {
      const made = work();
      own.forEach((region, address) => outer?.set(address, region));
      return made;
    } catch (error) {
      own.forEach((region) => this.free(region));
      throw error;
    } finally {
      this.#recent = outer;
    }
  }

  /** Takes a region out of `allOrNothing()`: whoever allocated it outlives the work. */
  keep(region: Region): void {
    this.#recent?.delete(region.address);
  }

  free(region: Region): void {
    const raw = this.#allocations.get(region.address);
    if (raw === undefined) {
      throw new RangeError(`Cannot free the region at ${region.address}: it is not allocated`);
    }
    this.#allocations.delete(region.address);
    this.#recent?.delete(region.address);
    this.#bytes -= region.bytes;
    this.#source.free(raw);
  }

  u8(region: Region): Uint8Array<SharedArrayBuffer> {
    return new Uint8Array(this.#buffer, region.address, region.bytes);
  }
  u32(region: Region): Uint32Array<SharedArrayBuffer> {
    return new Uint32Array(this.#buffer, region.address, region.bytes >>> 2);
  }
  i32(region: Region): Int32Array<SharedArrayBuffer> {
    return new Int32Array(this.#buffer, region.address, region.bytes >>> 2);
  }
  f32(region: Region): Float32Array<SharedArrayBuffer> {
    return new Float32Array(this.#buffer, region.address, region.bytes >>> 2);
  }
  f64(region: Region): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.#buffer, region.address, region.bytes >>> 3);
  }

  get #buffer(): SharedArrayBuffer {
    return this.#source.memory.buffer as unknown as SharedArrayBuffer;
  }
}
