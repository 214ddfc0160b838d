/**
 * §9: several networks as one model. How they vote and which cost an attack differentiates is not stated in the
 * paper, so there are three rules; whichever it is, the gradient by an image is the sum of what each member pulls
 * back from a gradient by its own logits. Everything above the logits is computed in float64 with the log-sum-exp,
 * so that weights of members which underflow as probabilities still have their ratio.
 */
import type { CostGradient } from "../backend/networks/compose.ts";
import { check, checkLabels } from "../numeric/checks.ts";
import { exp, log } from "../numeric/elementary.ts";
import { inFloat32, isClipped, softmaxHead } from "./heads.ts";
import type { Answers, Model, Pixels } from "./model.ts";

/**
 * How members become one model:
 *
 * - "probabilities": the mean p̄ of their probabilities; the cost is -log p̄(y), whose gradient is the members' own
 *   gradients weighted with p_j(y) / Σ p_i(y);
 * - "logits": the softmax of the mean of their logits, and its cross-entropy;
 * - "losses": the mean of their probabilities; the cost is the mean of the members' own costs.
 */
export type EnsembleRule = "probabilities" | "logits" | "losses";

/** What a rule makes of the members' logits for one image. */
interface Combination {
  /** Logits of the ensemble: log p̄, or the mean. */
  readonly logits: Float64Array;
  /** The cost of the label. */
  readonly loss: number;
  /** The gradient by a member's logits, before `weight`; of each member. */
  readonly gradients: readonly Float64Array[];
  /** What each member's gradient is multiplied by; none is negative. */
  readonly weights: readonly number[];
}

function logMeanExp(values: readonly number[]): number {
  const largest = Math.max(...values);
  return largest + log(values.reduce((sum, v) => sum + exp(v - largest), 0) / values.length);
}

/** The logarithms of the mean of the members' probabilities. */
function logMeanProbabilities(members: readonly ArrayLike<number>[]): Float64Array {
  const scratch = new Float64Array(members[0]!.length);
  const logs = members.map((logits) => {
    const minusLog = softmaxHead.loss(logits, 0, scratch); // = log Σ exp(logits) - logits[0]
    return Float64Array.from(logits, (z) => z - logits[0]! - minusLog);
  });
  return scratch.map((_, k) => logMeanExp(logs.map((own) => own[k]!)));
}

function meanLogits(members: readonly ArrayLike<number>[]): Float64Array {
  return Float64Array.from(
    members[0]!,
    (_, k) => members.reduce((sum, z) => sum + z[k]!, 0) / members.length,
  );
}

function combine(rule: EnsembleRule, members: readonly ArrayLike<number>[], label: number): Combination {
  const row = () => new Float64Array(members[0]!.length);
  const equal = members.map(() => 1 / members.length);
  if (rule === "logits") {
    const logits = meanLogits(members);
    const gradient = row();
    const loss = softmaxHead.loss(logits, label, gradient);
    return { logits, loss, gradients: members.map(() => gradient), weights: equal };
  }
  const gradients = members.map(row);
  const losses = members.map((logits, j) => softmaxHead.loss(logits, label, gradients[j]!));
  const logits = logMeanProbabilities(members);
  if (rule === "losses") {
    const loss = losses.reduce((a, b) => a + b) / losses.length;
    return { logits, loss, gradients, weights: equal };
  }
  const mean = logMeanExp(losses.map((loss) => -loss));
  const weights = losses.map((loss) => exp(-loss - mean) / losses.length);
  return { logits, loss: -mean, gradients, weights };
}

/** The largest absolute value of all weighted gradients of an image. */
function steepest({ gradients, weights }: Combination): number {
  return Math.max(
    ...gradients.map((own, j) => own.reduce((most, g) => Math.max(most, Math.abs(g)), 0) * weights[j]!),
  );
}

/**
 * The members as one model.
 *
 * @param members networks with a softmax over the same classes
 * @throws {RangeError} when there is no member, or one takes other images or has other classes
 * @throws {TypeError} when a member cannot pull back gradients
 */
export function ensemble(members: readonly Model[], rule: EnsembleRule): Model {
  const equal = (name: "inputs" | "classes"): number => {
    const found = members.map((member) => member[name]);
    const [first] = found;
    if (first !== undefined && found.every((own) => own === first)) return first;
    throw new RangeError(`Cannot make an ensemble of members with ${name} [${found}], expected equal ones`);
  };
  const inputs = equal("inputs");
  const classes = equal("classes");
  const pullbacks = members.map((member) => {
    if (member.pullback === undefined) {
      throw new TypeError("Cannot make an ensemble: a member cannot pull back gradients by its logits");
    }
    return member.pullback.bind(member);
  });

  /** What the rule makes of each image; labels may be missing where only answers are wanted. */
  const combinations = (x: Pixels, labels: ArrayLike<number> | null): Combination[] => {
    const logits = members.map((member) => member.answers(x).logits);
    const count = x.length / inputs;
    if (labels !== null) checkLabels(labels, count, classes);
    check(
      "combine the members",
      "the number of logits",
      logits.map((all) => all.length),
      logits.every((all) => all.length === count * classes),
      `${count} images × ${classes} classes`,
    );
    return Array.from({ length: count }, (_, i) => {
      const rows = logits.map((all) => all.subarray(i * classes, (i + 1) * classes));
      return combine(rule, rows, labels?.[i] ?? 0);
    });
  };

  return {
    inputs,
    classes,
    get parameters() {
      return Object.fromEntries(
        members.flatMap(({ parameters }, j) =>
          Object.entries(parameters).map(([name, values]) => [`${j}/${name}`, values])
        ),
      );
    },
    answers: (x) => answersOf(combinations(x, null)),
    losses: (x, labels) => Float64Array.from(combinations(x, labels), ({ loss }) => loss),
    inputGradient(x, labels, kind = "float32") {
      const images = combinations(x, labels);
      const sum = new Float64Array(x.length);
      pullbacks.forEach((pullback, j) => {
        pullback(x, gradientsOf(images, j, kind)).forEach((g, i) => sum[i]! += g);
      });
      return Float32Array.from(sum);
    },
  };
}

/** [n, classes] the weighted gradients by the logits of member j, of the given kind. */
function gradientsOf(images: readonly Combination[], j: number, kind: CostGradient): Float32Array {
  const classes = images[0]?.logits.length ?? 0;
  const out = new Float32Array(images.length * classes);
  images.forEach((image, i) => {
    const largest = kind === "direction" ? steepest(image) : 1;
    const dead = largest === 0 || (kind === "clipped" && isClipped(image.loss));
    const factor = dead ? 0 : image.weights[j]! / largest;
    image.gradients[j]!.forEach((g, k) => {
      out[i * classes + k] = (kind === "float32" ? inFloat32(g) : g) * factor;
    });
  });
  return out;
}

function answersOf(images: readonly Combination[]): Answers {
  const classes = images[0]?.logits.length ?? 0;
  const predictions = new Uint8Array(images.length);
  const confidences = new Float64Array(images.length);
  const all = new Float32Array(images.length * classes);
  const probabilities = new Float64Array(classes);
  images.forEach(({ logits }, i) => {
    all.set(logits, i * classes);
    softmaxHead.probabilities(logits, probabilities);
    let best = 0;
    for (let k = 1; k < classes; k++) if (logits[k]! > logits[best]!) best = k;
    predictions[i] = best;
    confidences[i] = probabilities[best]!;
  });
  return { predictions, confidences, logits: all };
}
