/**
 * gzip, in both directions. Decompression has a hard limit on what comes out, so a small file cannot fill the
 * memory, and reports a damaged file by name.
 */
import { DataError } from "../errors.ts";

/** What is decompressed at once: at most a thousand times as many bytes come out, before anybody can object. */
const PIECE = 16_384;

/** The stream of `bytes` alone, in pieces that are made as they are asked for, for a web transform. */
function streamOf(bytes: Uint8Array<ArrayBuffer>, piece: number): ReadableStream<BufferSource> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at < bytes.length) controller.enqueue(bytes.subarray(at, at += piece));
      else controller.close();
    },
  });
}

/** Whether `bytes` begin as a gzip file does (RFC 1952: 1f 8b). */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/** `bytes` as a gzip file. The compressed bytes may differ between versions of zlib; their content does not. */
export async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return await new Response(streamOf(bytes, bytes.length).pipeThrough(new CompressionStream("gzip"))).bytes();
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
 * assertEquals(await gunzip(packed, "a.gz", 3), new Uint8Array([1, 2, 3]));
 * await assertRejects(() => gunzip(packed, "a.gz", 2), Error, "more than 2 bytes");
 * ```
 */
export async function gunzip(
  bytes: Uint8Array<ArrayBuffer>,
  file: string,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of streamOf(bytes, PIECE).pipeThrough(new DecompressionStream("gzip"))) {
      size += chunk.length;
      if (size > limit) break;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new DataError(
      `Cannot decompress ${file}: the gzip data is truncated or damaged (${
        error instanceof Error ? error.message : error
      }), expected a whole gzip file; fetch it again`,
      { cause: error },
    );
  }
  if (size > limit) {
    throw new DataError(
      `Cannot decompress ${file}: it holds more than ${limit} bytes, the most expected of it`,
    );
  }
  const content = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    content.set(chunk, at);
    at += chunk.length;
  }
  return content;
}
