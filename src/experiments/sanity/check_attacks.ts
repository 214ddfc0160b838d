/**
 * The checks of what an experiment attacks with, before anything is concluded from it: where one of them fails, none
 * of its claims is graded. Whoever measures an experiment calls this; an experiment only declares its attacks.
 */
import type { SanityCheck } from "../../runs/mod.ts";
import type { Experiment, MeasureContext } from "../experiment.ts";
import { battery } from "./battery.ts";
import { searchBattery } from "./search_battery.ts";
import { targetedBattery } from "./targeted_battery.ts";

/**
 * The rows of every attack that the experiment declares, on every model that it names, in that order.
 *
 * @param context the measurement's; draws come from its streams "sanity" and "sanity/…" alone
 */
export function checkAttacks<P, R extends string>(
  experiment: Experiment<P, R>,
  context: MeasureContext<P, R>,
): readonly SanityCheck[] {
  const { dataset, parameters, rng } = context;
  return (experiment.attacks?.(parameters) ?? []).flatMap((declared) => {
    const { attack } = declared;
    const models = declared.models?.(context) ?? context.models;
    const images = declared.images?.(context) ?? dataset.test;
    return Object.entries(models).flatMap(([name, model]) => {
      if ("search" in attack) return searchBattery(name, model, images, attack, rng);
      if (attack.targeted) return targetedBattery(name, model, attack, rng);
      return battery(name, model, images, attack, rng);
    });
  });
}
