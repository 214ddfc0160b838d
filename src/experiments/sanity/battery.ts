/**
 * The battery for attacks that leave a class: whether one is what it claims to be on a model. It costs six passes over
 * the first thousand images; no published number comes from it.
 */
import type { StepAttack } from "../../attacks/mod.ts";
import { type LabelledImages, type Pixels, subset, unitPixels } from "../../datasets/mod.ts";
import { type Model, totalsOf } from "../../models/mod.ts";
import { mean } from "../../numeric/sums.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../../runs/mod.ts";
import { errorOf, evaluate } from "../measures/evaluate.ts";
import { gradientCheck, identityCheck, sanityRow } from "./rows.ts";

/** Images that are attacked. */
const IMAGES = 1000;

/**
 * The checks of an attack on a model: a size of 0 is the identity bit for bit; the perturbation has the size it
 * should; the mean loss rises; it fools more often than a random direction; the clean error is the same by the attack's
 * path and by the evaluation's; and the gradient is not dead, as it is where most of its pixels are exactly 0.
 *
 * @param name the model's name, for the report
 * @param images their first thousand are used
 * @param rng the measurement's; draws come from its stream "sanity"
 */
export function battery(
  name: string,
  model: Model,
  images: LabelledImages<Pixels>,
  attack: StepAttack,
  rng: Rng,
): readonly SanityCheck[] {
  const some = subset(images, 0, Math.min(IMAGES, images.count));
  const { pixels, labels } = some;
  const x = unitPixels(pixels);
  const steps = attack.steps(model, pixels, labels);
  const same = steps(0);
  const moved = steps(attack.size);
  const { deviation, allowed } = attack.excess(model, x, labels, moved);
  const random = attack.control(x, moved, model.inputs, rng.fork("sanity"));

  const errorAt = (images: Float32Array) => errorOf(totalsOf(model.answers(images), labels)).value;
  const lead = errorAt(moved) - errorAt(random);
  const path = errorAt(same) - errorOf(evaluate(model, some)).value;
  const rise = mean(model.losses(moved, labels)) - mean(model.losses(pixels, labels));
  const row = sanityRow(name, attack.name);
  return [
    identityCheck(row, same, x),
    row("the perturbation has its size (deviation)", deviation <= allowed, deviation),
    row("the mean loss rises (nats)", rise > 0, rise),
    row("it beats a random direction (points of error)", lead > 0, lead),
    row("its path gives the clean error of the evaluation (points apart)", path === 0, path),
    gradientCheck(row, model.inputGradient(pixels, labels, attack.gradient)),
  ];
}
