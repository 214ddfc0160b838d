/**
 * §8 and the paper's Fig. 4: the logits along the line x + ε sign(∇ₓ J), ε from -10 to 10, which for a naive maxout
 * network are piecewise linear; images are classified right on a thin interval around 0 only, and adversarial examples
 * fill a contiguous region instead of fine pockets. Claims L15 and L16.contiguous; the curves of Q17.
 */
import { gradientSigns, stepAlong } from "../attacks/mod.ts";
import { type LabelledImages, unitPixels } from "../datasets/mod.ts";
import type { Model } from "../models/mod.ts";
import { experiment } from "./experiment.ts";
import { explainedByLines, fgsmAttack, firstRight, mean, sanityChecks } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";
import type { MeasuredRow } from "../tables/mod.ts";

type Parameters = {
  /** Steps on either side of 0, and steps for an ε of 1. */
  readonly steps: number;
  readonly stepsPerUnit: number;
  /** Test images: the first that are classified right. */
  readonly images: number;
  /** Straight pieces that L15.linear allows. */
  readonly pieces: number;
  /** The ε that L15.extreme calls small, the paper's. */
  readonly small: number;
  /** The class of the image in the paper's picture. */
  readonly pictureClass: number;
};

/** What a model says along the line through one image. */
interface Line {
  readonly label: number;
  readonly classes: number;
  /** [points, classes]. */
  readonly logits: Float32Array;
  readonly predictions: Uint8Array;
  readonly confidences: Float64Array;
}

/** x + ε s for each of the ε: [points, inputs]; negative ε too. */
function pointsAlong(x: Float32Array, signs: Int8Array, epsilons: readonly number[]): Float32Array {
  const points = new Float32Array(epsilons.length * x.length);
  const opposite = signs.map((s) => -s);
  epsilons.forEach((epsilon, p) => {
    points.set(stepAlong(x, epsilon < 0 ? opposite : signs, Math.abs(epsilon)), p * x.length);
  });
  return points;
}

function lineOf(model: Model, images: LabelledImages, index: number, epsilons: readonly number[]): Line {
  const pixels = images.pixels.subarray(index * model.inputs, (index + 1) * model.inputs);
  const label = images.labels[index]!;
  const signs = gradientSigns(model, pixels, [label], "float32");
  return {
    label,
    classes: model.classes,
    ...model.answers(pointsAlong(unitPixels(pixels), signs, epsilons)),
  };
}

/** The mean over classes of the share of a logit's variance that `pieces` straight lines explain. */
function linearShare({ logits, classes }: Line, epsilons: readonly number[], pieces: number): number {
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const curve = epsilons.map((_, p) => logits[p * classes + k]!);
    sum += explainedByLines(epsilons, curve, pieces);
  }
  return sum / classes;
}

/** How many stretches of consecutive misclassified points there are, from point `from` on. */
function wrongStretches({ label, predictions }: Line, from: number): number {
  let stretches = 0;
  for (let p = from; p < predictions.length; p++) {
    if (predictions[p] !== label && (p === from || predictions[p - 1] === label)) stretches++;
  }
  return stretches;
}

function meanOver(lines: readonly Line[], of: (line: Line) => number): number {
  return mean(lines.map(of));
}

function pictureRows(
  line: Line,
  epsilons: readonly number[],
  index: number,
): readonly MeasuredRow<"fgsm_line">[] {
  const { classes } = line;
  return epsilons.map((epsilon, p) => ({
    epsilon,
    index,
    label: line.label,
    predicted: line.predictions[p]!,
    confidence: line.confidences[p]!,
    logits: Array.from(line.logits.subarray(p * classes, (p + 1) * classes)),
  }));
}

/** Logits along the FGSM line. */
export const fgsmLine = experiment({
  name: "fgsm_line",
  title: "Logits along the FGSM line (§8)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({ maxout: naiveMaxout(profile, data, seed) }),
    parameters: {
      steps: 100,
      stepsPerUnit: 10,
      images: profile === "smoke" ? 20 : 200,
      pieces: 3,
      small: PAPER.epsilon,
      pictureClass: 4,
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters, seed, rng }) {
    const model = models.maxout;
    const { steps, stepsPerUnit, images, pieces, small, pictureClass } = parameters;
    const epsilons = Array.from({ length: 2 * steps + 1 }, (_, p) => (p - steps) / stepsPerUnit);
    const { predictions } = model.answers(test.pixels);
    const indices = firstRight(predictions, test.labels, images);
    const lines = indices.map((index) => lineOf(model, test, index, epsilons));
    const near = indices.map((index) => lineOf(model, test, index, [-small, small]));
    const ends = (line: Line) => (line.confidences[0]! + line.confidences.at(-1)!) / 2;
    const rightAt = (p: number) => meanOver(lines, (line) => line.predictions[p] === line.label ? 100 : 0);
    const rightShare = (from: number, to: number) =>
      epsilons.reduce((sum, _, p) => sum + (p >= from && p < to ? rightAt(p) : 0), 0) / (to - from);
    const picture = seed === 0 ? firstRight(predictions, test.labels, 1, pictureClass) : [];
    return {
      metrics: lines.length === 0 ? {} : {
        linear_share: { value: 100 * meanOver(lines, (line) => linearShare(line, epsilons, pieces)) },
        right_share: { value: rightShare(0, epsilons.length) },
        right_share_uphill: { value: rightShare(steps, epsilons.length) },
        right_share_downhill: { value: rightShare(0, steps + 1) },
        extreme_gain: { value: 100 * (meanOver(lines, ends) - meanOver(near, ends)) },
        contiguous_share: {
          value: 100 * meanOver(lines, (line) => wrongStretches(line, steps) === 1 ? 1 : 0),
          trials: lines.length,
        },
      },
      tables: {
        sanity: sanityChecks("maxout", model, test, fgsmAttack(small, "float32"), rng),
        fgsm_line: picture.flatMap((index) =>
          pictureRows(lineOf(model, test, index, epsilons), epsilons, index)
        ),
        fgsm_line_right: seed !== 0 || lines.length === 0 ? [] : epsilons.map((epsilon, p) => ({
          epsilon,
          right: rightAt(p),
          confidence: 100 * meanOver(lines, (line) => line.confidences[p]!),
        })),
      },
    };
  },
});
