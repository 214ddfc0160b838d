/**
 * Appendix A: a maxout network with ten independent sigmoids on top instead of softmax may say of an image of noise
 * that it is no digit. Claims Q20b and H25.
 */
import { experiment } from "./experiment.ts";
import { errorOf, evaluate, falsePositives, noiseImages, present } from "./measures/mod.ts";
import { naiveMaxout, PAPER, SEEDS, sigmoidTopMaxout } from "./recipes/mod.ts";

type Parameters = {
  readonly images: number;
  /** Above this probability a class counts as seen. */
  readonly threshold: number;
};

/** Noise images on networks with sigmoids and with softmax on top, of equal training. */
export const sigmoidTop = experiment({
  name: "sigmoid_top",
  title: "Noise on independent sigmoids (App. A)",
  plan: (profile, data) => ({
    seeds: SEEDS.variant[profile],
    models: (seed) => ({
      sigmoid: sigmoidTopMaxout(profile, data, seed),
      softmax: naiveMaxout(profile, data, seed, "adversarial"),
    }),
    parameters: {
      images: profile === "smoke" ? 500 : 10_000,
      threshold: PAPER.threshold,
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters: { images, threshold }, rng }) {
    const x = noiseImages(images, models.sigmoid.inputs, 1, rng.fork("images"));
    const found = (["sigmoid", "softmax"] as const).map((name) => ({
      name,
      clean: errorOf(evaluate(models[name], test)),
      rubbish: falsePositives(models[name], x, threshold),
    }));
    const [sigmoid, softmax] = found as [typeof found[number], typeof found[number]];
    return {
      metrics: present({
        error: sigmoid.rubbish.error,
        confidence: sigmoid.rubbish.confidence,
        clean_error: sigmoid.clean,
        softmax_error: softmax.rubbish.error,
        softmax_minus_sigmoid_error: {
          value: softmax.rubbish.error.value - sigmoid.rubbish.error.value,
        },
      }),
      tables: {
        sigmoid_top: found.map(({ name, clean, rubbish }) => ({
          top: name,
          clean_error: clean.value,
          rubbish_error: rubbish.error.value,
          rubbish_confidence: rubbish.confidence?.value ?? null,
        })),
      },
    };
  },
});
