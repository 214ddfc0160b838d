/**
 * Whether a step towards a class is what it claims to be: the battery of `sanity.ts` for attacks that aim. They start
 * from noise (appendix A), so there is no clean error, and success is the target's being the model's answer.
 */
import { randomSignNoise } from "../../attacks/mod.ts";
import type { CostGradient, Model } from "../../models/mod.ts";
import { exp } from "../../numeric/elementary.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../experiment.ts";
import { noiseImages } from "./noise_images.ts";
import { type Excess, gradientCheck, identityCheck, maxNormExcess, sanityRow } from "./sanity_rows.ts";
import { dot, mean } from "./sums.ts";
import { probabilityStep, signStep, type TargetedStep } from "./targeted_step.ts";

/** Noise images that are moved. */
const IMAGES = 1000;

/** A step towards a class under test. */
export interface TargetedAttack {
  /** "sign step towards a class". */
  readonly name: string;
  /** ε where an experiment uses it. */
  readonly size: number;
  /** The gradient that it follows. */
  readonly gradient: CostGradient;
  readonly step: TargetedStep;
  /** Images [n, inputs] as far from `x` as `moved` is, in a random direction. */
  readonly control: (x: Float32Array, moved: Float32Array, inputs: number, rng: Rng) => Float32Array;
  /** How far `moved` is from having the attack's size, and how far float32 may take it. */
  readonly excess: (model: Model, x: Float32Array, targets: Uint8Array, moved: Float32Array) => Excess;
}

/** The step of size ε along the signs of the gradient. */
export function signStepAttack(epsilon: number): TargetedAttack {
  return {
    name: "sign step towards a class",
    size: epsilon,
    gradient: "direction",
    step: signStep,
    control: (x, _moved, inputs, rng) => randomSignNoise(x, inputs, epsilon, rng),
    excess: (_model, x, _targets, moved) =>
      maxNormExcess(x, moved, epsilon, x.reduce((most, v) => Math.max(most, Math.abs(v)), 0)),
  };
}

/** ‖moved - x‖₂ of each image. */
function distances(x: Float32Array, moved: Float32Array, inputs: number): Float64Array {
  const change = Float64Array.from(moved, (v, j) => v - x[j]!);
  return Float64Array.from({ length: x.length / inputs }, (_, i) => {
    const own = change.subarray(i * inputs, (i + 1) * inputs);
    return Math.sqrt(dot(own, own));
  });
}

/** ‖∇ₓ p(target)‖₂ of each image, from the loss -log p(target) and its gradient. */
function probabilitySlopes(model: Model, x: Float32Array, targets: Uint8Array): Float64Array {
  const gradient = model.inputGradient(x, targets, "exact");
  return model.losses(x, targets).map((loss, i) => {
    const own = gradient.subarray(i * model.inputs, (i + 1) * model.inputs);
    return exp(-loss) * Math.sqrt(dot(own, own));
  });
}

/** The step of ε times the gradient of the class's probability. */
export function probabilityStepAttack(epsilon: number): TargetedAttack {
  return {
    name: "step along the probability of a class",
    size: epsilon,
    gradient: "exact",
    step: probabilityStep,
    control(x, moved, inputs, rng) {
      const lengths = distances(x, moved, inputs);
      const noise = noiseImages(lengths.length, inputs, 1, rng);
      const zero = new Float32Array(noise.length);
      const scales = distances(zero, noise, inputs).map((length, i) => lengths[i]! / length);
      return x.map((v, j) => v + scales[Math.floor(j / inputs)]! * noise[j]!);
    },
    excess(model, x, targets, moved) {
      const expected = probabilitySlopes(model, x, targets).map((slope) => epsilon * slope);
      const found = distances(x, moved, model.inputs);
      const deviation = found.reduce((most, length, i) => Math.max(most, Math.abs(length - expected[i]!)), 0);
      // each pixel is rounded once, to half a unit in its last place; the loss is rounded to float32 at most
      const longest = distances(new Float32Array(moved.length), moved, model.inputs)
        .reduce((most, length) => Math.max(most, length), 0);
      return { deviation, allowed: longest / 2 ** 23 };
    },
  };
}

/**
 * The checks of a step towards a class on a model, from noise images of which the i-th is to become class i, counted
 * round: a size of 0 is the identity bit for bit; the step has the size it should; the mean loss of the target falls
 * under a hundredth of it, while the whole step may overshoot; the target becomes the answer more often than after a
 * random step of the same size; and the gradient is not dead.
 *
 * @param name the model's name, for the report
 * @param rng the measurement's; draws come from its streams "sanity/images" and "sanity/random"
 */
export function targetedChecks(
  name: string,
  model: Model,
  attack: TargetedAttack,
  rng: Rng,
): readonly SanityCheck[] {
  const x = noiseImages(IMAGES, model.inputs, 1, rng.fork("sanity/images"));
  const targets = Uint8Array.from({ length: IMAGES }, (_, i) => i % model.classes);
  const steps = attack.step(model, x, targets);
  const moved = steps(attack.size);
  const random = attack.control(x, moved, model.inputs, rng.fork("sanity/random"));
  const { deviation, allowed } = attack.excess(model, x, targets, moved);
  const reached = (images: Float32Array) =>
    100 * mean(model.answers(images).predictions.map((k, i) => k === targets[i] ? 1 : 0));
  const fall = mean(model.losses(x, targets)) - mean(model.losses(steps(attack.size / 100), targets));
  const lead = reached(moved) - reached(random);
  const row = sanityRow(name, attack.name);
  return [
    identityCheck(row, steps(0), x),
    row("the step has its size (deviation)", deviation <= allowed, deviation),
    row("the mean loss of the target falls, at a hundredth of the size (nats)", fall > 0, fall),
    row("it reaches its target more often than a random step of its size (points)", lead > 0, lead),
    gradientCheck(row, model.inputGradient(x, targets, attack.gradient)),
  ];
}
