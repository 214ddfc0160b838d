/**
 * The tables behind the figures, by name: the columns in the order of their CSV file and what each holds. An experiment
 * writes rows of these types, a figure reads them; `seed` is added to every row on the way.
 */
import { number, numbers, optionalNumber, text } from "./column.ts";

const seed = number;
const source = { source: text, target: text, seed, error: number };

/** The columns of every table. Errors, shares and confidences are in per cent unless a line says otherwise. */
export const TABLES = {
  error_against_epsilon: {
    model: text,
    epsilon: number,
    seed,
    error: number,
    confidence: number,
    confidenceMisclassified: optionalNumber,
  },
  /** `kind`: "image" (pixels are bytes) or "sign" (pixels are -1, 0, 1); the confidence is a probability. */
  adversarial_grid: {
    kind: text,
    index: number,
    label: number,
    epsilon: number,
    predicted: number,
    confidence: number,
    pixels: numbers,
  },
  /** `kind`: "weights", "sign", "clean" or "perturbed". */
  logistic_weights: {
    kind: text,
    label: optionalNumber,
    index: number,
    predicted: optionalNumber,
    pixels: numbers,
  },
  /** Images whose answer has a probability from `from` to `to`; `condition`: "clean" or "fgsm". */
  confidence_histogram: { model: text, condition: text, from: number, to: number, seed, images: number },
  confusion: { model: text, epsilon: number, seed, label: number, predicted: number, images: number },
  /** Distortions are √(Σr²/n); `largest` the largest change of a pixel. */
  lbfgs_attack: {
    model: text,
    seed,
    images: number,
    both: number,
    lbfgs_success: number,
    fgsm_success: number,
    lbfgs_distortion: number,
    fgsm_distortion: number,
    lbfgs_largest: number,
    fgsm_largest: number,
    lbfgs_gradients: number,
    fgsm_gradients: number,
  },
  gradient_readings: { reading: text, seed, error: number, confidence: optionalNumber },
  first_order: { model: text, epsilon: number, seed, margin: number, loss: number, error: number },
  local_linearity: {
    net: text,
    perturbation: text,
    epsilon: number,
    layer: number,
    seed,
    changed: number,
  },
  training_curves: { epoch: number, seed, clean_error: number, adversarial_error: number },
  first_layer_filters: { model: text, unit: number, piece: number, seed, pixels: numbers },
  transfer: source,
  differentiable_adversaries: { trained: text, under: text, seed, error: number },
  hidden_perturbations: {
    perturbed: text,
    seed,
    training_error: number,
    clean_error: number,
    fgsm_error: number,
    fgsm_error_exact: number,
    transfer_error: number,
    first_activation: number,
    last_activation: number,
  },
  disjoint_halves: source,
  rbf_trajectory: {
    epoch: number,
    seed,
    cleanError: number,
    cleanConfidence: number,
    error: number,
    confidenceMisclassified: optionalNumber,
  },
  /** The cost in nats. */
  deep_rbf_costs: { epoch: number, seed, cost: number },
  fgsm_line: {
    index: number,
    label: number,
    seed,
    epsilon: number,
    predicted: number,
    confidence: number,
    logits: numbers,
  },
  fgsm_line_right: { epsilon: number, seed, right: number, confidence: number },
  /** `flipped` is a share from 0 to 1. */
  error_against_cosine: { model: text, flipped: number, cosine: number, seed, error: number },
  linear_growth: { dimension: number, norm: number, seed, measured: number, predicted: number },
  eight_bits: { levels: number, seed, survived: number, error_rounded: number, error_exact: number },
  adversarial_penalty: { epsilon: number, epoch: number, seed, penalty: number, l1: number },
  weight_decay: {
    coefficient: number,
    seed,
    train_error: number,
    validation_error: number,
    test_error: number,
    fgsm_error: number,
  },
  ensemble: { rule: text, attack: text, seed, error: number },
  rubbish_classes: { model: text, class: number, seed, share: number },
  sigmoid_top: {
    top: text,
    seed,
    rubbish_error: number,
    rubbish_confidence: optionalNumber,
    clean_error: number,
  },
  rubbish_training: {
    trained: text,
    seed,
    clean_error: number,
    rubbish_error: number,
    stepped_error: number,
  },
  fooling_success: { step: text, epsilon: number, class: number, seed, success: number },
  /** The confidence is a probability, the pixels are bytes. */
  fooling_images: { class: number, seed, confidence: number, pixels: numbers },
} as const;
