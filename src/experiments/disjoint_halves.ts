/**
 * §8: examples fool networks that were trained on other images. Two naive maxout networks of different seeds see the
 * first and the second half of the training images; each is shown the other's FGSM examples. Claims H53 and H54.
 */
import { fgsm, fgsmAttack } from "../attacks/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import { agreementOf, beyondChance, difference, errorOf, evaluate, fgsmTotals } from "./measures/mod.ts";
import { halfMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

const HALVES = ["first", "second"] as const;

/** FGSM examples between networks with no training image in common. */
export const disjointHalves = experiment({
  name: "disjoint_halves",
  title: "Transfer between networks trained on disjoint halves (§8)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      first: halfMaxout(0, profile, data, 2 * seed),
      second: halfMaxout(1, profile, data, 2 * seed + 1),
    }),
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [{ attack: fgsmAttack({ epsilon, gradient: "float32" }) }],
  measure({ models, dataset: { test }, parameters: { epsilon } }) {
    const metrics: Record<string, Metric> = {};
    const transfer: { source: string; target: string; error: number }[] = [];
    const gains: Metric[] = [];
    const agreement = { fooled: 0, bothErr: 0, same: 0 };
    for (const source of HALVES) {
      const target = source === "first" ? "second" : "first";
      const [from, to] = [models[source], models[target]];
      const own = fgsmTotals(from, test, epsilon, "float32");
      const transferred = fgsmTotals(to, test, epsilon, "float32", from);
      const clean = evaluate(to, test);
      gains.push(difference(transferred, clean));
      metrics[`${target}_clean_error`] = errorOf(clean);
      metrics[`${source}_own_error`] = errorOf(own);
      metrics[`${source}_to_${target}_error`] = errorOf(transferred);
      transfer.push(
        { source, target: source, error: errorOf(own).value },
        { source, target, error: errorOf(transferred).value },
      );
      const x = fgsm(from, test.pixels, test.labels, epsilon, "float32");
      const found = agreementOf(from.answers(x).predictions, to.answers(x).predictions, test.labels);
      agreement.fooled += found.fooled;
      agreement.bothErr += found.bothErr;
      agreement.same += found.same;
    }
    metrics["transfer_gain"] = gains[0]!.value < gains[1]!.value ? gains[0]! : gains[1]!;
    const beyond = beyondChance(agreement, models.first.classes);
    if (beyond) metrics["agreement_beyond_chance"] = beyond;
    return {
      metrics,
      tables: {
        disjoint_halves: transfer,
      },
    };
  },
});
