/** Small data sets of the user's own: class k is a bright block whose place depends on k, so that models learn it. */
import { encodeIdxImages, encodeIdxLabels } from "../../src/datasets/idx.ts";
import { IDX_NAMES } from "../../src/datasets/idx_names.ts";

/** What a data set is made of. */
export interface Blocks {
  readonly height: number;
  readonly width: number;
  /** Labels take turns among these classes, of `classes` that the blocks divide the image into. */
  readonly labels: readonly number[];
  readonly classes: number;
  readonly count: number;
}

/** Images of blocks, with noise that is a function of the pixel's place. */
function blocks({ height, width, labels, classes, count }: Blocks) {
  const inputs = height * width;
  const pixels = new Uint8Array(count * inputs);
  const chosen = Uint8Array.from({ length: count }, (_, i) => labels[i % labels.length]!);
  for (let i = 0; i < count; i++) {
    for (let p = 0; p < inputs; p++) {
      const inside = Math.floor(p * classes / inputs) === chosen[i];
      pixels[i * inputs + p] = inside ? 180 + (5 * i + 11 * p) % 70 : (7 * i + 3 * p) % 19 === 0 ? 50 : 0;
    }
  }
  return { count, height, width, pixels, labels: chosen };
}

/** Writes four IDX files into `folder`. */
export async function writeBlocks(folder: string, train: Blocks, test: Blocks): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [split, shape] of [["train", train], ["test", test]] as const) {
    const images = blocks(shape);
    await Deno.writeFile(`${folder}/${IDX_NAMES[`${split}-images`]}`, encodeIdxImages(images));
    await Deno.writeFile(`${folder}/${IDX_NAMES[`${split}-labels`]}`, encodeIdxLabels(images.labels));
  }
}
