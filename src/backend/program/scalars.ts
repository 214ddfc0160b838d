/** Makes the scalars of programs, and frees them together. */
import { Cell, type CellKind } from "./program.ts";
import { part, type Region, type SharedHeap } from "../devices/wasm/shared_heap.ts";

const CELL_BYTES = 8;

/** Up to 64 cells in one region. */
export class Scalars implements Disposable {
  readonly #heap: SharedHeap;
  readonly #region: Region;
  #used = 0;

  constructor(heap: SharedHeap) {
    this.#heap = heap;
    this.#region = heap.allocate(64 * CELL_BYTES);
  }

  int(value: number): Cell<"cellInt"> {
    return this.#cell("cellInt", value);
  }
  float(value: number): Cell<"cellFloat"> {
    return this.#cell("cellFloat", value);
  }
  double(value: number): Cell<"cellDouble"> {
    return this.#cell("cellDouble", value);
  }

  /** Two words, such as the key of a stream of random numbers. */
  words(first: number, second: number): Region {
    const region = this.#next();
    this.#heap.u32(region).set([first, second]);
    return region;
  }

  [Symbol.dispose](): void {
    this.#heap.free(this.#region);
  }

  #cell<K extends CellKind>(kind: K, value: number): Cell<K> {
    return new Cell(this.#heap, kind, this.#next(), value);
  }

  #next(): Region {
    return part(this.#region, CELL_BYTES * this.#used++, CELL_BYTES);
  }
}
