/** Which images the rows of a training step are: an order in which they are visited, and where the batch begins. */
import type { HeapData } from "./heap_data.ts";
import type { Cell, ProgramBuilder } from "../program/program.ts";
import type { Scalars } from "../program/scalars.ts";
import type { Region, SharedHeap } from "../devices/wasm/shared_heap.ts";

/** The batches of a data set, first in its own order; dispose it to free the order. */
export class Batches implements Disposable {
  readonly #heap: SharedHeap;
  readonly #data: HeapData;
  readonly #rows: Cell<"cellInt">;
  readonly #order: Region;
  readonly #offset: Cell<"cellInt">;

  /** Batches of `rows` images. */
  constructor(heap: SharedHeap, data: HeapData, rows: Cell<"cellInt">, scalars: Scalars) {
    this.#heap = heap;
    this.#data = data;
    this.#rows = rows;
    this.#order = heap.allocate(4 * data.count);
    this.#offset = scalars.int(0);
    this.setOrder(Uint32Array.from({ length: data.count }, (_, i) => i));
  }

  /** The order in which images are visited: `order[offset + i]` is row i of a batch. */
  setOrder(order: Uint32Array): void {
    const { count } = this.#data;
    if (order.length !== count || order.some((i) => i >= count)) {
      throw new RangeError(
        `Cannot set the order: found ${order.length} indices, expected ${count} below that`,
      );
    }
    this.#heap.u32(this.#order).set(order);
  }

  /**
   * Where the next batch begins.
   *
   * @throws {RangeError} when the batch exceeds the data
   */
  set offset(offset: number) {
    const end = offset + this.#rows.value;
    if (!(offset >= 0 && end <= this.#data.count)) {
      throw new RangeError(`Cannot train: rows ${offset} to ${end} of ${this.#data.count}`);
    }
    this.#offset.value = offset;
  }

  /** Composes the images of a batch. */
  composeImages(builder: ProgramBuilder, output: Region, pitch: number): void {
    const { kind, images, columns } = this.#data;
    builder.emit(kind === "bytes" ? "gatherBytes" : "gatherFloats", {
      ...{ rows: this.#rows, data: images, index: this.#order, offset: this.#offset, columns, output, pitch },
    });
  }

  /** Composes its labels. */
  composeLabels(builder: ProgramBuilder, output: Region): void {
    const { labels } = this.#data;
    builder.emit("gatherLabels", {
      ...{ rows: this.#rows, labels, index: this.#order, offset: this.#offset, output },
    });
  }

  [Symbol.dispose](): void {
    this.#heap.free(this.#order);
  }
}
