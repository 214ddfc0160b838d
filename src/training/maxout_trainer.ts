/**
 * Training of networks of maxout layers: dropout, the mean negative log-likelihood, momentum, max-norm, one program
 * of kernels per update.
 *
 * Source of the recipe: pylearn2, `scripts/papers/maxout/mnist_pi.yaml`.
 */
import type { DeviceImages } from "../backend/networks/device_images.ts";
import { Network } from "../backend/networks/network.ts";
import type { Device } from "../backend/program/device.ts";
import type { Totals } from "../backend/program/totals.ts";
import { type LayerDropout, rowsOfStep } from "../backend/networks/training_options.ts";
import { networkOf } from "../models/architecture.ts";
import { initialise, type LayeredArchitecture, shapesOf } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import { kernelObjective, type Objective } from "./objective.ts";
import type { Recipe } from "./recipe.ts";
import { learningRates, momentumAt } from "./schedule.ts";
import type { Trainer } from "./trainer.ts";
import type { Training } from "./training.ts";

/** Dropout of each layer's input; every layer, and the perturbed half of a batch, has a stream of its own. */
function dropoutOf({ dropout }: Recipe, layers: readonly string[], rng: Rng): (LayerDropout | null)[] {
  if (dropout === null) return layers.map(() => null);
  return layers.map((layer, i) => ({
    ...(i === 0 ? dropout.input : dropout.hidden),
    key: rng.fork(layer).key,
    perturbedKey: rng.fork("perturbed").fork(layer).key,
  }));
}

/** The mean of the objective over what was trained on since the last reset, in nats. */
function costOf({ clean, perturbed }: { clean: Totals; perturbed: Totals }, objective: Objective): number {
  const mean = ({ loss, count }: Totals) => loss / count;
  if (objective.type === "clean") return mean(clean);
  const { alpha } = objective;
  return (alpha > 0 ? alpha * mean(clean) : 0) + (alpha < 1 ? (1 - alpha) * mean(perturbed) : 0);
}

/** A trainer from random initial parameters, or from where `from` is. */
export function maxoutTrainer(
  device: Device,
  architecture: LayeredArchitecture,
  recipe: Recipe,
  { images, rng, from }: Pick<Training, "images" | "rng" | "from">,
  data: DeviceImages,
): Trainer {
  const { batch } = recipe;
  const layers = Object.keys(shapesOf(architecture)).filter((name) => name.endsWith("/W")).map((name) =>
    name.slice(0, -2)
  );
  const objective = kernelObjective(recipe.objective, rng.fork("noise"));
  const capacity = rowsOfStep(batch, objective);
  const network = new Network(device, networkOf(architecture), { capacity });
  if (from) network.load(from.parameters, from.velocities);
  else network.load(initialise(architecture, recipe.initialRange, rng.fork("init")));
  const training = network.training(data, {
    batch,
    dropout: dropoutOf(recipe, layers, rng.fork("dropout")),
    objective,
    optimiser: { type: "momentum", maxNorm: recipe.maxNorm ?? Infinity, l1: recipe.l1 ?? 0 },
  });
  const updates = Math.floor(images.count / batch);
  let step = (from?.epoch ?? 0) * updates;
  const rates = learningRates(recipe.learningRate, step);
  return {
    epoch(epoch) {
      training.setOrder(rng.fork("order").permutation(images.count, epoch));
      training.resetTotals();
      const momentum = momentumAt(epoch, recipe.momentum);
      training.run(Array.from({ length: updates }, (_, i) => (
        { step: step++, offset: i * batch, learningRate: rates.next().value, momentum }
      )));
      return costOf(training.totals(), recipe.objective);
    },
    parameters: () => network.parameters(),
    velocities: () => network.optimiserState(),
    evaluation: (own, options) => network.evaluation(own, options),
    [Symbol.dispose]() {
      training[Symbol.dispose]();
      network[Symbol.dispose]();
    },
  };
}
