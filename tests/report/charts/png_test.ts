import { assertEquals, assertThrows } from "@std/assert";
import { contactSheetUrl, divergingUrl, imageUrl } from "../../../src/report/charts/pixels.ts";
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
    const rows = await inflate(
      chunkOf(encodePng({ width: side, height: side, channels: 1, pixels }), "IDAT"),
    );
    assertEquals(rows.length, side * (side + 1));
    assertEquals(rows[0], 0);
    assertEquals(rows.subarray(1, side + 1), pixels.subarray(0, side));
    assertEquals(rows.subarray(-side), pixels.subarray(-side));
  }
});

Deno.test("a PNG ends with the known checksum of its empty last chunk", () => {
  const png = encodePng({ width: 1, height: 1, channels: 1, pixels: Uint8Array.of(7) });
  assertEquals(png.slice(-8).toHex(), "49454e44ae426082");
});

Deno.test("signed values become indices about white, full colour at the largest magnitude", async () => {
  const png = Uint8Array.fromBase64(
    divergingUrl([-2, 0, 1, 2], { height: 2, width: 2, channels: 1 }).split(",")[1]!,
  );
  assertEquals(await inflate(chunkOf(png, "IDAT")), Uint8Array.of(0, 0, 32, 0, 48, 64));
  assertEquals(chunkOf(png, "PLTE").length, 3 * 65);
});

Deno.test("pixels that do not fill the image's shape are refused", () => {
  const shape = { height: 2, width: 2, channels: 1 };
  assertThrows(() => imageUrl([1, 2, 3], shape), RangeError, "found 3 pixels, expected 2 × 2");
  assertThrows(() => contactSheetUrl([[1, 2]], 1, shape), RangeError, "found 2 pixels, expected 2 × 2");
});

/** The PNG in a `data:` URL. */
const pngOf = (url: string) => Uint8Array.fromBase64(url.split(",")[1]!);

/** PNG's type of pixels, and its rows with the filter type before each. */
async function contentOf(url: string) {
  const png = pngOf(url);
  return { type: chunkOf(png, "IHDR")[9], rows: await inflate(chunkOf(png, "IDAT")) };
}

Deno.test("an image of one channel is grey, one of three is red, green and blue", async () => {
  const grey = await contentOf(imageUrl([1, 2, 3, 4, 5, 6], { height: 2, width: 3, channels: 1 }));
  assertEquals(grey, { type: 0, rows: Uint8Array.of(0, 1, 2, 3, 0, 4, 5, 6) });
  const colours = await contentOf(imageUrl([1, 2, 3, 4, 5, 6], { height: 2, width: 1, channels: 3 }));
  assertEquals(colours, { type: 2, rows: Uint8Array.of(0, 1, 2, 3, 0, 4, 5, 6) });
});

Deno.test("signed values of three channels are colours about grey, one scale for all of them", async () => {
  const shape = { height: 1, width: 2, channels: 3 };
  const { type, rows } = await contentOf(divergingUrl([-2, 0, 2, 1, -1, 0], shape));
  assertEquals([type, rows], [2, Uint8Array.of(0, 1, 128, 255, 192, 65, 128)]);
});

Deno.test("a contact sheet of coloured filters has a grey pixel between them", async () => {
  const { url, width, height } = contactSheetUrl([[1, 0, -1], [0, 1, 0]], 2, {
    height: 1,
    width: 1,
    channels: 3,
  });
  assertEquals([width, height], [3, 1]);
  const { rows } = await contentOf(url);
  assertEquals(rows, Uint8Array.of(0, 255, 128, 1, 128, 128, 128, 128, 255, 128));
});

Deno.test("an image of two channels has no colours and is refused", () => {
  const shape = { height: 1, width: 1, channels: 2 };
  assertThrows(() => imageUrl([1, 2], shape), RangeError, "found 2 channels, expected 1 or 3");
});
