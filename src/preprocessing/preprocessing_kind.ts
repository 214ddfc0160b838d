/**
 * What a kind of preprocessing is: what it fits to some images, and what it makes of any images then. A new kind is a
 * file beside this one with such a record, and a line in `kinds.ts`.
 */
import type { ImageShape, LabelledImages } from "../datasets/mod.ts";
import type { Parameters, Shapes } from "../models/mod.ts";
import type { Schema } from "../schema/mod.ts";

/** A kind of preprocessing with settings S, which are part of a specification. */
export interface PreprocessingKind<S extends { readonly type: string }> {
  /** The name of the kind. */
  readonly type: S["type"];
  /** A whole number from 1, which rises when the bits of the tensors or of the images change on purpose. */
  readonly version: number;
  /** What the settings must be. */
  readonly schema: Schema<S>;
  /** The fitted tensors of images of that shape, in the order in which they are stored. */
  shapes(settings: S, image: ImageShape): Shapes;
  /** The tensors that are fitted to these images, one or more: float64 sums in the order of the images, rounded once. */
  fit(settings: S, images: LabelledImages): Parameters;
  /** Preprocessed pixels [count, inputs]; each image's depend on its own bytes and on the tensors alone. */
  apply(settings: S, images: LabelledImages, tensors: Parameters): Float32Array<ArrayBuffer>;
}
