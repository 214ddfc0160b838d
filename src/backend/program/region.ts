/** Pieces of a device's memory, by their place; what lies there is the device's business. */

/** A piece of memory; addresses are multiples of 64 unless it is part of another region. */
export interface Region {
  readonly address: number;
  readonly bytes: number;
}

/** No region: the operand is absent. */
export const NONE: Region = Object.freeze({ address: 0, bytes: 0 });

/** `bytes` bytes of a region, starting at `offset`. */
export function part(region: Region, offset: number, bytes: number): Region {
  if (offset < 0 || bytes < 0 || offset + bytes > region.bytes) {
    throw new RangeError(
      `Cannot take bytes ${offset} to ${offset + bytes} of a region of ${region.bytes} bytes`,
    );
  }
  return { address: region.address + offset, bytes };
}

/** Bytes of a row of `columns` floats, a multiple of 16. */
export function rowPitch(columns: number): number {
  return Math.ceil(columns / 4) * 16;
}

/** Rows `first` to `first + count` of a region with `pitch` bytes per row. */
export function rowsOf(region: Region, pitch: number, first: number, count: number): Region {
  return part(region, first * pitch, count * pitch);
}
