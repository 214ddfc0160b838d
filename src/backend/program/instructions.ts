/**
 * The instructions of programs: the one description of every operand. The typed builder of programs (program.ts), the
 * records and constants that the kernels are compiled with (devices/wasm), and the functions of the reference device
 * (devices/reference), which says in plain loops what each instruction computes and in which order, all follow it.
 *
 * `rows` is how many rows count, of as many as the regions hold. Rows of float32 are padded with zeros to their pitch,
 * and stay so. A region of winners has a byte per unit, and a quarter of the pitch of the units' outputs.
 */
import type { OperandKind } from "./operands.ts";

const rows = "cell i32";

/** Rows of images by their numbers. */
const GATHERED = {
  index: "in u32",
  offset: "cell i32",
  columns: "count",
  output: "out f32",
  pitch: "pitch",
} as const;

/** Random numbers: a row of `columns` draws from the key's stream, a substream each row. */
const DRAWS = { rows, columns: "count", key: "in u32", substream: "cell i32" } as const;

/** A dropout mask of the draws. */
const MASK = { ...DRAWS, threshold: "cell i32", scale: "cell f32" } as const;

/** Noise of size ε on top of the input. */
const NOISE = { ...DRAWS, epsilon: "cell f32", input: "in f32", output: "out f32", pitch: "pitch" } as const;

/** What every output layer's cost reads and writes. */
const COST = {
  rows,
  classes: "count",
  logits: "in f32",
  pitch: "pitch",
  labels: "in i32",
  scale: "cell f64",
  kind: "enum gradient",
  gradient: "out f32",
  losses: "out f64",
  confidences: "out f64",
  predictions: "out i32",
} as const;

/** What both gradients of radial basis functions read; μ and β are [units, pitch]. */
const RBF_BACKWARD = {
  rows,
  units: "count",
  gradient: "in f32",
  gradientPitch: "pitch",
  input: "in f32",
  pitch: "pitch",
  mu: "in f32",
  beta: "in f32",
} as const;

/** Every instruction with its operands. */
export const INSTRUCTIONS = {
  /** x[r] = data[index[offset + r]] / 255 (uint8 data, float32 quotient). */
  gatherBytes: { rows, data: "in u8", ...GATHERED },
  /** x[r] = data[index[offset + r]] (float32 data, rows of `columns` floats). */
  gatherFloats: { rows, data: "in f32", ...GATHERED },
  /** y[r] = labels[index[offset + r]] (uint8 to int32). */
  gatherLabels: { rows, labels: "in u8", index: "in u32", offset: "cell i32", output: "out i32" },
  /** Dropout mask: output = scale where the draw is at most `threshold` (round(keep · 2^32) - 1), else 0. */
  mask: { ...MASK, output: "out f32", pitch: "pitch" },
  /** The mask of some rows of a matrix: row r has the draws of its row `first + r`; its padding is 0. */
  maskFrom: { ...MASK, first: "cell i32", output: "out f32", pitch: "pitch" },
  /** output = input · mask of the draws (the mask is not kept). */
  dropout: { ...MASK, input: "in f32", output: "out f32", pitch: "pitch" },
  /** output = input + (2u - 1) ε, u uniform. */
  uniformNoise: NOISE,
  /** output = input + ε where the draw is below 2^31, else input - ε. */
  signNoise: NOISE,
  /** output = input + ε sign(gradient), sign(0) = 0. */
  signStep: {
    rows,
    epsilon: "cell f32",
    input: "in f32",
    gradient: "in f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** output = max over the pieces of x·Wᵀ + b, times the mask; the winning piece per unit (pieces 1: linear). */
  forward: {
    rows,
    columns: "count",
    units: "count",
    pieces: "count",
    input: "in f32",
    inputPitch: "pitch",
    weights: "in f32",
    weightPitch: "pitch",
    bias: "in f32",
    mask: "in? f32",
    output: "out f32",
    outputPitch: "pitch",
    winners: "out? u8",
  },
  /** output = Σ over units of coefficient · winner's row of W, times the mask. */
  inputGradient: {
    rows,
    units: "count",
    pieces: "count",
    gradient: "in f32",
    gradientPitch: "pitch",
    winners: "in? u8",
    weights: "in f32",
    weightPitch: "pitch",
    mask: "in? f32",
    output: "out f32",
  },
  /** Gradient, L1 term, momentum, step and max-norm of every weight row and bias in one pass. */
  update: {
    rows,
    units: "count",
    pieces: "count",
    gradient: "in f32",
    gradientPitch: "pitch",
    winners: "in? u8",
    input: "in f32",
    inputPitch: "pitch",
    weights: "inout f32",
    velocity: "inout f32",
    weightPitch: "pitch",
    bias: "inout f32",
    biasVelocity: "inout f32",
    learningRate: "cell f32",
    momentum: "cell f32",
    maxNorm: "cell f32",
    l1: "cell f32",
    /** Rows from this one on are tangents, on which a bias has no influence. */
    biasRows: "cell i32",
  },
  /**
   * Softmax cross-entropy: gradient by the logits, and per row loss, confidence and prediction. A row whose label is
   * no class has the uniform distribution as its target.
   */
  softmax: COST,
  /**
   * Independent sigmoid outputs with the summed Bernoulli cost; otherwise as softmax. A row whose label is no class
   * has zeros as its targets.
   */
  bernoulli: COST,
  /** Adds rows to five float64 totals in row order: count, errors, loss, confidence, confidence on errors. */
  score: {
    rows,
    labels: "in i32",
    losses: "in f64",
    confidences: "in f64",
    predictions: "in i32",
    totals: "inout f64",
  },
  /** output = f(input), times the mask. */
  activation: {
    rows,
    columns: "count",
    kind: "enum activation",
    input: "in f32",
    mask: "in? f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** gradient *= f'(input). */
  activationGradient: {
    rows,
    kind: "enum activation",
    input: "in f32",
    gradient: "inout f32",
    pitch: "pitch",
  },
  /** Rows whose label's probability e^-loss is below 1e-7 or above 1 - 1e-7 become 0. */
  clipCost: { rows, losses: "in f64", gradient: "inout f32", pitch: "pitch" },
  /** output = input · factor. */
  multiply: { rows, input: "in f32", factor: "in f32", output: "out f32", pitch: "pitch" },
  /** output = a + scale · b. */
  addScaled: { rows, a: "in f32", b: "in f32", scale: "cell f32", output: "out f32", pitch: "pitch" },
  /** output[r] = Euclidean norm of row r. */
  rowNorms: { rows, input: "in f32", pitch: "pitch", output: "out f32" },
  /** C = A·B, Aᵀ·B or A·Bᵀ for `batches` matrices one after another. */
  gemm: {
    layout: "enum layout",
    batches: "count",
    m: "count",
    n: "count",
    k: "count",
    a: "in f32",
    pitchA: "pitch",
    batchA: "pitch",
    b: "in f32",
    pitchB: "pitch",
    batchB: "pitch",
    c: "out f32",
    pitchC: "pitch",
    batchC: "pitch",
  },
  /** output = -Σ over the columns of β (x - μ)², the logits of radial basis functions; μ and β are [units, pitch]. */
  rbfForward: {
    rows,
    units: "count",
    columns: "count",
    input: "in f32",
    pitch: "pitch",
    mu: "in f32",
    beta: "in f32",
    output: "out f32",
    outputPitch: "pitch",
  },
  /** Independent responses e^logit with the summed Bernoulli cost; otherwise as softmax. */
  rbfCost: COST,
  /** Gradients of radial basis functions by μ and β, from the gradient by their logits. */
  rbfGradient: {
    ...RBF_BACKWARD,
    muGradient: "out f32",
    betaGradient: "out f32",
  },
  /** Gradient of radial basis functions by their input. */
  rbfInputGradient: {
    ...RBF_BACKWARD,
    output: "out f32",
  },
  /** A step of Adam on [units, pitch]; the corrections are 1 - βᵗ; parameters stay at or above `minimum` <= 0. */
  adam: {
    units: "count",
    pitch: "pitch",
    gradient: "in f32",
    parameters: "inout f32",
    mean: "inout f32",
    square: "inout f32",
    learningRate: "cell f32",
    beta1: "cell f32",
    beta2: "cell f32",
    correction1: "cell f32",
    correction2: "cell f32",
    epsilon: "cell f32",
    minimum: "cell f32",
  },
  /** Every element becomes the mean of its row. */
  rowMeans: { units: "count", columns: "count", values: "inout f32", pitch: "pitch" },
  /** output = e^input, for the first `columns` of every row. */
  exponential: { rows, columns: "count", input: "in f32", output: "out f32", pitch: "pitch" },
  /** y[r] = -1: the row belongs to no class. */
  unlabel: { rows, output: "out i32" },
  /** output = standard normal numbers. */
  normalNoise: { ...DRAWS, output: "out f32", pitch: "pitch" },
  /** output = input turned towards the gradient by the angle, keeping its Euclidean norm. */
  rotate: {
    rows,
    cosine: "cell f64",
    sine: "cell f64",
    input: "in f32",
    gradient: "in f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** output = Jᵀ · upstream, J the derivative of `rotate` by its gradient. */
  rotateAdjoint: {
    rows,
    sine: "cell f64",
    input: "in f32",
    gradient: "in f32",
    upstream: "in f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** output = input + ε ‖g‖₁ g / ‖g‖₂²: along the gradient, and to first order as effective as the sign step. */
  scaledStep: {
    rows,
    epsilon: "cell f64",
    input: "in f32",
    gradient: "in f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** output = Jᵀ · upstream, J the derivative of `scaledStep` by its gradient. */
  scaledStepAdjoint: {
    rows,
    epsilon: "cell f64",
    gradient: "in f32",
    upstream: "in f32",
    output: "out f32",
    pitch: "pitch",
  },
  /** output = input · Wᵀ through the pieces that won elsewhere, without bias; the winners are copied. */
  tangent: {
    rows,
    units: "count",
    pieces: "count",
    input: "in f32",
    inputPitch: "pitch",
    weights: "in f32",
    weightPitch: "pitch",
    winners: "in? u8",
    output: "out f32",
    outputPitch: "pitch",
    outputWinners: "out? u8",
  },
  /** Gradients of t · ∂J/∂z (J the softmax cost, direction kind) by the logits z and by their tangents t. */
  softmaxTangent: {
    rows,
    classes: "count",
    logits: "in f32",
    tangents: "in f32",
    pitch: "pitch",
    labels: "in i32",
    gradient: "out f32",
    tangentGradient: "out f32",
  },
} as const satisfies Record<string, Record<string, OperandKind>>;

/** The name of an instruction. */
export type InstructionName = keyof typeof INSTRUCTIONS;
