/**
 * What training minimises, as plain data: the cost of clean images, the paper's adversarial objective (§6)
 * α J(θ, x, y) + (1 - α) J(θ, x + ε sign(∇ₓ J), y) with examples made anew from the current model, dropout off, its
 * controls with random noise in the place of the adversarial half, and the other perturbations that §6 and appendix A
 * tried there.
 */
import type {
  Objective as KernelObjective,
  RotationMove,
  ScaledMove,
  SignMove,
} from "../backend/networks/training_options.ts";
import type { CostGradient } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";

/** The objective of a recipe. */
export type Objective =
  | { readonly type: "clean" }
  | {
    readonly type: "adversarial";
    /** α, the weight of the clean half. */
    readonly alpha: number;
    /** Size of the step. */
    readonly epsilon: number;
    /** Which gradient's sign is taken. */
    readonly gradient: CostGradient;
  }
  | {
    readonly type: "noise";
    /** Uniform on (-ε, ε), or ε and -ε with equal probability, in each pixel. */
    readonly noise: "uniform" | "sign";
    /** α, the weight of the clean half. */
    readonly alpha: number;
    /** Size of the noise. */
    readonly epsilon: number;
  }
  | {
    /** Images of Gaussian noise that belong to no class: uniform probabilities or zeros are their targets (App. A). */
    readonly type: "rubbish";
    /** α, the weight of the clean half. */
    readonly alpha: number;
  }
  | {
    /** The output of a hidden layer moves instead of the image. */
    readonly type: "hidden";
    /** The hidden layer, counted from 0. */
    readonly layer: number;
    /** α, the weight of the clean half. */
    readonly alpha: number;
    /** ε sign(∇ₕ J), or a turn of h towards ∇ₕ J. */
    readonly move: SignMove | RotationMove;
    /** Which gradient it moves along. */
    readonly gradient: CostGradient;
  }
  | {
    /** Adversaries that the gradient flows through, since no sign is taken. */
    readonly type: "differentiable";
    /** α, the weight of the clean half. */
    readonly alpha: number;
    /** A scaled gradient is added, or the image turned towards it. */
    readonly move: ScaledMove | RotationMove;
  };

/** The objective as the kernels take it; noise comes from the stream `rng`. */
export function kernelObjective(objective: Objective, rng: Rng): KernelObjective {
  switch (objective.type) {
    case "clean":
      return { cleanWeight: 1 };
    case "adversarial": {
      const { alpha, epsilon, gradient } = objective;
      return { cleanWeight: alpha, perturbation: { kind: "fgsm", epsilon, gradient } };
    }
    case "noise": {
      const { alpha, epsilon, noise } = objective;
      return { cleanWeight: alpha, perturbation: { kind: noise, epsilon, key: rng.key } };
    }
    case "rubbish":
      return { cleanWeight: objective.alpha, perturbation: { kind: "rubbish", key: rng.key } };
    case "hidden": {
      const { alpha, layer, move, gradient } = objective;
      return { cleanWeight: alpha, perturbation: { kind: "hidden", layer, move, gradient } };
    }
    case "differentiable": {
      const { alpha, move } = objective;
      return { cleanWeight: alpha, perturbation: { kind: "differentiable", move } };
    }
  }
}
