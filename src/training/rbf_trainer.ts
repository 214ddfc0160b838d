/** Training of networks of radial basis functions (§7) by Adam or plain descent on their summed Bernoulli cost. */
import type { HeapData } from "../backend/networks/heap_data.ts";
import type { Pool } from "../backend/devices/wasm/pool.ts";
import { RbfNetwork } from "../backend/networks/rbf_network.ts";
import { rbfShapeOf } from "../models/architecture.ts";
import type { RbfArchitecture } from "../models/mod.ts";
import { initialParameters } from "./initialisation.ts";
import { ADAM, type Adam, type Descent } from "./optimiser.ts";
import { RECIPE, type RecipeWith } from "./recipe.ts";
import type { Trainer } from "./trainer.ts";
import type { Training } from "./training.ts";

/** A trainer from the initial parameters, or from where `from` is. */
export function rbfTrainer(
  pool: Pool,
  architecture: RbfArchitecture,
  recipe: RecipeWith<Adam | Descent>,
  { images, rng, from }: Pick<Training, "images" | "rng" | "from">,
  data: HeapData,
): Trainer {
  const { batch, initial, sharedBeta } = RECIPE.complete(recipe);
  const optimiser = recipe.optimiser.type === "adam" ? ADAM.complete(recipe.optimiser) : recipe.optimiser;
  const updates = Math.floor(images.count / batch);
  const parameters = from?.parameters ?? initialParameters(architecture, initial, images, rng.fork("init"));
  const network = new RbfNetwork(pool, rbfShapeOf(architecture), batch);
  network.load(parameters, from?.optimiserState);
  const steps = (from?.epoch ?? 0) * updates;
  const training = network.training(data, { batch, optimiser, sharedBeta, steps });
  return {
    epoch(epoch) {
      training.setOrder(rng.fork("order").permutation(images.count, epoch));
      training.resetTotals();
      for (let i = 0; i < updates; i++) training.step(i * batch);
      const { loss, count } = training.totals();
      return loss / count;
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
