/**
 * A small PNG encoder, because the report's bytes must be the same everywhere: `CompressionStream` may compress
 * differently in another version of the runtime, while the lock file fixes fflate, which does it here.
 */
import { zlibSync } from "fflate";

/** An image as bytes: [height, width] grey, or with a palette of RGB triples indices; [height, width, 3] RGB. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly pixels: Uint8Array;
  readonly palette?: Uint8Array;
}

/** The PNG format's types of pixels. */
const GREY = 0, RGB = 2, INDEXED = 3;

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);

/** The bytes of a PNG file. */
export function encodePng(image: Raster): Uint8Array {
  const { width, height, channels, pixels, palette } = image;
  const stride = channels * width;
  if (pixels.length !== stride * height) {
    throw new RangeError(
      `Cannot encode the image: ${pixels.length} bytes, expected ${width} × ${height} × ${channels}`,
    );
  }
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header[8] = 8; // bits per sample
  header[9] = palette ? INDEXED : channels === 3 ? RGB : GREY;
  const rows = new Uint8Array((stride + 1) * height); // each row starts with filter type 0
  for (let y = 0; y < height; y++) {
    rows.set(pixels.subarray(y * stride, (y + 1) * stride), y * (stride + 1) + 1);
  }
  return concat([
    SIGNATURE,
    chunk("IHDR", header),
    ...(palette ? [chunk("PLTE", palette)] : []),
    chunk("IDAT", zlibSync(rows, { level: 9 })),
    chunk("IEND", new Uint8Array(0)),
  ]);
}

/** The image as a `data:` URL. */
export function pngDataUrl(image: Raster): string {
  return `data:image/png;base64,${encodePng(image).toBase64()}`;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const named = concat([new TextEncoder().encode(type), data]);
  return concat([bigEndian(data.length), named, bigEndian(crc32(named))]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function bigEndian(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value);
  return out;
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
