/** JSON with one spelling per value: sorted keys, no spaces. What keys and receipts are hashed over. */

/** A value that JSON can hold. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * The canonical JSON of a value: object keys in the order of their UTF-16 code units, numbers as ECMAScript prints
 * them (which is specified to the digit).
 *
 * @throws {TypeError} for what JSON cannot hold: undefined, NaN, infinities, functions
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * assertEquals(canonicalJson({ b: [1, 0.1], a: null }), '{"a":null,"b":[1,0.1]}');
 * ```
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${Array.from(value, (each) => canonicalJson(each)).join(",")}]`;
  if (typeof value === "object" && value !== null) {
    const object = value as Readonly<Record<string, unknown>>;
    const members = Object.keys(object).sort().map((key) =>
      `${JSON.stringify(key)}:${canonicalJson(object[key])}`
    );
    return `{${members.join(",")}}`;
  }
  if (typeof value === "number" && !Number.isFinite(value)) {
    throw new TypeError(`Cannot write as JSON: ${value} is not a finite number`);
  }
  if (value !== null && !["boolean", "number", "string"].includes(typeof value)) {
    throw new TypeError(`Cannot write as JSON: found ${typeof value}`);
  }
  return JSON.stringify(value);
}

/** A value as the bytes of a file of canonical JSON. */
export function encodeJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson(value) + "\n");
}

/** The value in such bytes, which a manifest vouches for. */
export function decodeJson<T>(bytes: Uint8Array): T {
  return JSON.parse(new TextDecoder().decode(bytes)) as T;
}
