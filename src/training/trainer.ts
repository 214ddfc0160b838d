/** A network that is trained, an epoch at a time, whatever its layers and its optimiser. */
import type { DeviceImages } from "../backend/networks/device_images.ts";
import type { Evaluation, EvaluationOptions } from "../backend/networks/evaluation.ts";
import { Network } from "../backend/networks/network.ts";
import { rowsOfStep } from "../backend/networks/training_options.ts";
import type { Device } from "../backend/program/device.ts";
import type { Totals } from "../backend/program/totals.ts";
import { networkOf } from "../models/architecture.ts";
import type { Parameters } from "../models/mod.ts";
import { initialParameters } from "./initialisation.ts";
import { mixedCost } from "./objective.ts";
import { scheduleOf } from "./schedule.ts";
import type { Training } from "./training.ts";
import { costScaleOf, trainingOptions } from "./training_options.ts";

/** A network that can be trained; dispose it to free its memory. */
export interface Trainer extends Disposable {
  /** Sets the parameters and the optimiser's state, zeros by default. */
  load(parameters: Parameters, optimiserState?: Parameters): void;
  /** Trains an epoch, counted from 1, and returns the mean of the cost over its images, in nats. */
  epoch(epoch: number): number;
  parameters(): Parameters;
  /** The optimiser's state. */
  optimiserState(): Parameters;
  /** Composes an evaluation of the network as it is when that runs. */
  evaluation(data: DeviceImages, options?: EvaluationOptions): Evaluation;
}

const meanLoss = ({ loss, count }: Totals) => loss / count;

/** A trainer from the initial parameters, or from where `from` is; `data` are the training's images on the device. */
export function trainerOf(
  device: Device,
  { architecture, recipe, images, rng, from, continues }: Omit<Training, "onEpoch" | "monitor">,
  data: DeviceImages,
): Trainer {
  const { batch, objective, initial, optimiser } = recipe;
  const options = trainingOptions(architecture, recipe, rng);
  const costScale = costScaleOf(architecture, recipe);
  const network = new Network(device, networkOf(architecture), {
    capacity: rowsOfStep(batch, options.objective ?? { cleanWeight: 1 }),
  });
  network.load(
    from?.parameters ?? continues?.parameters ??
      initialParameters(architecture, initial, images, rng.fork("init")),
    from?.optimiserState,
  );
  const training = network.training(data, options);
  const updates = Math.floor(images.count / batch);
  const first = (from?.epoch ?? 0) * updates;
  const { rates, momentum } = scheduleOf(optimiser, (continues?.updates ?? 0) + first);
  let step = first;
  return {
    load: (parameters, state) => network.load(parameters, state),
    epoch(epoch) {
      training.setOrder(rng.fork("order").permutation(images.count, epoch));
      training.resetTotals();
      training.run(Array.from({ length: updates }, (_, i) => ({
        step: step++,
        offset: i * batch,
        learningRate: rates.next().value,
        momentum: momentum(continues?.epoch ?? epoch),
      })));
      const { clean, perturbed } = training.totals();
      return costScale * mixedCost(objective, () => meanLoss(clean), () => meanLoss(perturbed));
    },
    parameters: () => network.parameters(),
    optimiserState: () => network.optimiserState(),
    evaluation: (own, which) => network.evaluation(own, which),
    [Symbol.dispose]() {
      training[Symbol.dispose]();
      network[Symbol.dispose]();
    },
  };
}
