/**
 * From the numbers of an image to its colours. Images of one channel are grey, and blue to red where they are weights
 * or signs; images of three are red, green and blue, with grey for the zero of weights and signs.
 */
import { type ImageShape, inputsOf } from "../../datasets/image_shape.ts";
import { pngDataUrl, type Raster } from "./png.ts";

const BLUE = [33, 102, 172] as const;
const WHITE = [247, 247, 247] as const;
const RED = [178, 24, 43] as const;
/** Colours on each side of zero: finer steps cannot be told apart. */
const STEPS = 32;
/** The byte for zero in a signed image of three channels. */
const MIDDLE = 128;

/** An image from bytes [height, width, channels], 0 is black. */
export function imageUrl(bytes: readonly number[], shape: ImageShape): string {
  return pngDataUrl({ ...checked(shape, bytes.length), pixels: Uint8Array.from(bytes) });
}

/** An image of signed values; the largest magnitude is full colour, zero is white or grey. */
export function divergingUrl(values: readonly number[], shape: ImageShape): string {
  return pngDataUrl(signed(checked(shape, values.length), shades(values, shape)));
}

/** Images of signed values side by side, an empty pixel between them; each is scaled to its own largest magnitude. */
export function contactSheetUrl(
  images: readonly (readonly number[])[],
  columns: number,
  shape: ImageShape,
): { readonly url: string; readonly width: number; readonly height: number } {
  const width = columns * (shape.width + 1) - 1;
  const height = Math.ceil(images.length / columns) * (shape.height + 1) - 1;
  const { channels } = rasterOf(shape);
  const pixels = new Uint8Array(width * height * channels).fill(zeroOf(shape));
  images.forEach((image, k) => {
    checked(shape, image.length);
    const left = (k % columns) * (shape.width + 1);
    const top = Math.floor(k / columns) * (shape.height + 1);
    const own = shades(image, shape);
    const stride = shape.width * channels;
    for (let y = 0; y < shape.height; y++) {
      pixels.set(own.subarray(y * stride, (y + 1) * stride), ((top + y) * width + left) * channels);
    }
  });
  return { url: pngDataUrl(signed({ width, height, channels }, pixels)), width, height };
}

/** What stands for zero in an image of signed values. */
function zeroOf({ channels }: ImageShape): number {
  return channels === 1 ? STEPS : MIDDLE;
}

/** Signed values as indices into the palette or as bytes of a channel, at the ends at the largest magnitude. */
function shades(values: readonly number[], shape: ImageShape): Uint8Array {
  const scale = values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0) || 1;
  const zero = zeroOf(shape);
  const steps = shape.channels === 1 ? STEPS : MIDDLE - 1;
  return Uint8Array.from(values, (value) => zero + Math.round((steps * value) / scale));
}

function signed(size: Omit<Raster, "pixels">, pixels: Uint8Array): Raster {
  return size.channels === 1 ? { ...size, pixels, palette: palette() } : { ...size, pixels };
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

/** The size of a picture of such an image. */
function rasterOf({ height, width, channels }: ImageShape): Omit<Raster, "pixels"> {
  if (channels !== 1 && channels !== 3) {
    throw new RangeError(`Cannot draw the image: found ${channels} channels, expected 1 or 3`);
  }
  return { height, width, channels };
}

function checked(shape: ImageShape, found: number): Omit<Raster, "pixels"> {
  const { height, width, channels } = shape;
  if (found === 0 || inputsOf(shape) !== found) {
    const expected = [width, height, ...(channels === 1 ? [] : [channels])].join(" × ");
    throw new RangeError(`Cannot draw the image: found ${found} pixels, expected ${expected}`);
  }
  return rasterOf(shape);
}
