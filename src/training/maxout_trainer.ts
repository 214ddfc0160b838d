/**
 * Training of networks of maxout layers: dropout, the mean negative log-likelihood, momentum, max-norm, one program
 * of kernels per update.
 *
 * Source of the recipe: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
import type { HeapData } from "../backend/networks/heap_data.ts";
import { MaxoutNetwork } from "../backend/networks/maxout_network.ts";
import type { Pool } from "../backend/devices/wasm/pool.ts";
import type { Totals } from "../backend/program/totals.ts";
import { type LayerDropout, rowsOfStep } from "../backend/networks/training_options.ts";
import { networkOf } from "../models/architecture.ts";
import { type LayeredArchitecture, shapesOf } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { initialParameters } from "./initialisation.ts";
import { kernelObjective, type Objective } from "./objective.ts";
import type { Descent, Momentum } from "./optimiser.ts";
import { RECIPE, type Recipe, type RecipeWith } from "./recipe.ts";
import { scheduleOf } from "./schedule.ts";
import type { Trainer } from "./trainer.ts";
import type { Training } from "./training.ts";

/** Dropout of each layer's input; every layer, and the perturbed half of a batch, has a stream of its own. */
function dropoutOf({ dropout }: Recipe, layers: readonly string[], rng: Rng): (LayerDropout | null)[] {
  if (dropout === undefined) return layers.map(() => null);
  return layers.map((layer, i) => ({
    ...(i === 0 ? dropout.input : dropout.hidden),
    key: rng.fork(layer).key,
    perturbedKey: rng.fork("perturbed").fork(layer).key,
  }));
}

/** The mean of the objective over what was trained on since the last reset, in nats. */
function costOf({ clean, perturbed }: { clean: Totals; perturbed: Totals }, { alpha }: Objective): number {
  const mean = ({ loss, count }: Totals) => loss / count;
  if (alpha === 1) return mean(clean);
  return (alpha > 0 ? alpha * mean(clean) : 0) + (alpha < 1 ? (1 - alpha) * mean(perturbed) : 0);
}

/** A trainer from random initial parameters, or from where `from` is. */
export function maxoutTrainer(
  pool: Pool,
  architecture: LayeredArchitecture,
  recipe: RecipeWith<Momentum | Descent>,
  { images, rng, from }: Pick<Training, "images" | "rng" | "from">,
  data: HeapData,
): Trainer {
  const { batch, optimiser } = recipe;
  const layers = Object.keys(shapesOf(architecture)).filter((name) => name.endsWith("/W")).map((name) =>
    name.slice(0, -2)
  );
  const objective = kernelObjective(recipe.objective, rng.fork("noise"));
  const capacity = rowsOfStep(batch, objective);
  const network = new MaxoutNetwork(pool, { ...networkOf(architecture), capacity });
  if (from) network.load(from.parameters, from.optimiserState);
  else network.load(initialParameters(architecture, recipe.initial, images, rng.fork("init")));
  const training = network.training(data, {
    batch,
    dropout: dropoutOf(recipe, layers, rng.fork("dropout")),
    objective,
    maxNorm: recipe.maxNorm ?? Infinity,
    l1: RECIPE.complete(recipe).l1,
  });
  const updates = Math.floor(images.count / batch);
  let step = (from?.epoch ?? 0) * updates;
  const { rates, momentum: momentumOf } = scheduleOf(optimiser, step);
  return {
    epoch(epoch) {
      training.setOrder(rng.fork("order").permutation(images.count, epoch));
      training.resetTotals();
      const momentum = momentumOf(epoch);
      for (let i = 0; i < updates; i++, step++) {
        training.step({ step, offset: i * batch, learningRate: rates.next().value, momentum });
      }
      return costOf(training.totals(), recipe.objective);
    },
    parameters: () => network.parameters(),
    optimiserState: () => network.velocities(),
    evaluation: (own, options) => network.evaluation(own, options),
    [Symbol.dispose]() {
      training[Symbol.dispose]();
      network[Symbol.dispose]();
    },
  };
}
