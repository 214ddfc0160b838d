/** From the numbers of an image to its colours: grey digits, and blue to red for weights and signs. */
import { pngDataUrl } from "./png.ts";

const BLUE = [33, 102, 172] as const;
const WHITE = [247, 247, 247] as const;
const RED = [178, 24, 43] as const;
/** Colours on each side of zero: finer steps cannot be told apart. */
const STEPS = 32;

/** A square grey image from bytes 0 (black) to 255 (white). */
export function greyUrl(bytes: readonly number[]): string {
  const side = sideOf(bytes.length);
  return pngDataUrl({ width: side, height: side, pixels: Uint8Array.from(bytes) });
}

/** A square image of signed values: blue is negative, red positive, white zero; the largest magnitude is full colour. */
export function divergingUrl(values: readonly number[]): string {
  const side = sideOf(values.length);
  return pngDataUrl({ width: side, height: side, pixels: shades(values), palette: palette() });
}

/**
 * Square images of signed values side by side, a white pixel between them; each is scaled to its own largest magnitude.
 */
export function contactSheetUrl(
  images: readonly (readonly number[])[],
  columns: number,
): { readonly url: string; readonly width: number; readonly height: number } {
  const side = sideOf(images[0]!.length);
  const width = columns * (side + 1) - 1;
  const height = Math.ceil(images.length / columns) * (side + 1) - 1;
  const pixels = new Uint8Array(width * height).fill(STEPS);
  images.forEach((image, k) => {
    const [left, top] = [(k % columns) * (side + 1), Math.floor(k / columns) * (side + 1)];
    shades(image).forEach((shade, i) => {
      pixels[(top + Math.floor(i / side)) * width + left + (i % side)] = shade;
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

function sideOf(length: number): number {
  const side = Math.round(Math.sqrt(length));
  if (side * side !== length || side === 0) {
    throw new RangeError(`Cannot draw the image: ${length} pixels are not a square`);
  }
  return side;
}
