/** Training of networks of radial basis functions (§7) by Adam or plain descent on their summed Bernoulli cost. */
import type { DeviceImages } from "../backend/networks/device_images.ts";
import { Network } from "../backend/networks/network.ts";
import type { Device } from "../backend/program/device.ts";
import { networkOf } from "../models/architecture.ts";
import { initialiseRbf, type RbfArchitecture } from "../models/mod.ts";
import type { RbfRecipe } from "./recipe.ts";
import type { Trainer } from "./trainer.ts";
import type { Training } from "./training.ts";

/** A trainer from the initial parameters, or from where `from` is. */
export function rbfTrainer(
  device: Device,
  architecture: RbfArchitecture,
  { batch, optimiser, sharedBeta, initialBeta }: RbfRecipe,
  { images, rng, from }: Pick<Training, "images" | "rng" | "from">,
  data: DeviceImages,
): Trainer {
  const updates = Math.floor(images.count / batch);
  const parameters = from?.parameters ?? initialiseRbf(architecture, images, initialBeta, rng.fork("init"));
  const network = new Network(device, networkOf(architecture), { capacity: batch });
  network.load(parameters, from?.velocities);
  let step = (from?.epoch ?? 0) * updates;
  const { learningRate, ...rule } = optimiser;
  const training = network.training(data, { batch, optimiser: { ...rule, sharedBeta } });
  return {
    epoch(epoch) {
      training.setOrder(rng.fork("order").permutation(images.count, epoch));
      training.resetTotals();
      training.run(Array.from({ length: updates }, (_, i) => (
        { step: step++, offset: i * batch, learningRate, momentum: 0 }
      )));
      const { loss, count } = training.totals().clean;
      return loss / count;
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
