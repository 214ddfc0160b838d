import { assertEquals, assertThrows } from "@std/assert";
import { contactSheetUrl, divergingUrl, greyUrl } from "../../../src/report/charts/pixels.ts";
import { encodePng } from "../../../src/report/charts/png.ts";

/** The data of a chunk. */
function chunkOf(png: Uint8Array, name: string): Uint8Array<ArrayBuffer> {
  const view = new DataView(png.buffer);
  for (let at = 8; at < png.length; at += 12 + view.getUint32(at)) {
    if (new TextDecoder().decode(png.subarray(at + 4, at + 8)) === name) {
      return Uint8Array.from(png.subarray(at + 8, at + 8 + view.getUint32(at)));
    }
  }
  throw new Error(`no chunk ${name}`);
}

async function inflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

Deno.test("a PNG's pixels inflate to rows with filter type 0", async () => {
  for (const side of [2, 300]) {
    const pixels = Uint8Array.from({ length: side * side }, (_, i) => i % 251);
    const rows = await inflate(chunkOf(encodePng({ width: side, height: side, pixels }), "IDAT"));
    assertEquals(rows.length, side * (side + 1));
    assertEquals(rows[0], 0);
    assertEquals(rows.subarray(1, side + 1), pixels.subarray(0, side));
    assertEquals(rows.subarray(-side), pixels.subarray(-side));
  }
});

Deno.test("a PNG ends with the known checksum of its empty last chunk", () => {
  const png = encodePng({ width: 1, height: 1, pixels: Uint8Array.of(7) });
  assertEquals(png.slice(-8).toHex(), "49454e44ae426082");
});

Deno.test("signed values become indices about white, full colour at the largest magnitude", async () => {
  const png = Uint8Array.fromBase64(divergingUrl([-2, 0, 1, 2], { height: 2, width: 2 }).split(",")[1]!);
  assertEquals(await inflate(chunkOf(png, "IDAT")), Uint8Array.of(0, 0, 32, 0, 48, 64));
  assertEquals(chunkOf(png, "PLTE").length, 3 * 65);
});

Deno.test("pixels that do not fill the image's shape are refused", () => {
  const shape = { height: 2, width: 2 };
  assertThrows(() => greyUrl([1, 2, 3], shape), RangeError, "found 3 pixels, expected 2 × 2");
  assertThrows(() => contactSheetUrl([[1, 2]], 1, shape), RangeError, "found 2 pixels, expected 2 × 2");
});
