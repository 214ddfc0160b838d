/**
 * IDX, the file format of MNIST: a big-endian header (magic number, then one size per dimension) and the bytes.
 * The magic's third byte is the element type (8 = unsigned byte, 12 = int32), its fourth the number of dimensions. A header is
 * believed only if the file is exactly as long as it says.
 *
 * LeCun, Cortes and Burges, "The MNIST database of handwritten digits", section "File formats".
 */
import { DataError } from "../errors.ts";

const IMAGES_MAGIC = 0x00000803;
const LABELS_MAGIC = 0x00000801;
/** Labels as int32, big-endian, as QMNIST's type of element and some converters write them. */
const WIDE_LABELS_MAGIC = 0x00000c01;

/** What an IDX file of images holds. */
export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count * height * width], row-major; a view into the parsed bytes. */
  readonly pixels: Uint8Array;
}

const hex = (magic: number) => `0x${magic.toString(16).padStart(8, "0")}`;

/** The sizes in the header, after checking magic, positive sizes and the length of the file. */
function parseHeader(bytes: Uint8Array, file: string, magic: number): number[] {
  const dimensions = magic & 0xff;
  const elementBytes = magic >> 8 === 0x0c ? 4 : 1;
  const headerBytes = 4 + 4 * dimensions;
  const refuse = (found: string): never => {
    throw new DataError(`Cannot load the IDX file ${file}: ${found}`);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = bytes.length < 4 ? magic : view.getUint32(0);
  if (found !== magic) refuse(`magic number is ${hex(found)}, expected ${hex(magic)}`);
  if (bytes.length < headerBytes) {
    refuse(`it has ${bytes.length} bytes, expected at least the ${headerBytes} of its header`);
  }
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.includes(0)) refuse(`its header says ${sizes.join(" x ")}, expected sizes from 1`);
  const expected = headerBytes + sizes.reduce((product, size) => product * size, elementBytes);
  if (bytes.length !== expected) {
    refuse(`it has ${bytes.length} bytes, expected ${expected} as its header says ${sizes.join(" x ")}`);
  }
  return sizes;
}

/**
 * Parses an IDX file of grey images.
 *
 * @param bytes the decoded file; the result's `pixels` is a view into it.
 * @param file its name, for the error.
 * @throws {DataError} if the magic number or the length is wrong, or a size is 0.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const image = { count: 1, height: 2, width: 2, pixels: new Uint8Array([0, 1, 2, 3]) };
 * assertEquals(parseIdxImages(encodeIdxImages(image), "one-image"), image);
 * ```
 */
export function parseIdxImages(bytes: Uint8Array, file: string): IdxImages {
  const [count, height, width] = parseHeader(bytes, file, IMAGES_MAGIC) as [number, number, number];
  return { count, height, width, pixels: bytes.subarray(16) };
}

/**
 * Parses an IDX file of labels: bytes, of which the result is a view, or int32.
 *
 * @throws {DataError} if the magic number or the length is wrong, there is no label, or one is not from 0 to 255.
 */
export function parseIdxLabels(bytes: Uint8Array, file: string): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 4 || view.getUint32(0) !== WIDE_LABELS_MAGIC) {
    parseHeader(bytes, file, LABELS_MAGIC);
    return bytes.subarray(8);
  }
  const [count] = parseHeader(bytes, file, WIDE_LABELS_MAGIC) as [number];
  return Uint8Array.from({ length: count }, (_, i) => {
    const label = view.getInt32(8 + 4 * i);
    if (label >= 0 && label <= 255) return label;
    throw new DataError(`Cannot load the IDX file ${file}: label ${i} is ${label}, expected 0 to 255`);
  });
}

function encode(magic: number, sizes: readonly number[], content: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + 4 * sizes.length + content.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  sizes.forEach((size, i) => view.setUint32(4 + 4 * i, size));
  bytes.set(content, 4 + 4 * sizes.length);
  return bytes;
}

/** The IDX file of images. */
export function encodeIdxImages(images: IdxImages): Uint8Array<ArrayBuffer> {
  return encode(IMAGES_MAGIC, [images.count, images.height, images.width], images.pixels);
}

/** The IDX file of labels. */
export function encodeIdxLabels(labels: Uint8Array): Uint8Array<ArrayBuffer> {
  return encode(LABELS_MAGIC, [labels.length], labels);
}
