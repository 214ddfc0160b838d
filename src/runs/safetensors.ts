/**
 * The safetensors format, in which parameters are stored: an 8-byte little-endian length, a JSON header of that
 * length, then the tensors' bytes. We write float32 only, in the order given, without metadata: one spelling per value.
 */
import { parseBoundedJson } from "../files/bounded_json.ts";
import { DataError } from "../errors.ts";

/** A tensor's shape and elements, row-major. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** Tensors by name, in the order of storage. */
export type StoredTensors = Readonly<Record<string, StoredTensor>>;

/** Larger headers than this are refused before they are read. */
const MAX_HEADER = 1 << 20;

/** The bytes of a safetensors file. */
export function encodeSafetensors(tensors: StoredTensors): Uint8Array {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape, values }]) =>
    [name, { dtype: "F32", shape, data_offsets: [offset, offset += 4 * values.length] }] as const
  );
  const header = new TextEncoder().encode(JSON.stringify(Object.fromEntries(entries)));
  const start = 8 + 8 * Math.ceil(header.length / 8); // the format asks for data at a multiple of 8
  const bytes = new Uint8Array(start + offset).fill(0x20, 8, start);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  bytes.set(header, 8);
  let at = start;
  for (const { values } of Object.values(tensors)) {
    for (const value of values) view.setFloat32(at, value, true), at += 4;
  }
  return bytes;
}

function parseEntry(name: string, entry: unknown, available: number, fail: (what: string) => never) {
  const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
  if (dtype !== "F32") fail(`tensor "${name}" has dtype ${JSON.stringify(dtype)}, expected "F32"`);
  const whole = (list: unknown): list is number[] =>
    Array.isArray(list) && list.length <= 8 && list.every((n) => Number.isSafeInteger(n) && n >= 0);
  if (!whole(shape)) fail(`tensor "${name}" has no valid shape`);
  if (!whole(offsets) || offsets.length !== 2) fail(`tensor "${name}" has no valid data_offsets`);
  const [from, to] = offsets as [number, number];
  const size = (shape as number[]).reduce((a, b) => a * b, 1);
  if (to > available || to - from !== 4 * size) {
    fail(`tensor "${name}" has ${to - from} bytes at ${from}, expected ${4 * size} within ${available}`);
  }
  return { shape: shape as number[], from, size };
}

/**
 * The tensors of a safetensors file.
 *
 * @param path names the file in errors
 * @throws {DataError} when the bytes are not such a file
 */
export function decodeSafetensors(bytes: Uint8Array, path: string): StoredTensors {
  const fail = (what: string): never => {
    throw new DataError(
      `Cannot read ${path}: ${what}; the file is damaged, remove its entry to compute it again`,
    );
  };
  if (bytes.length < 8) fail(`${bytes.length} bytes, expected at least 8`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = Number(view.getBigUint64(0, true));
  if (length > Math.min(MAX_HEADER, bytes.length - 8)) fail(`the header claims ${length} bytes`);
  let header: unknown;
  try {
    header = parseBoundedJson(bytes.subarray(8, 8 + length), path, MAX_HEADER);
  } catch {
    fail("the header is not JSON, or nested too deep");
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    fail("the header is not an object");
  }
  const start = 8 + length;
  const entries = Object.entries(header as object).map(([name, entry]) => {
    const { shape, from, size } = parseEntry(name, entry, bytes.length - start, fail);
    const values = Float32Array.from({ length: size }, (_, i) => view.getFloat32(start + from + 4 * i, true));
    return [name, { shape, values }] as const;
  });
  return Object.fromEntries(entries);
}
