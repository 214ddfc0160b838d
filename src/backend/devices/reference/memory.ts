/** The reference device's memory: a buffer of its own for every region, at an address that is never given again. */
import { PlatformError } from "../../../errors.ts";
import type { Arrays } from "../../program/device.ts";
import type { ElementType } from "../../program/operands.ts";
import type { Region } from "../../program/region.ts";

const ALIGNMENT = 64;

/** The arrays of each type of numbers. */
const ARRAYS = {
  f32: Float32Array,
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  u8: Uint8Array,
};

/** Regions by their addresses. */
export class Memory {
  readonly #buffers = new Map<number, ArrayBuffer>();
  #next = ALIGNMENT;

  /** The addresses of all regions that are not freed. */
  get addresses(): number[] {
    return [...this.#buffers.keys()];
  }

  /**
   * A region of zeros.
   *
   * @throws {PlatformError} when the machine has no room for it
   */
  allocate(bytes: number): Region {
    const address = this.#next;
    try {
      this.#buffers.set(address, new ArrayBuffer(bytes));
    } catch (error) {
      throw new PlatformError(
        `Cannot allocate ${bytes} bytes on the reference device: ${(error as Error).message}`,
      );
    }
    this.#next = Math.floor((address + bytes) / ALIGNMENT + 1) * ALIGNMENT;
    return { address, bytes };
  }

  /** @throws {RangeError} when no region that is allocated begins at this address */
  free(address: number): void {
    if (!this.#buffers.delete(address)) {
      throw new RangeError(`Cannot free the region at ${address}: it is not allocated`);
    }
  }

  /**
   * The numbers in a region or a part of one; what is written to them stays there.
   *
   * @throws {RangeError} when it is not part of an allocated region
   */
  view<T extends ElementType>(region: Region, type: T): Arrays[T] {
    const { address, bytes } = region;
    for (const [start, buffer] of this.#buffers) {
      if (address < start || address + bytes > start + buffer.byteLength) continue;
      const Numbers = ARRAYS[type];
      const count = Math.floor(bytes / Numbers.BYTES_PER_ELEMENT);
      return new Numbers(buffer, address - start, count) as Arrays[T];
    }
    throw new RangeError(
      `Cannot use the ${bytes} bytes at ${address}: they are not part of an allocated region`,
    );
  }
}
