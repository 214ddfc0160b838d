/**
 * Labelled images in the shared heap, so that a batch is gathered where it is needed. Bytes stay bytes (MNIST's
 * 60,000 images take 47 MB) and become byte / 255 as float32 when they are gathered; float32 rows are copied.
 */
import { NONE, type Region, type SharedHeap } from "../devices/wasm/shared_heap.ts";

/** A data set in the heap; dispose it to free the memory. */
export interface HeapData extends Disposable {
  readonly kind: "bytes" | "floats";
  readonly count: number;
  readonly columns: number;
  readonly images: Region;
  /** uint8, or `NONE`. */
  readonly labels: Region;
}

/**
 * Copies images [count, columns] and their labels into the heap.
 *
 * @throws {RangeError} when the lengths do not fit
 * @throws {PlatformError} when the memory is used up; nothing is allocated then
 */
export function heapData(
  heap: SharedHeap,
  images: Uint8Array | Float32Array,
  columns: number,
  labels?: ArrayLike<number>,
): HeapData {
  const count = images.length / columns;
  if (!Number.isInteger(count) || (labels !== undefined && labels.length !== count)) {
    throw new RangeError(
      `Cannot load images: found ${images.length} numbers and ${labels?.length} labels, expected n x ${columns} and n`,
    );
  }
  const spare = 16; // the kernels read up to three elements beyond a row
  const [region, labelRegion] = heap.allOrNothing(() =>
    [heap.allocate(images.byteLength + spare), heap.allocate(count + spare)] as const
  );
  if (images instanceof Uint8Array) heap.u8(region).set(images);
  else heap.f32(region).set(images);
  if (labels !== undefined) heap.u8(labelRegion).set(Uint8Array.from(labels));
  return {
    kind: images instanceof Uint8Array ? "bytes" : "floats",
    count,
    columns,
    images: region,
    labels: labels === undefined ? NONE : labelRegion,
    [Symbol.dispose]: () => [region, labelRegion].forEach((r) => heap.free(r)),
  };
}
