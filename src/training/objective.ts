/**
 * What training minimises, as plain data: the cost of clean images, the paper's adversarial objective (§6)
 * α J(θ, x, y) + (1 - α) J(θ, x + ε sign(∇ₓ J), y) with examples made anew from the current model, dropout off, or its
 * controls with random noise in the place of the adversarial half.
 */
import type { Objective as KernelObjective } from "../backend/maxout_training.ts";
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
  }
}
