/** From the numbers of an image to its colours: grey digits, and blue to red for weights and signs. */
import { pngDataUrl } from "./png.ts";

const BLUE = [33, 102, 172] as const;
const WHITE = [247, 247, 247] as const;
const RED = [178, 24, 43] as const;
/** Colours on each side of zero: finer steps cannot be told apart. */
const STEPS = 32;

/** Rows and columns of pixels of an image. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
}

/** A grey image from bytes 0 (black) to 255 (white), row by row. */
export function greyUrl(bytes: readonly number[], shape: ImageShape): string {
  return pngDataUrl({ ...checked(shape, bytes.length), pixels: Uint8Array.from(bytes) });
}

/** An image of signed values: blue is negative, red positive, white zero; the largest magnitude is full colour. */
export function divergingUrl(values: readonly number[], shape: ImageShape): string {
  return pngDataUrl({ ...checked(shape, values.length), pixels: shades(values), palette: palette() });
}

/** Images of signed values side by side, a white pixel between them; each is scaled to its own largest magnitude. */
export function contactSheetUrl(
  images: readonly (readonly number[])[],
  columns: number,
  shape: ImageShape,
): ImageShape & { readonly url: string } {
  const width = columns * (shape.width + 1) - 1;
  const height = Math.ceil(images.length / columns) * (shape.height + 1) - 1;
  const pixels = new Uint8Array(width * height).fill(STEPS);
  images.forEach((image, k) => {
    checked(shape, image.length);
    const left = (k % columns) * (shape.width + 1);
    const top = Math.floor(k / columns) * (shape.height + 1);
    shades(image).forEach((shade, i) => {
      pixels[(top + Math.floor(i / shape.width)) * width + left + (i % shape.width)] = shade;
    });
  });
  return { url: pngDataUrl({ width, height, pixels, palette: palette() }), width, height };
}

/** Indices into the palette, full colour at the largest magnitude. */
function shades(values: readonly number[]): Uint8Array {
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  return Uint8Array.from(values, (value) => STEPS + Math.round((STEPS * value) / scale));
}

function palette(): Uint8Array {
  const colours: number[] = [];
  for (let step = -STEPS; step <= STEPS; step++) {
    const end = step < 0 ? BLUE : RED;
    const share = Math.abs(step) / STEPS;
    for (let c = 0; c < 3; c++) colours.push(Math.round(WHITE[c]! + share * (end[c]! - WHITE[c]!)));
  }
  return Uint8Array.from(colours);
}

function checked({ height, width }: ImageShape, pixels: number): ImageShape {
  if (pixels === 0 || height * width !== pixels) {
    throw new RangeError(`Cannot draw the image: found ${pixels} pixels, expected ${width} × ${height}`);
  }
  return { height, width };
}
