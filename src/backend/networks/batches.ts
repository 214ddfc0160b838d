/** Which images the rows of a training step are: an order in which they are visited, and where the batch begins. */
import type { Device } from "../program/device.ts";
import type { ProgramBuilder } from "../program/program.ts";
import type { Region } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";
import type { Scalars } from "../program/scalars.ts";
import type { DeviceImages } from "./device_images.ts";

/** The batches of a data set, first in its own order; dispose it to free the order. */
export class Batches implements Disposable {
  readonly #device: Device;
  readonly #images: DeviceImages;
  readonly #rows: Cell<"i32">;
  readonly #order: Region;
  readonly #offset: Cell<"i32">;

  /** Batches of `rows` images. */
  constructor(device: Device, images: DeviceImages, rows: Cell<"i32">, scalars: Scalars) {
    this.#device = device;
    this.#images = images;
    this.#rows = rows;
    this.#order = device.allocate(4 * images.count);
    this.#offset = scalars.int(0);
    this.setOrder(Uint32Array.from({ length: images.count }, (_, i) => i));
  }

  /** The order in which images are visited: `order[offset + i]` is row i of a batch. */
  setOrder(order: Uint32Array): void {
    const { count } = this.#images;
    if (order.length !== count || order.some((i) => i >= count)) {
      throw new RangeError(
        `Cannot set the order: found ${order.length} indices, expected ${count} below that`,
      );
    }
    this.#device.write(this.#order, order);
  }

  /**
   * Where the next batch begins.
   *
   * @throws {RangeError} when the batch exceeds the data
   */
  set offset(offset: number) {
    const end = offset + this.#rows.value;
    if (!(offset >= 0 && end <= this.#images.count)) {
      throw new RangeError(`Cannot train: rows ${offset} to ${end} of ${this.#images.count}`);
    }
    this.#offset.value = offset;
  }

  /** Composes the images of a batch. */
  composeImages(builder: ProgramBuilder, output: Region, pitch: number): void {
    const { kind, images: data, columns } = this.#images;
    builder.emit(kind === "bytes" ? "gatherBytes" : "gatherFloats", {
      ...{ rows: this.#rows, data, index: this.#order, offset: this.#offset, columns, output, pitch },
    });
  }

  /** Composes its labels. */
  composeLabels(builder: ProgramBuilder, output: Region): void {
    const { labels } = this.#images;
    builder.emit("gatherLabels", {
      ...{ rows: this.#rows, labels, index: this.#order, offset: this.#offset, output },
    });
  }

  [Symbol.dispose](): void {
    this.#device.free(this.#order);
  }
}
