/**
 * Whether an attack is what it claims to be, before anything is concluded from it: every experiment that attacks puts
 * these rows into its table `sanity`, and where one of them fails none of its claims is graded. They cost six passes
 * over the first thousand images; no published number comes from them.
 */
import { fgsm, randomSignNoise } from "../../attacks/mod.ts";
import { type LabelledImages, subset, toUnitInterval } from "../../datasets/mod.ts";
import { type CostGradient, type Model, type Pixels, totalsOf } from "../../models/mod.ts";
import type { Rng } from "../../random/mod.ts";
import type { SanityCheck } from "../experiment.ts";
import { errorOf, evaluate } from "./evaluate.ts";

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
  readonly excess: (
    x: Float32Array,
    moved: Float32Array,
    inputs: number,
  ) => { readonly deviation: number; readonly allowed: number };
}

/** The fast gradient sign method of size ε as an attack under test. */
export function fgsmAttack(epsilon: number, gradient: CostGradient): Attack {
  return {
    name: `FGSM, ${gradient}`,
    size: epsilon,
    gradient,
    make: (model, x, labels, size) => fgsm(model, x, labels, size, gradient),
    control: (x, inputs, size, rng) => randomSignNoise(x, inputs, size, rng),
    excess(x, moved) {
      let largest = 0;
      for (let i = 0; i < x.length; i++) largest = Math.max(largest, Math.abs(moved[i]! - x[i]!));
      // ε and the sum are each rounded once, by half a unit in the last place of at most 1 + ε
      return { deviation: Math.abs(largest - epsilon), allowed: (1 + 2 * epsilon) / 2 ** 24 };
    },
  };
}

function mean(values: Float64Array): number {
  return values.reduce((sum, v) => sum + v, 0) / values.length;
}

function differing(a: Float32Array, b: Float32Array): number {
  let count = 0;
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) count++;
  return count;
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
  const x = toUnitInterval(pixels);
  const same = attack.make(model, pixels, labels, 0);
  const moved = attack.make(model, pixels, labels, attack.size);
  const { deviation, allowed } = attack.excess(x, moved, model.inputs);
  const random = attack.control(pixels, model.inputs, attack.size, rng.fork("sanity"));

  const errorAt = (images: Float32Array) => errorOf(totalsOf(model.answers(images), labels)).value;
  const lead = errorAt(moved) - errorAt(random);
  const path = errorAt(same) - errorOf(evaluate(model, some)).value;
  const rise = mean(model.losses(moved, labels)) - mean(model.losses(pixels, labels));
  const gradient = model.inputGradient(pixels, labels, attack.gradient);
  const dead = 100 * gradient.reduce((count, g) => count + (g === 0 ? 1 : 0), 0) / gradient.length;

  const changed = differing(same, x);
  const row = (check: string, holds: boolean, value: number) => ({
    model: name,
    attack: attack.name,
    check,
    holds,
    value,
  });
  return [
    row("size 0 is the identity bit for bit (pixels that differ)", changed === 0, changed),
    row("the perturbation has its size (deviation)", deviation <= allowed, deviation),
    row("the mean loss rises (nats)", rise > 0, rise),
    row("it beats a random direction (points of error)", lead > 0, lead),
    row("its path gives the clean error of the evaluation (points apart)", path === 0, path),
    row("the gradient is not dead (% of pixels with exactly 0, below 50)", dead < 50, dead),
  ];
}
