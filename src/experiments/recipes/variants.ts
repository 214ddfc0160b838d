/**
 * The recipes of the variants of §3, §6 and appendix A: the maxout network's own with another objective, with sigmoids
 * on top, or with other units.
 */
import type { Profile } from "../../claims/mod.ts";
import type { Activation } from "../../models/mod.ts";
import type { TrainSpec } from "../../runs/mod.ts";
import type { Objective } from "../../training/mod.ts";
import type { DataShape } from "../experiment.ts";
import { maxout } from "./maxout.ts";
import { PAPER } from "./paper.ts";
import { CLEAN } from "./pylearn2.ts";

/** Trained naively with independent sigmoid outputs (appendix A). */
export function sigmoidTopMaxout(profile: Profile, data: DataShape, seed: number): TrainSpec {
  return maxout(profile, data, seed, { objective: CLEAN, length: "adversarial", outputs: "sigmoid" });
}

/** Trained on Gaussian rubbish beside the images (appendix A). */
export function rubbishMaxout(profile: Profile, data: DataShape, seed: number): TrainSpec {
  const { alpha } = PAPER;
  return maxout(profile, data, seed, { objective: { type: "rubbish", alpha }, length: "variant" });
}

/** Trained while the output of a hidden layer moves along its gradient (§6). */
export function hiddenMaxout(
  { layer, move }: Pick<Extract<Objective, { type: "hidden" }>, "layer" | "move">,
  profile: Profile,
  data: DataShape,
  seed: number,
): TrainSpec {
  const { alpha } = PAPER;
  return maxout(profile, data, seed, {
    objective: { type: "hidden", layer, alpha, move, gradient: "float32" },
    length: "variant",
  });
}

/** Trained on adversaries that the gradient flows through (§6). */
export function differentiableMaxout(
  move: Extract<Objective, { type: "differentiable" }>["move"],
  profile: Profile,
  data: DataShape,
  seed: number,
): TrainSpec {
  const { alpha } = PAPER;
  return maxout(profile, data, seed, {
    objective: { type: "differentiable", alpha, move },
    length: "variant",
  });
}

/** How much wider than √(6 / (inputs + units)) the weights of such units begin (Glorot and Bengio 2010). */
const GAIN = { relu: 1, sigmoid: 4 } as const;

/** The initial range of a layer of the paper's 240 units, which the rehearsal takes too; to three decimals. */
function glorotRange(inputs: number, activation: Activation): number {
  return Math.round(1000 * GAIN[activation] * Math.sqrt(6 / (inputs + 240))) / 1000;
}

/** A naively trained net of rectified linear or sigmoid units, of the maxout network's size and recipe (§3). */
export function perceptron(
  activation: Activation,
  profile: Profile,
  data: DataShape,
  seed: number,
): TrainSpec {
  const { architecture, recipe, ...rest } = maxout(profile, data, seed, {
    objective: CLEAN,
    length: "variant",
  });
  const units = "units" in architecture ? architecture.units : [];
  return {
    ...rest,
    architecture: { type: "perceptron", inputs: data.inputs, classes: data.classes, units, activation },
    recipe: { ...recipe, initialRange: glorotRange(data.inputs, activation) },
  };
}
