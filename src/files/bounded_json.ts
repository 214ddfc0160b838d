/** JSON from outside: refused where it is too long or too deep, before anything walks it. */
import { DataError } from "../errors.ts";

/** Nothing we write is deeper. */
const MAX_DEPTH = 64;

/** Whether brackets outside of texts are nested deeper than `most`. */
function deeperThan(text: string, most: number): boolean {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c === "\\") i++;
      else if (c === '"') quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "{" || c === "[") {
      if (++depth > most) return true;
    } else if (c === "}" || c === "]") depth--;
  }
  return false;
}

/**
 * The value of a JSON file.
 *
 * @param path names the file in errors
 * @param most the most bytes that it may have
 * @throws {DataError} when it is longer, deeper than 64 levels, or not valid JSON in UTF-8
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * const encode = (text: string) => new TextEncoder().encode(text);
 * assertEquals(parseBoundedJson(encode('{"a":[1]}'), "file", 100), { a: [1] });
 * assertThrows(() => parseBoundedJson(encode("[".repeat(100_000)), "file", 1e6), Error, "nested");
 * ```
 */
export function parseBoundedJson(bytes: Uint8Array, path: string, most: number): unknown {
  if (bytes.length > most) {
    throw new DataError(`Cannot read ${path}: it has ${bytes.length} bytes, expected at most ${most}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new DataError(`Cannot read ${path}: not valid UTF-8`);
  }
  if (deeperThan(text, MAX_DEPTH)) {
    throw new DataError(`Cannot read ${path}: its values are nested deeper than ${MAX_DEPTH} levels`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new DataError(`Cannot read ${path}: not valid JSON`);
  }
}
