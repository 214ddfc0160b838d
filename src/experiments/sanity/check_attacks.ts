/**
 * The checks of what an experiment attacks with, before anything is concluded from it: where one of them fails, none
 * of its claims is graded. Whoever measures an experiment calls this; an experiment only declares its attacks.
 */
import type { LabelledImages, Pixels } from "../../datasets/mod.ts";
import type { Model } from "../../models/mod.ts";
import type { SanityCheck } from "../../runs/mod.ts";
import type { Experiment, MeasureContext } from "../experiment.ts";
import { battery } from "./battery.ts";
import { searchBattery } from "./search_battery.ts";
import { targetedBattery } from "./targeted_battery.ts";

/** The test images as a model sees them; one that the measurement made itself sees them as they are. */
function testImages<P, R extends string>(
  { models, images, dataset }: MeasureContext<P, R>,
  model: Model,
): LabelledImages<Pixels> {
  const role = Object.keys(models).find((each) => models[each as R] === model);
  return role === undefined ? dataset.test : images(role as R, "test");
}

/**
 * The rows of every attack that the experiment declares, on every model that it names, in that order.
 *
 * @param context the measurement's; draws come from its streams "sanity" and "sanity/…" alone
 */
export function checkAttacks<P, R extends string>(
  experiment: Experiment<P, R>,
  context: MeasureContext<P, R>,
): readonly SanityCheck[] {
  const { parameters, rng } = context;
  return (experiment.attacks?.(parameters) ?? []).flatMap((declared) => {
    const { attack } = declared;
    const models = declared.models?.(context) ?? context.models;
    const chosen = declared.images?.(context);
    return Object.entries(models).flatMap(([name, model]) => {
      const images = chosen ?? testImages(context, model);
      if ("search" in attack) return searchBattery(name, model, images, attack, rng);
      if (attack.targeted) return targetedBattery(name, model, attack, rng);
      return battery(name, model, images, attack, rng);
    });
  });
}
