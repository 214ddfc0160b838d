/**
 * An invented report: every number below is made up to try out layouts and must never be quoted. It is deterministic,
 * has each verdict once at least, and rows for each figure.
 */
import type { ClaimResult, ReportData } from "../../src/report/data.ts";

/** Invented, deterministic "noise" in [−1, 1). */
function wobble(n: number): number {
  return (((Math.imul(n + 1, 2654435761) >>> 0) % 2000) - 1000) / 1000;
}

/** A claim as a sound run would give it, with what a test wants to be different. */
export function claimResult(id: string, difference: Partial<ClaimResult> = {}): ClaimResult {
  return {
    id,
    section: "4",
    kind: "claim",
    dataset: "mnist",
    statement: `Invented statement of ${id}.`,
    quantity: "error at ε = .25",
    unit: "%",
    published: 89.4,
    comparison: "equal",
    tolerance: 4,
    mean: null,
    interval: null,
    perSeed: [],
    wilson: null,
    own: false,
    graded: false,
    expected: "reproduced",
    verdict: "not-run",
    readings: [],
    experiment: "fgsm_maxout",
    metric: "error",
    basis: "invented for this test",
    pilot: null,
    pilotSeen: false,
    reason: null,
    command: `deno task reproduce --profile quick --claims ${id}`,
    ...difference,
  };
}

/** A measured claim: mean, half width of the interval and five seeds about it. */
function measured(id: string, mean: number, half: number, difference: Partial<ClaimResult>): ClaimResult {
  const perSeed = [0, 1, 2, 3, 4].map((seed) => ({
    seed,
    value: mean + 1.4 * half * wobble(seed + id.length * 7),
  }));
  return claimResult(id, {
    mean,
    interval: [mean - half, mean + half],
    perSeed,
    graded: true,
    verdict: "reproduced",
    ...difference,
  });
}

const CLAIMS: readonly ClaimResult[] = [
  measured("L1.growth", 0.0000213, 0.0000041, {
    section: "3",
    dataset: "none",
    statement:
      "A perturbation ε·sign(w) moves the activation of a linear unit by ε·m·n, with n the dimension.",
    quantity: "largest relative deviation from ε·m·n over the dimensions",
    published: 0,
    comparison: "at-most",
    tolerance: 0.01,
  }),
  measured("Q2a", 99.84, 0.05, {
    statement: "Softmax regression gets almost every FGSM example of the MNIST test set wrong.",
    published: 99.9,
    tolerance: 0.3,
    wilson: [99.73, 99.92],
    pilot: "99.92 (one seed)",
    pilotSeen: true,
  }),
  measured("Q2b", 78.1, 1.6, {
    statement: "Softmax regression is confident about those FGSM examples.",
    quantity: "mean confidence at ε = .25",
    published: 79.3,
    tolerance: 2,
    verdict: "undecided",
    readings: [{
      metric: "confidence_misclassified",
      mean: 78.2,
      interval: [76.6, 79.8],
      verdict: "undecided",
    }],
  }),
  measured("Q3a", 97.3, 0.6, {
    statement: "A naively trained maxout network gets nine in ten FGSM examples wrong.",
    verdict: "not-reproduced",
  }),
  measured("Q3b", 96.9, 0.4, {
    statement: "The maxout network is more confident about its FGSM mistakes than softmax regression.",
    quantity: "mean confidence at ε = .25",
    published: 97.6,
    tolerance: 1.5,
  }),
  measured("Q5a", 1.71, 0.06, {
    section: "5",
    statement: "Logistic regression tells clean threes from sevens with few errors.",
    quantity: "clean error, 3 against 7",
    published: 1.6,
    tolerance: 1,
  }),
  measured("Q5b", 99, 0, {
    section: "5",
    statement: "The same logistic regression gets nearly every FGSM example wrong.",
    published: 99,
    tolerance: 1,
  }),
  measured("Q15a", 63.2, 4.1, {
    section: "7",
    statement: "A shallow RBF network resists FGSM better than the linear models.",
    published: 55.4,
    tolerance: 5,
    verdict: "underspecified",
    expected: "underspecified",
    reason: "two plausible readings of the model disagree: 54.6 and 63.2",
  }),
  measured("Q14a.error", 87.7, 2.2, {
    section: "6",
    statement: "Training with random ±ε on each pixel does not protect against FGSM.",
    published: 86.2,
    graded: false,
    reason: "measured with 2 of the 3 seeds that grading needs",
  }),
  measured("H1", 97.3, 0.6, {
    statement: "A naive maxout net, however short its training, gets most FGSM examples wrong.",
    published: 85,
    comparison: "at-least",
    tolerance: 0,
    own: true,
    basis: "own bound, which the project requires of itself",
  }),
  measured("H6", 2.5, 0.7, {
    statement:
      "At ε = .25 the naive maxout net makes fewer errors than softmax regression, as 89.4 and 99.9 say.",
    quantity: "error of softmax minus error of maxout at ε = .25",
    unit: "points",
    published: null,
    comparison: "ordering",
    tolerance: null,
    own: true,
    basis: "sign of the paired difference over seeds",
  }),
  ...["Q4a", "Q4b", "Q20c.error", "Q20c.confidence"].map((id) =>
    claimResult(id, {
      dataset: "cifar10",
      experiment: null,
      metric: null,
      basis: null,
      reason: "no experiment yet: CIFAR-10 is an issue of its own",
    })
  ),
  ...["Q8a", "Q8b", "Q9b", "Q10a", "Q10b", "Q10c", "Q11b", "Q12a", "Q12b", "Q13", "Q19a", "Q19b"].map((id) =>
    claimResult(id, {
      section: "6",
      experiment: null,
      metric: null,
      basis: null,
      tolerance: null,
      reason: "no experiment yet: planned",
    })
  ),
  claimResult("Q7", {
    kind: "setting",
    section: "6",
    statement: "The clean and the adversarial half of the objective weigh the same.",
    published: 0.5,
    unit: "1",
    reason: "a setting of the paper, used and not tested",
  }),
];

/** An invented digit: a ring, moved a little by `variant`. */
function digit(variant: number): number[] {
  return Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [(i % 28) - 13.5 - wobble(variant), Math.floor(i / 28) - 13.5];
    const distance = Math.abs(Math.sqrt(x * x * 1.6 + y * y) - 9);
    return distance < 2 ? Math.round(255 * (1 - distance / 2)) : 0;
  });
}

function signs(variant: number): number[] {
  return Array.from({ length: 784 }, (_, i) => {
    const [x, y] = [i % 28, Math.floor(i / 28)];
    if (x < 2 || x > 25 || y < 2 || y > 25) return 0;
    return (x + 2 * y + 5 * variant) % 14 < 7 ? 1 : -1;
  });
}

function attacked(variant: number, epsilon: number): number[] {
  const sign = signs(variant);
  return digit(variant).map((byte, i) =>
    Math.min(255, Math.max(0, Math.round(byte + 255 * epsilon * sign[i]!)))
  );
}

function attackedNoise(variant: number): number[] {
  return Array.from({ length: 784 }, (_, i) => Math.abs(Math.round(255 * wobble(i * 7 + variant))));
}

const EPSILONS = [0, 0.05, 0.1, 0.15, 0.2, 0.25] as const;

function curves() {
  const rates = { softmax: 60, logistic: 40, maxout: 22 } as const;
  return Object.entries(rates).flatMap(([model, rate]) =>
    [...EPSILONS, 0.3, 0.4, 0.5].flatMap((epsilon) =>
      [0, 1, 2].map((seed) => {
        const error = 100 - 98 / (1 + rate * epsilon * epsilon * (1 + 0.15 * wobble(seed + rate)));
        return {
          model,
          epsilon,
          seed,
          error,
          confidence: 99 - 60 * epsilon * (1 - epsilon),
          confidenceMisclassified: null,
        };
      })
    )
  );
}

function grid() {
  return [7, 4, 0, 2].flatMap((label, index) => [
    { kind: "sign", index, label, epsilon: 0, predicted: label, confidence: 1, pixels: signs(index) },
    ...EPSILONS.map((epsilon) => ({
      kind: "image",
      index,
      label,
      epsilon,
      predicted: epsilon > 0.06 + 0.03 * index ? 8 : label,
      confidence: 0.99 - epsilon / 2,
      pixels: attacked(index, epsilon),
    })),
  ]);
}

function weights() {
  const row = (kind: string, index: number, predicted: number | null, pixels: number[]) => ({
    kind,
    label: kind === "weights" || kind === "sign" ? null : index % 2 === 0 ? 3 : 7,
    index,
    predicted,
    pixels,
  });
  const smooth = digit(3).map((byte, i) => (byte / 255) * wobble(i) - 0.2 * wobble(i * 3));
  return [
    row("weights", 0, null, smooth),
    row("sign", 0, null, smooth.map(Math.sign)),
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((index) => [
      row("clean", index, index % 2 === 0 ? 3 : 7, digit(index)),
      row("perturbed", index, index === 4 ? 3 : index % 2 === 0 ? 7 : 3, attacked(index, 0.25)),
    ]),
  ];
}

function growth() {
  return [0.007, 0.25].flatMap((norm) =>
    [16, 49, 196, 784, 3072, 12288].flatMap((dimension) =>
      [0, 1, 2].map((seed) => {
        const predicted = norm * 0.08 * dimension * (1 + 0.02 * wobble(seed));
        return {
          dimension,
          norm,
          seed,
          predicted,
          measured: predicted * (1 + 0.0004 * wobble(dimension + seed)),
        };
      })
    )
  );
}

/** Rows for each seed. */
function seeded<T extends object>(make: (seed: number) => readonly T[]) {
  return [0, 1, 2].flatMap((seed) => make(seed).map((row) => ({ ...row, seed })));
}

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] as const;

function transfers() {
  const errors = { naive: { naive: 97, adversarial: 21 }, adversarial: { naive: 44, adversarial: 19 } };
  return seeded((seed) =>
    Object.entries(errors).flatMap(([source, targets]) =>
      Object.entries(targets).map(([target, error]) => ({
        source,
        target,
        error: error + wobble(seed + error),
      }))
    )
  );
}

function confusions() {
  return DIGITS.flatMap((label) =>
    DIGITS.map((predicted) => ({
      model: "maxout",
      epsilon: 0.25,
      seed: 0,
      label,
      predicted,
      images: label === predicted ? 9 : Math.max(0, Math.round(14 * wobble(10 * label + predicted))),
    }))
  );
}

function histograms() {
  return seeded((seed) =>
    ["softmax", "maxout"].flatMap((model) =>
      ["clean", "fgsm"].flatMap((condition) =>
        Array.from({ length: 20 }, (_, bin) => ({
          model,
          condition,
          from: bin / 20,
          to: (bin + 1) / 20,
          images: bin < 2
            ? 0
            : Math.round((condition === "clean" ? 2 : 1) * bin * bin * (1.2 + wobble(bin + seed))),
        }))
      )
    )
  );
}

function rubbishRows() {
  return seeded((seed) =>
    ["softmax", "maxout"].flatMap((model) =>
      DIGITS.map((digit) => ({
        model,
        class: digit,
        share: (model === "maxout" && digit === 5 ? 45 : 6) * (1 + 0.2 * wobble(digit + seed)),
      }))
    )
  );
}

function lineRows() {
  const epsilons = Array.from({ length: 41 }, (_, k) => (k - 20) / 2);
  return epsilons.map((epsilon) => {
    const logits = DIGITS.map((k) =>
      k === 4 ? 30 - 9 * Math.abs(epsilon) : (k - 5) * epsilon + 2 * Math.abs(epsilon) + wobble(k)
    );
    const predicted = logits.indexOf(Math.max(...logits));
    return { epsilon, index: 6, label: 4, predicted, confidence: 0.9, logits, seed: 0 };
  });
}

function cosines() {
  return seeded((seed) =>
    ["softmax", "maxout"].flatMap((model) =>
      [0, 0.1, 0.2, 0.3, 0.4, 0.5].map((flipped) => ({
        model,
        flipped,
        cosine: 1 - 2 * flipped,
        error: 98 - 180 * flipped * flipped * (1 + 0.1 * wobble(seed)) - (model === "maxout" ? 5 : 0),
      }))
    )
  );
}

function penalties() {
  return seeded((seed) =>
    [0.25, 0.025].flatMap((epsilon) =>
      [1, 2, 4, 8, 16, 20].map((epoch) => ({
        epsilon,
        epoch,
        penalty: (epsilon * (4 + 0.2 * wobble(seed))) / epoch,
        l1: epsilon * (20 + epoch),
      }))
    )
  );
}

function decays() {
  return seeded((seed) =>
    [0, 0.000025, 0.00025, 0.0025].map((coefficient, k) => ({
      coefficient,
      train_error: 0.1 + 2 * k * k + 0.3 * wobble(seed),
      validation_error: 2 + k,
      test_error: 2 + k * k + 0.2 * wobble(seed),
      fgsm_error: 98 - 3 * k,
    }))
  );
}

const ENSEMBLE = [
  { rule: "one member", attack: "itself", error: 96.1, seed: 0 },
  { rule: "probabilities", attack: "none", error: 1.2, seed: 0 },
  { rule: "probabilities", attack: "ensemble", error: 92.4, seed: 0 },
  { rule: "logits", attack: "member", error: 88.3, seed: 0 },
];

function fooling() {
  return seeded((seed) =>
    DIGITS.flatMap((digit) =>
      [["none", 0], ["raw", 100], ["sign", 0.1], ["sign", 0.25]].map(([step, epsilon], k) => ({
        step,
        epsilon,
        class: digit,
        success: Math.min(100, 9 + 30 * k + 4 * wobble(digit + seed)),
      }))
    )
  );
}

function filters() {
  return ["naive", "adversarial"].flatMap((model, m) =>
    [0, 1].flatMap((unit) =>
      [0, 1, 2, 3, 4].map((piece) => ({
        model,
        unit,
        piece,
        pixels: signs(unit + piece).map((sign, i) => sign * (m === 0 ? wobble(i) : digit(piece)[i]! / 255)),
        seed: 0,
      }))
    )
  );
}

function expansions() {
  return seeded((seed) =>
    ["softmax", "maxout"].flatMap((model) =>
      [0.001, 0.01, 0.1, 0.25].map((epsilon) => ({
        model,
        epsilon,
        margin: model === "softmax" ? 0.001 : 120 * epsilon + wobble(seed) / 100,
        loss: 90 * epsilon + 2 + wobble(seed + 1),
        error: 200 * epsilon,
      }))
    )
  );
}

const DISTORTIONS = ["softmax", "maxout"].map((model, k) => ({
  model,
  seed: 0,
  images: 25,
  both: 24,
  lbfgs_success: 100,
  fgsm_success: 96,
  lbfgs_distortion: 0.03 + 0.02 * k,
  fgsm_distortion: 0.05 + 0.03 * k,
  lbfgs_largest: 0.3,
  fgsm_largest: 0.06,
  lbfgs_gradients: 144.2,
  fgsm_gradients: 1,
}));

function linearities() {
  return seeded((seed) =>
    ["maxout", "relu"].flatMap((net) =>
      ["noise", "fgsm"].flatMap((perturbation, p) =>
        [0.01, 0.05, 0.25].flatMap((epsilon) =>
          [0, 1].map((layer) => ({
            net,
            perturbation,
            epsilon,
            layer,
            changed: 60 * epsilon * (1 + 2 * p) + layer + wobble(seed),
          }))
        )
      )
    )
  );
}

function variantRows(by: string, names: readonly string[], fields: readonly string[]) {
  return seeded((seed) =>
    names.map((name, n) => ({
      [by]: name,
      ...Object.fromEntries(fields.map((field, k) => [field, 3 + 11 * k + 5 * n + wobble(seed)])),
    }))
  );
}

/** The invented report. */
export const FIXTURE: ReportData = {
  profile: "quick",
  dataset: "mnist",
  notices: ["Fixture: every number on this page is invented, to try out the layout."],
  claims: CLAIMS,
  runs: ["softmax", "logistic 3 vs 7", "maxout 240"].flatMap((label, k) =>
    [0, 1, 2, 3, 4].map((seed) => ({
      label,
      seed,
      key: `${k}${seed}a1`.repeat(16),
      parametersSha256: `${k}${seed}b2`.repeat(16),
      chainHead: `${k}${seed}c3`.repeat(16),
    }))
  ),
  measurements: [0, 1, 2].map((seed) => ({
    experiment: "fgsm_maxout",
    seed,
    key: `${seed}fd4`.repeat(16),
  })),
  tables: {
    error_against_epsilon: curves(),
    adversarial_grid: grid(),
    logistic_weights: weights(),
    linear_growth: growth(),
    transfer: transfers(),
    disjoint_halves: transfers().map((row) => ({
      ...row,
      source: row.source === "naive" ? "first half" : "second half",
      target: row.target === "naive" ? "first half" : "second half",
    })),
    first_layer_filters: filters(),
    first_order: expansions(),
    local_linearity: linearities(),
    rbf_trajectory: Array.from({ length: 12 }, (_, k) => ({
      epoch: k + 1,
      cleanError: 8 + 30 / (k + 1),
      cleanConfidence: 65 - 40 / (k + 1),
      error: 55 + 2 * k,
      confidenceMisclassified: k === 0 ? null : 4 - k / 5,
      seed: 0,
    })),
    deep_rbf_costs: seeded((seed) =>
      Array.from({ length: 10 }, (_, k) => ({ epoch: k + 1, cost: 2.4 - k / 50 + wobble(seed) / 40 }))
    ),
    training_curves: Array.from({ length: 40 }, (_, k) => ({
      epoch: k + 1,
      clean_error: 1.2 + 6 / (k + 1) + (k > 20 ? k / 100 : 0),
      adversarial_error: 20 + 60 / (k + 1),
      seed: 0,
    })),
    differentiable_adversaries: seeded((seed) =>
      ["sign", "rotation"].flatMap((trained, t) =>
        ["clean", "sign", "rotation"].map((under, u) => ({
          trained,
          under,
          error: 2 + 20 * u + 30 * t * u + wobble(seed),
        }))
      )
    ),
    hidden_perturbations: variantRows("perturbed", ["input", "first hidden", "last hidden"], [
      ...["training_error", "clean_error", "fgsm_error", "fgsm_error_exact", "transfer_error"],
      ...["first_activation", "last_activation"],
    ]),
    sigmoid_top: variantRows("top", ["softmax", "sigmoid"], [
      "clean_error",
      "rubbish_error",
      "rubbish_confidence",
    ]),
    rubbish_training: variantRows("trained", ["clean images", "with noise"], [
      "clean_error",
      "rubbish_error",
      "stepped_error",
    ]),
    lbfgs_attack: DISTORTIONS,
    eight_bits: [0.25, 0.499, 0.75, 1, 2].map((levels) => ({
      levels,
      survived: levels < 0.5 ? 0 : 100,
      error_rounded: levels < 0.5 ? 7.5 : 7.5 + levels,
      error_exact: 7.5 + levels,
      seed: 0,
    })),
    confusion: confusions(),
    confidence_histogram: histograms(),
    rubbish_classes: rubbishRows(),
    fgsm_line: lineRows(),
    fgsm_line_right: lineRows().map(({ epsilon, seed }) => ({
      epsilon,
      seed,
      right: Math.max(0, 98 - 300 * epsilon * epsilon),
      confidence: 99 - 2 * Math.abs(epsilon),
    })),
    error_against_cosine: cosines(),
    adversarial_penalty: penalties(),
    weight_decay: decays(),
    ensemble: ENSEMBLE,
    fooling_success: fooling(),
    fooling_images: DIGITS.map((digit) => ({
      class: digit,
      confidence: 0.6 + 0.04 * digit,
      pixels: digit % 2 === 0 ? attackedNoise(digit) : attackedNoise(digit + 3),
      seed: 0,
    })),
  },
  sanity: [0, 1].flatMap((seed) => [
    { experiment: "fgsm_softmax", model: "softmax", attack: "FGSM, float32", seed, value: 12.5 },
    { experiment: "fgsm_maxout", model: "maxout", attack: "FGSM, float32", seed, value: 0 },
  ]).map((row) => ({ ...row, check: "it beats a random direction (points)", holds: row.value > 0 })),
  choices: [{
    id: "softmax_recipe",
    section: "4",
    setting: "How the shallow softmax classifier is trained",
    primary: "SGD with a max-norm on each class",
    provenance: "the authors’ tutorial of the same year",
    alternatives: "conjugate gradients; weight decay",
    effect: null,
    claims: ["Q2a", "Q2b"],
  }],
  errata: [{
    id: "rbf_sign",
    section: "7",
    kind: "slip",
    location: "RBF equation",
    printed: "exp(q)",
    correct: "exp(−q)",
    consequence: "A probability cannot grow with distance.",
  }],
  invariances: [{ name: "1 and 2 threads give the same parameters", holds: true }],
  engine: { class: "tfjs-wasm-simd", threads: 2, wasm: "ab12".repeat(16) },
  data: { name: "mnist", digests: { "t10k-images": "cd34".repeat(16), "t10k-labels": "ef56".repeat(16) } },
  environment: { cpu: "Invented CPU", date: "2000-01-01", commit: "0123abc", seconds: 12.5 },
};

/** The same report on the built-in digits: nothing is graded. */
export const GLYPHS: ReportData = {
  ...FIXTURE,
  dataset: "glyphs",
  data: { name: "glyphs", digests: {} },
  claims: CLAIMS.map((claim) =>
    claim.mean === null ? claim : {
      ...claim,
      graded: false,
      verdict: "not-comparable",
      reason: "measured on glyphs, the claim is about mnist",
    }
  ),
};

/** A report of nothing. */
export const EMPTY: ReportData = {
  ...FIXTURE,
  notices: [],
  claims: [],
  runs: [],
  measurements: [],
  tables: {},
  sanity: [],
  choices: [],
  errata: [],
  invariances: [],
};
