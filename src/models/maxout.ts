/**
 * The permutation-invariant maxout network (Goodfellow et al., "Maxout Networks", ICML 2013, section 4.1): hidden
 * layers h0, h1, … of units that take the maximum of several linear pieces, then a softmax layer y. There is one
 * bias per piece, and no zero in the maximum.
 */
import * as tf from "@tensorflow/tfjs-core";
import { maxPieces } from "../backend/max_pieces.ts";
import { softmaxHead } from "./heads.ts";
import type { Architecture, ModelKind } from "./model.ts";

/** Maxout: per hidden layer hᵢ/W [width before, units · pieces] and hᵢ/b [units · pieces]; y/W, y/b as in softmax. */
export const maxout: ModelKind<Extract<Architecture, { type: "maxout" }>> = {
  shapes({ inputs, classes, units, pieces }) {
    const shapes: Record<string, number[]> = {};
    let width = inputs;
    units.forEach((n, i) => {
      shapes[`h${i}/W`] = [width, n * pieces];
      shapes[`h${i}/b`] = [n * pieces];
      width = n;
    });
    return { ...shapes, "y/W": [width, classes], "y/b": [classes] };
  },
  logits({ units, pieces }, p, x, dropout) {
    const linear = (input: tf.Tensor2D, layer: string) =>
      tf.add<tf.Tensor2D>(
        tf.matMul(dropout ? dropout(input, layer) : input, p[`${layer}/W`] as tf.Tensor2D),
        p[`${layer}/b`]!,
      );
    const top = units.reduce((h, _n, i) => maxPieces(linear(h, `h${i}`), pieces), x);
    return linear(top, "y");
  },
  head: softmaxHead,
};
