/**
 * §8 and §10: the network of radial basis functions beside maxout and softmax regression. It seldom names their wrong
 * class (Q16a, Q16d, Q16e), is fooled less often by examples of its own (L20, H32), and rejects the noise in which
 * maxout sees digits (L19.rbf).
 */
import { fgsm } from "../attacks/mod.ts";
import { experiment, type Metric } from "./experiment.ts";
import {
  agreementOf,
  difference,
  falsePositives,
  fgsmAttack,
  fgsmTotals,
  noiseImages,
  present,
  sanityChecks,
  shareOf,
} from "./measures/mod.ts";
import { naiveMaxout, PAPER, rbfNetwork, SEEDS, softmaxRegression } from "./recipes/mod.ts";

type Parameters = {
  readonly epsilon: number;
  /** Noise images, and the probability above which a class counts as seen. */
  readonly noise: { readonly images: number; readonly threshold: number };
};

const ROLES = ["maxout", "softmax", "rbf"] as const;
type Role = (typeof ROLES)[number];

/** Radial basis functions beside maxout and softmax regression. */
export const rbfAgreement = experiment({
  name: "rbf_agreement",
  title: "Radial basis functions beside maxout and softmax regression (§8, §10, App. A)",
  plan: (profile, data) => ({
    seeds: SEEDS.naive[profile],
    models: (seed) => ({
      maxout: naiveMaxout(profile, data, seed),
      softmax: softmaxRegression(profile, data, seed),
      rbf: rbfNetwork(profile, data, seed),
    }),
    parameters: {
      epsilon: PAPER.epsilon,
      noise: { images: profile === "smoke" ? 1000 : 10_000, threshold: PAPER.threshold },
    } satisfies Parameters,
  }),
  measure({ models, dataset: { test }, parameters: { epsilon, noise }, rng }) {
    const model = (role: Role) => models[role];
    const predictionsOn = (x: Float32Array) => {
      const found = Object.fromEntries(ROLES.map((role) => [role, model(role).answers(x).predictions]));
      return (one: Role, other: Role) => agreementOf(found[one]!, found[other]!, test.labels);
    };
    const examplesOf = (role: Role) => fgsm(model(role), test.pixels, test.labels, epsilon, "float32");
    const onMaxout = predictionsOn(examplesOf("maxout"));
    const onSoftmax = predictionsOn(examplesOf("softmax"));
    const maxout = onMaxout("maxout", "rbf");
    const softmax = onMaxout("softmax", "rbf");
    const itsOwn = onSoftmax("softmax", "rbf");

    const attacked = (role: Role) => fgsmTotals(model(role), test, epsilon, "float32");
    const rbf = attacked("rbf");
    const images = noiseImages(noise.images, model("rbf").inputs, 1, rng.fork("images"));
    const rubbishError = (role: Role) => falsePositives(model(role), images, noise.threshold).error.value;
    const metrics: Record<string, Metric | null> = {
      rbf_predicts_maxout: shareOf(maxout.same, maxout.fooled),
      rbf_agrees_where_both_err: shareOf(maxout.same, maxout.bothErr),
      rbf_agrees_with_softmax: shareOf(softmax.same, softmax.bothErr),
      rbf_predicts_softmax: shareOf(softmax.same, softmax.fooled),
      rbf_agrees_with_softmax_on_its_own: shareOf(itsOwn.same, itsOwn.bothErr),
      rbf_predicts_softmax_on_its_own: shareOf(itsOwn.same, itsOwn.fooled),
      maxout_minus_rbf_error: difference(attacked("maxout"), rbf),
      softmax_minus_rbf_error: difference(attacked("softmax"), rbf),
      maxout_minus_rbf_rubbish_error: { value: rubbishError("maxout") - rubbishError("rbf") },
    };
    const checks = ROLES.map((role) =>
      sanityChecks(role, model(role), test, fgsmAttack(epsilon, "float32"), rng)
    );
    return { metrics: present(metrics), tables: { sanity: checks.flat() } };
  },
});
