/**
 * The battery for attacks that aim at a class: whether a step is what it claims to be on a model. They start from noise
 * (appendix A), so there is no clean error, and success is the target's being the model's answer.
 */
import { noiseImages, type StepAttack } from "../../attacks/mod.ts";
import type { Model } from "../../models/mod.ts";
import { mean } from "../../numeric/sums.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../../runs/mod.ts";
import { gradientCheck, identityCheck, sanityRow } from "./rows.ts";

/** Noise images that are moved. */
const IMAGES = 1000;

/**
 * The checks of a step towards a class on a model, from noise images of which the i-th is to become class i, counted
 * round: a size of 0 is the identity bit for bit; the step has the size it should; the mean loss of the target falls
 * under a hundredth of it, while the whole step may overshoot; the target becomes the answer more often than after a
 * random step of the same size; and the gradient is not dead.
 *
 * @param name the model's name, for the report
 * @param rng the measurement's; draws come from its streams "sanity/images" and "sanity/random"
 */
export function targetedBattery(
  name: string,
  model: Model,
  attack: StepAttack,
  rng: Rng,
): readonly SanityCheck[] {
  const x = noiseImages(IMAGES, model.inputs, 1, rng.fork("sanity/images"));
  const targets = Uint8Array.from({ length: IMAGES }, (_, i) => i % model.classes);
  const steps = attack.steps(model, x, targets);
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
