/**
 * The instructions of the kernel pack: the one description of every operand, from which the AssemblyScript classes
 * that the kernels read (kernel_generator.ts) and the typed builder of programs (program.ts) are both made.
 *
 * An instruction is 192 bytes of shared memory: the opcode, its operands as 32-bit words in the order below, and at
 * byte 128, on a cache line of its own, the counter from which threads take their share of the work.
 *
 * Kinds of operands:
 * - `in`, `out`, `inout`: address of a region that is read, written, or both (0 = absent, where a kernel allows it);
 * - `int`: a number fixed in the program (a count, or a row pitch in bytes);
 * - `cellInt`, `cellFloat`, `cellDouble`: address of a scalar that may change from step to step.
 */
export type OperandKind = "in" | "out" | "inout" | "int" | "cellInt" | "cellFloat" | "cellDouble";

const rows = "cellInt";

/** Rows of images by their numbers. */
const GATHER = {
  rows,
  data: "in",
  index: "in",
  offset: "cellInt",
  columns: "int",
  output: "out",
  pitch: "int",
} as const;

/** Random numbers: a row of `columns` draws from the key's stream, a substream each row. */
const DRAWS = { rows, columns: "int", key: "in", substream: "cellInt" } as const;

/** A dropout mask of the draws. */
const MASK = { ...DRAWS, threshold: "cellInt", scale: "cellFloat" } as const;

/** Noise of size ε on top of the input. */
const NOISE = { ...DRAWS, epsilon: "cellFloat", input: "in", output: "out", pitch: "int" } as const;

/** What every output layer's cost reads and writes. */
const COST = {
  rows,
  classes: "int",
  logits: "in",
  pitch: "int",
  labels: "in",
  scale: "cellDouble",
  kind: "int",
  gradient: "out",
  losses: "out",
  confidences: "out",
  predictions: "out",
} as const;

/** Every instruction with its operands; the order gives the opcodes and the layout. */
export const INSTRUCTIONS = {
  /** Ends a program; all threads meet. */
  end: {},
  /** All threads meet: what was written before is visible after. */
  barrier: {},
  /** Stops the thread with this number by a trap; for the tests of the pool. */
  trap: { thread: "int" },
  /** x[r] = data[index[offset + r]] / 255 (uint8 data, float32 quotient). */
  gatherBytes: GATHER,
  /** x[r] = data[index[offset + r]] (float32 data, rows of `columns` floats). */
  gatherFloats: GATHER,
  /** y[r] = labels[index[offset + r]] (uint8 to int32). */
  gatherLabels: { rows, labels: "in", index: "in", offset: "cellInt", output: "out" },
  /** Dropout mask: output = scale where the draw is at most `threshold` (round(keep · 2^32) - 1), else 0. */
  mask: { ...MASK, output: "out", pitch: "int" },
  /** output = input · mask of the draws (the mask is not kept). */
  dropout: { ...MASK, input: "in", output: "out", pitch: "int" },
  /** output = input + (2u - 1) ε, u uniform. */
  uniformNoise: NOISE,
  /** output = input + ε where the draw is below 2^31, else input - ε. */
  signNoise: NOISE,
  /** output = input + ε sign(gradient), sign(0) = 0. */
  signStep: { rows, epsilon: "cellFloat", input: "in", gradient: "in", output: "out", pitch: "int" },
  /** Lists of non-zero inputs, or packed rows where there are few zeros: what `forward` reads. */
  prepare: {
    rows,
    capacity: "int",
    columns: "int",
    pieces: "int",
    input: "in",
    pitch: "int",
    prepared: "out",
  },
  /** output = max over the pieces of x·Wᵀ + b, times the mask; the winning piece per unit (pieces 1: linear). */
  forward: {
    rows,
    capacity: "int",
    rowBlocks: "int",
    columns: "int",
    units: "int",
    pieces: "int",
    prepared: "in",
    weights: "in",
    weightPitch: "int",
    bias: "in",
    mask: "in",
    output: "out",
    outputPitch: "int",
    winners: "out",
  },
  /** Lists of the winners' rows and their coefficients: what `inputGradient` reads. */
  winnerLists: {
    rows,
    capacity: "int",
    units: "int",
    pieces: "int",
    gradient: "in",
    pitch: "int",
    winners: "in",
    lists: "out",
  },
  /** output = Σ over units of coefficient · winner's row of W, times the mask. */
  inputGradient: {
    rows,
    capacity: "int",
    units: "int",
    pieces: "int",
    lists: "in",
    weights: "in",
    weightPitch: "int",
    mask: "in",
    output: "out",
  },
  /** Gradient, L1 term, momentum, step and max-norm of every weight row and bias in one pass. */
  update: {
    rows,
    units: "int",
    pieces: "int",
    gradient: "in",
    gradientPitch: "int",
    winners: "in",
    input: "in",
    inputPitch: "int",
    weights: "inout",
    velocity: "inout",
    weightPitch: "int",
    bias: "inout",
    biasVelocity: "inout",
    learningRate: "cellFloat",
    momentum: "cellFloat",
    maxNorm: "cellFloat",
    l1: "cellFloat",
    /** Rows from this one on are tangents, on which a bias has no influence. */
    biasRows: "cellInt",
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
    labels: "in",
    losses: "in",
    confidences: "in",
    predictions: "in",
    totals: "inout",
  },
  /** output = f(input), times the mask; kind 0: ReLU, 1: logistic. */
  activation: {
    rows,
    columns: "int",
    kind: "int",
    input: "in",
    mask: "in",
    output: "out",
    pitch: "int",
  },
  /** gradient *= f'(input). */
  activationGradient: { rows, kind: "int", input: "in", gradient: "inout", pitch: "int" },
  /** output = input · factor. */
  multiply: { rows, input: "in", factor: "in", output: "out", pitch: "int" },
  /** output = a + scale · b. */
  addScaled: { rows, a: "in", b: "in", scale: "cellFloat", output: "out", pitch: "int" },
  /** output[r] = Euclidean norm of row r. */
  rowNorms: { rows, input: "in", pitch: "int", output: "out" },
  /** C = A·B, Aᵀ·B or A·Bᵀ (layout 0, 1, 2) for `batches` matrices one after another. */
  gemm: {
    layout: "int",
    batches: "int",
    m: "int",
    n: "int",
    k: "int",
    a: "in",
    pitchA: "int",
    batchA: "int",
    b: "in",
    pitchB: "int",
    batchB: "int",
    c: "out",
    pitchC: "int",
    batchC: "int",
  },
  /** output = -Σ over the columns of β (x - μ)², the logits of radial basis functions; μ and β are [units, pitch]. */
  rbfForward: {
    rows,
    units: "int",
    columns: "int",
    input: "in",
    pitch: "int",
    mu: "in",
    beta: "in",
    output: "out",
    outputPitch: "int",
  },
  /** Independent responses e^logit with the summed Bernoulli cost; otherwise as softmax. */
  rbfCost: COST,
  /** Gradients of radial basis functions by μ and β, from the gradient by their logits. */
  rbfGradient: {
    rows,
    units: "int",
    gradient: "in",
    gradientPitch: "int",
    input: "in",
    pitch: "int",
    mu: "in",
    beta: "in",
    muGradient: "out",
    betaGradient: "out",
  },
  /** Gradient of radial basis functions by their input. */
  rbfInputGradient: {
    rows,
    units: "int",
    gradient: "in",
    gradientPitch: "int",
    input: "in",
    pitch: "int",
    mu: "in",
    beta: "in",
    output: "out",
  },
  /** A step of Adam on [units, pitch]; the corrections are 1 - βᵗ; parameters stay at or above `minimum` <= 0. */
  adam: {
    units: "int",
    pitch: "int",
    gradient: "in",
    parameters: "inout",
    mean: "inout",
    square: "inout",
    learningRate: "cellFloat",
    beta1: "cellFloat",
    beta2: "cellFloat",
    correction1: "cellFloat",
    correction2: "cellFloat",
    epsilon: "cellFloat",
    minimum: "cellFloat",
  },
  /** Every element becomes the mean of its row. */
  rowMeans: { units: "int", columns: "int", values: "inout", pitch: "int" },
  /** output = e^input, for the first `columns` of every row. */
  exponential: { rows, columns: "int", input: "in", output: "out", pitch: "int" },
  /** y[r] = -1: the row belongs to no class. */
  unlabel: { rows, output: "out" },
  /** output = standard normal numbers. */
  normalNoise: { ...DRAWS, output: "out", pitch: "int" },
  /** output = input turned towards the gradient by the angle, keeping its Euclidean norm. */
  rotate: {
    rows,
    cosine: "cellDouble",
    sine: "cellDouble",
    input: "in",
    gradient: "in",
    output: "out",
    pitch: "int",
  },
  /** output = Jᵀ · upstream, J the derivative of `rotate` by its gradient. */
  rotateAdjoint: {
    rows,
    sine: "cellDouble",
    input: "in",
    gradient: "in",
    upstream: "in",
    output: "out",
    pitch: "int",
  },
  /** output = input + ε ‖g‖₁ g / ‖g‖₂²: along the gradient, and to first order as effective as the sign step. */
  scaledStep: { rows, epsilon: "cellDouble", input: "in", gradient: "in", output: "out", pitch: "int" },
  /** output = Jᵀ · upstream, J the derivative of `scaledStep` by its gradient. */
  scaledStepAdjoint: {
    rows,
    epsilon: "cellDouble",
    gradient: "in",
    upstream: "in",
    output: "out",
    pitch: "int",
  },
  /** output = input · Wᵀ through the pieces that won elsewhere, without bias; the winners are copied. */
  tangent: {
    rows,
    units: "int",
    pieces: "int",
    input: "in",
    inputPitch: "int",
    weights: "in",
    weightPitch: "int",
    winners: "in",
    output: "out",
    outputPitch: "int",
    outputWinners: "out",
  },
  /** Gradients of t · ∂J/∂z (J the softmax cost, direction kind) by the logits z and by their tangents t. */
  softmaxTangent: {
    rows,
    classes: "int",
    logits: "in",
    tangents: "in",
    pitch: "int",
    labels: "in",
    gradient: "out",
    tangentGradient: "out",
  },
} as const satisfies Record<string, Record<string, OperandKind>>;

/** The name of an instruction. */
export type InstructionName = keyof typeof INSTRUCTIONS;

/** Bytes of one instruction, and where its work counter lies. */
export const INSTRUCTION_BYTES = 192;
export const COUNTER_OFFSET = 128;

/** The opcode of an instruction. */
export function opcode(name: InstructionName): number {
  return Object.keys(INSTRUCTIONS).indexOf(name);
}
