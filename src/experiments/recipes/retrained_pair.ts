/**
 * §6, the protocol of the clean test errors: the number of epochs is chosen on validation images, by the clean error
 * for a naive network and by the adversarial error for an adversarially trained one; then a network is trained from
 * scratch on all images for so many epochs. Two experiments share it, for 240 and for 1600 units.
 */
import type { Profile } from "../../claims/mod.ts";
import type { TrainPlan } from "../../runs/mod.ts";
import type { DataShape } from "../experiment.ts";
import { retrained, stoppedEarly } from "./held_out.ts";
import { adversarialMaxout, naiveMaxout } from "./maxout.ts";

/** The selecting and the final training of either network. */
export type PairRole = "naive_selected" | "naive" | "adversarial_selected" | "adversarial";

/** The trainings of one seed; `size` says how large the networks are. */
export function retrainedPair(
  profile: Profile,
  data: DataShape,
  seed: number,
  size: (spec: TrainPlan) => TrainPlan = (spec) => spec,
): Readonly<Record<PairRole, TrainPlan>> {
  const naive = stoppedEarly(size(naiveMaxout(profile, data, seed)), profile, data, "clean");
  const adversarial = stoppedEarly(
    size(adversarialMaxout(profile, data, seed)),
    profile,
    data,
    "adversarial",
  );
  return {
    naive_selected: naive,
    naive: retrained(naive, data, "naive_selected"),
    adversarial_selected: adversarial,
    adversarial: retrained(adversarial, data, "adversarial_selected"),
  };
}
