/**
 * Labelled images on a device, so that a batch is gathered where it is needed. Bytes stay bytes (MNIST's 60,000 images
 * take 47 MB) and become byte / 255 as float32 when they are gathered; float32 rows are copied.
 */
import type { Device } from "../program/device.ts";
import { NONE, type Region } from "../program/region.ts";

/** A data set on a device; dispose it to free the memory. */
export interface DeviceImages extends Disposable {
  readonly kind: "bytes" | "floats";
  readonly count: number;
  readonly columns: number;
  readonly images: Region;
  /** uint8, or `NONE`. */
  readonly labels: Region;
}

/** Devices may read up to three elements beyond a row. */
const SPARE = 16;

/**
 * Copies images [count, columns] and their labels to a device.
 *
 * @throws {RangeError} when the lengths do not fit
 * @throws {PlatformError} when the memory is used up; nothing is allocated then
 */
export function deviceImages(
  device: Device,
  images: Uint8Array | Float32Array,
  columns: number,
  labels?: ArrayLike<number>,
): DeviceImages {
  const count = images.length / columns;
  if (!Number.isInteger(count) || (labels !== undefined && labels.length !== count)) {
    throw new RangeError(
      `Cannot load images: found ${images.length} numbers and ${labels?.length} labels, expected n x ${columns} and n`,
    );
  }
  const [region, labelRegion] = device.allOrNothing(() =>
    [device.allocate(images.byteLength + SPARE), device.allocate(count + SPARE)] as const
  );
  device.write(region, images);
  if (labels !== undefined) device.write(labelRegion, Uint8Array.from(labels));
  return {
    kind: images instanceof Uint8Array ? "bytes" : "floats",
    count,
    columns,
    images: region,
    labels: labels === undefined ? NONE : labelRegion,
    [Symbol.dispose]: () => [region, labelRegion].forEach((r) => device.free(r)),
  };
}
