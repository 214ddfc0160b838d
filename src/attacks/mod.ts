/** Perturbations of the input: (model, x, labels, ε) → x̃. @module */
export { fgsm } from "./fgsm.ts";
export { inputGradient } from "./input_gradient.ts";
export { randomSignNoise, uniformNoise } from "./noise.ts";
