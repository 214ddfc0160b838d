/**
 * §8, §10: a perturbation made for one image fools the network on others. Every test image gets the FGSM perturbation
 * of the next test image. Claim L17.examples.
 */
import { fgsmAttack, gradientSigns, stepAlong } from "../attacks/mod.ts";
import { experiment } from "./experiment.ts";
import { difference, evaluate } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS } from "./recipes/mod.ts";

/** The perturbations moved on by one image: the last one's goes to the first. */
function shifted(signs: Int8Array, inputs: number): Int8Array {
  const moved = new Int8Array(signs.length);
  moved.set(signs.subarray(inputs));
  moved.set(signs.subarray(0, inputs), signs.length - inputs);
  return moved;
}

/** The neighbour's FGSM perturbation on the naive maxout network. */
export const sharedPerturbations = experiment({
  name: "shared_perturbations",
  title: "One image's perturbation on another (§8)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({ maxout: naiveMaxout(profile, data, seed) }),
    parameters: { epsilon: PAPER.epsilon },
  }),
  attacks: ({ epsilon }) => [{ attack: fgsmAttack({ epsilon, gradient: "float32" }) }],
  measure({ models, dataset: { test }, parameters: { epsilon } }) {
    const model = models.maxout;
    const signs = shifted(gradientSigns(model, test.pixels, test.labels, "float32"), model.inputs);
    const perturbed = evaluate(model, test, (m, x, _labels, first) => {
      const at = first * m.inputs;
      return stepAlong(x, signs.subarray(at, at + x.length), epsilon);
    });
    return { metrics: { error_gain: difference(perturbed, evaluate(model, test)) }, tables: {} };
  },
});
