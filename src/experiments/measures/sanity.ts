/**
 * Whether an attack is what it claims to be, before anything is concluded from it: every experiment that attacks puts
 * these rows into its table `sanity`, and where one of them fails none of its claims is graded. They cost six passes
 * over the first thousand images; no published number comes from them. `targeted_sanity.ts` has the battery of attacks
 * that aim at a class.
 */
import { fgsm, randomSignNoise } from "../../attacks/mod.ts";
import { type LabelledImages, subset, unitPixels } from "../../datasets/mod.ts";
import { type CostGradient, type Model, type Pixels, totalsOf } from "../../models/mod.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../experiment.ts";
import { errorOf, evaluate } from "./evaluate.ts";
import { type Excess, gradientCheck, identityCheck, maxNormExcess, sanityRow } from "./sanity_rows.ts";
import { mean } from "./sums.ts";

/** Images that are looked at. */
const IMAGES = 1000;

/** An attack under test. */
export interface Attack {
  /** "FGSM, float32". */
  readonly name: string;
  /** Its size where an experiment uses it: ε, or degrees. */
  readonly size: number;
  /** The gradient that it follows. */
  readonly gradient: CostGradient;
  /** Perturbed images [n, inputs]; a size of 0 must change nothing. */
  readonly make: (model: Model, x: Pixels, labels: Uint8Array, size: number) => Float32Array;
  /** The same as `make` in a random direction, which must fool less often. */
  readonly control: (x: Pixels, inputs: number, size: number, rng: Rng) => Float32Array;
  /** How far `moved` is from having the attack's size, and how far float32 may take it. */
  readonly excess: (x: Float32Array, moved: Float32Array, inputs: number) => Excess;
}

/** The fast gradient sign method of size ε as an attack under test. */
export function fgsmAttack(epsilon: number, gradient: CostGradient): Attack {
  return {
    name: `FGSM, ${gradient}`,
    size: epsilon,
    gradient,
    make: (model, x, labels, size) => fgsm(model, x, labels, size, gradient),
    control: (x, inputs, size, rng) => randomSignNoise(x, inputs, size, rng),
    excess: (x, moved) => maxNormExcess(x, moved, epsilon, 1),
  };
}

/**
 * The checks of an attack on a model: a size of 0 is the identity bit for bit; the perturbation has the size it
 * should; the mean loss rises; it fools more often than a random direction; the clean error is the same by the attack's
 * path and by the evaluation's; and the gradient is not dead, as it is where most of its pixels are exactly 0.
 *
 * @param name the model's name, for the report
 * @param images their first thousand are used
 */
export function sanityChecks(
  name: string,
  model: Model,
  images: LabelledImages,
  attack: Attack,
  rng: Rng,
): readonly SanityCheck[] {
  const some = subset(images, 0, Math.min(IMAGES, images.count));
  const { pixels, labels } = some;
  const x = unitPixels(pixels);
  const same = attack.make(model, pixels, labels, 0);
  const moved = attack.make(model, pixels, labels, attack.size);
  const { deviation, allowed } = attack.excess(x, moved, model.inputs);
  const random = attack.control(pixels, model.inputs, attack.size, rng.fork("sanity"));

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
