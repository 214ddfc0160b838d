/** Mutants of the reference device that change no result, and why. */
import type { Mutant } from "./mutants.ts";

/**
 * Loops in any order, by function: each pass computes elements of its own. A loop that adds up, or that draws on what
 * an earlier pass has written, is not among them.
 */
const INDEPENDENT: Readonly<Record<string, string>> = {
  ...{ adam: "i", signStep: "i", activation: "rc", activationGradient: "i", multiply: "i", addScaled: "i" },
  ...{ rowNorms: "r", gatherBytes: "rc", gatherFloats: "rc", gatherLabels: "r", unlabel: "r", gemm: "tij" },
  ...{ softmax: "r", bernoulli: "r", rbfCost: "r", softmaxTangent: "r", forward: "ru", inputGradient: "rk" },
  ...{ update: "row", updateWeights: "k", limitNorm: "k", tangent: "ru", rotate: "r", rotateAdjoint: "r" },
  ...{
    scaledStep: "r",
    scaledStepAdjoint: "r",
    mask: "rc",
    maskFrom: "rc",
    clipCost: "rc",
    dropout: "rc",
    uniformNoise: "rc",
    signNoise: "rc",
  },
  ...{ normalNoise: "rc", rbfForward: "ru", rbfGradient: "uc", rbfInputGradient: "rc", rowMeans: "u" },
  exponential: "rc",
};

const ALL_ZERO = "then what it multiplies is zero, of the same sign with either factor";
const OVERWRITTEN = "the first piece overwrites it";

/** By function, the changed line: why it changes nothing. */
const REASONS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  adam: {
    "o.parameters[i] = Math.max((o.parameters[i]! - step), o.minimum);":
      "rounding keeps the order, and storing rounds",
  },
  exp: {
    "if (x >= 709) return Infinity;": "e^709 is infinite in float32, and its inverse 0",
    "if (x > 1418) return Infinity;": "2^n is infinite from 709.8 on, and e^709 infinite in float32",
  },
  expm1: { "if (Math.abs(x) > 0.5) return exp(x) - 1;": "both ways give the same bits at ±0.5" },
  logistic: { "if (x > 0) return 1 / (1 + exp(-x));": "both ways give 0.5 at 0" },
  softmax: {
    'const factor = divisor > 0 ? (o.kind === "exact" ? o.scale : 1) / divisor : 1;': ALL_ZERO,
  },
  softmaxOfNoClass: {
    'const factor = o.kind === "direction" ? (steepest > 0 ? 1 / steepest : 1) : o.scale;': ALL_ZERO,
  },
  bernoulli: {
    'const factor = o.kind === "direction" ? (steepest > 0 ? 1 / steepest : 1) : o.scale;': ALL_ZERO,
  },
  softmaxTangent: { "const factor = others > 0 ? 1 / others : 1;": ALL_ZERO },
  forward: {
    "let largest = 1, winner = 0;": OVERWRITTEN,
    "let largest = 0, winner = 1;": OVERWRITTEN,
  },
  limitNorm: {
    "if (norm >= o.maxNorm) {": "then the scale is 1",
    "for (let k = 0; k <= w.length; k++) w[k]! *= scale;": "an array ignores what is written behind its end",
  },
  plane: { "const along = square > 0 ? dot(x, g) / square : 1;": ALL_ZERO },
  rotate: {
    "const factor = length > 0 ? o.sine * Math.sqrt(square) / length : 1;": ALL_ZERO,
  },
  rotateAdjoint: {
    "const byX = square > 0 ? dot(x, u) / square : 1;": ALL_ZERO,
    "const byO = length > 0 ? (dot(g, u) - along * dot(x, u)) / (length * length) : 1;": ALL_ZERO,
  },
  scaledStep: {
    "const factor = square > 0 ? o.epsilon * absoluteSum(g) / square : 1;": ALL_ZERO,
  },
  scaledStepAdjoint: {
    "const factor = square > 0 ? o.epsilon / square : 1;": ALL_ZERO,
    "const back = square > 0 ? 2 * total * along / square : 1;": ALL_ZERO,
  },
  block: { "const words = new Uint32Array(4);": "two of them are read" },
};

/** Why a mutant changes no result; undefined for one that does. */
export function equivalence({ owner, changed }: Mutant): string | undefined {
  const reversed = /^for \(let (\w+) = \(.+\) - 1; \1 >= \w+; \1--\)/.exec(changed);
  if (reversed && INDEPENDENT[owner]?.includes(reversed[1]!)) {
    return "its passes are independent of each other";
  }
  return REASONS[owner]?.[changed];
}
