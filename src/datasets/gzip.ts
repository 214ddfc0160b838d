/**
 * gzip, in both directions. A file is read as `gzip -d` reads it: it may consist of several members (RFC 1952,
 * section 2.2), and be padded with zeros. Its content has a hard limit, so that a small file cannot fill the memory.
 */
import { promisify } from "node:util";
import { gunzip as unpack, gzip as pack } from "node:zlib";
import { DataError } from "../errors.ts";

/** Whether `bytes` begin as a gzip file does (RFC 1952: 1f 8b). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** `bytes` as a gzip file. The compressed bytes may differ between versions of zlib; their content does not. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await promisify(pack)(bytes));
}

/**
 * The content of a gzip file.
 *
 * @param bytes the compressed file.
 * @param file its name, for the error.
 * @param limit the most bytes the content may have; reading stops as soon as it is exceeded.
 * @throws {DataError} if the file is truncated, damaged or larger inside than `limit`.
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * const packed = await gzip(new Uint8Array([1, 2, 3]));
 * const twice = new Uint8Array([...packed, ...packed, 0, 0]);
 * assertEquals(await gunzip(twice, "a.gz", 6), new Uint8Array([1, 2, 3, 1, 2, 3]));
 * await assertRejects(() => gunzip(twice, "a.gz", 5), Error, "more than 5 bytes");
 * ```
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const content = await promisify(unpack)(bytes, { maxOutputLength: limit });
    return new Uint8Array(content.buffer as ArrayBuffer, content.byteOffset, content.byteLength);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ERR_BUFFER_TOO_LARGE") {
      throw new DataError(
        `Cannot decompress ${file}: it holds more than ${limit} bytes, the most expected of it`,
      );
    }
    throw new DataError(
      `Cannot decompress ${file}: the gzip data is truncated or damaged (${
        error instanceof Error ? error.message : error
      }), expected a whole gzip file; fetch it again`,
      { cause: error },
    );
  }
}
