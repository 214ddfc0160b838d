/** The cost of training with the parameters held still: what a continuation is held against. */
import type { DeviceImages } from "../backend/networks/device_images.ts";
import type { Evaluation } from "../backend/networks/evaluation.ts";
import { dropoutMasks } from "../models/dropout.ts";
import type { Rng } from "../random/mod.ts";
import { mixedCost, type Objective, PERTURBATION } from "./objective.ts";
import type { Trainer } from "./trainer.ts";
import type { Training } from "./training.ts";
import { costScaleOf } from "./training_options.ts";

/** The mean of an objective over images, as training has it in an epoch, with the parameters held still; in nats. */
export type CostAt = (epoch: number) => number;

/**
 * Composes what computes the mean cost of images under dropout. Each image has the masks of its number, in a stream for the
 * epoch, so no batch size can be seen. Perturbed images are those of the objective, by the gradient without dropout.
 *
 * @throws {RangeError} for an objective other than clean images and fast gradient sign examples
 */
export function costUnderDropout(
  trainer: Trainer,
  data: DeviceImages,
  { architecture, recipe }: Pick<Training, "architecture" | "recipe">,
  rng: Rng,
  owned: DisposableStack,
): CostAt {
  const { objective, dropout } = recipe;
  const scale = costScaleOf(architecture, recipe) / data.count;
  const meanOf = (evaluation: Evaluation, stream: Rng): CostAt => {
    owned.use(evaluation);
    if (dropout === undefined) return () => scale * evaluation.evaluate().loss;
    const totals = evaluation.totalsUnderDropout(dropoutMasks(dropout, architecture, stream));
    return (epoch) => scale * totals(epoch).loss;
  };
  const { alpha } = objective;
  const clean: CostAt = alpha > 0 ? meanOf(trainer.evaluation(data), rng) : () => 0;
  if (alpha === 1) return clean;
  const attack = attackOf(objective);
  const perturbed = meanOf(trainer.evaluation(data, { attack }), rng.fork("perturbed"));
  return (epoch) => mixedCost(objective, () => clean(epoch), () => perturbed(epoch));
}

function attackOf({ perturbation }: Objective) {
  if (perturbation?.kind !== "fgsm" || perturbation.dropout === true) {
    throw new RangeError(
      "Cannot continue a training: found another objective, expected clean images or fast gradient sign examples by the " +
        "gradient without dropout",
    );
  }
  const { epsilon, gradient } = PERTURBATION.complete(perturbation) as Required<typeof perturbation>;
  return { epsilon, gradient };
}
