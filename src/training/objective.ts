/**
 * What training minimises, as plain data: α J(θ, x, y) + (1 - α) J(θ, x̃, y), the paper's adversarial objective (§6) where
 * x̃ = x + ε sign(∇ₓ J). Examples are made anew from the current model with dropout off. Its controls have random noise
 * in the place of the adversarial half; the other perturbations are those that §6 and appendix A tried there.
 */
import type {
  Objective as KernelObjective,
  RotationMove,
  ScaledMove,
  SignMove,
} from "../backend/networks/training_options.ts";
import { COST_GRADIENT } from "../models/cost_gradient.ts";
import type { CostGradient } from "../models/mod.ts";
import type { Rng } from "../random/mod.ts";
import {
  choice,
  defaulted,
  flag,
  number,
  object,
  optional,
  refined,
  type Schema,
  variants,
  whole,
} from "../schema/mod.ts";

/** Images along the sign of their gradient. */
export interface FgsmPerturbation {
  /** Which perturbation it is. */
  readonly kind: "fgsm";
  /** Size of the step. */
  readonly epsilon: number;
  /** Which gradient's sign is taken (default: that of float32). */
  readonly gradient?: CostGradient;
  /** Whether the gradient is that under the dropout masks of the clean half (default: without dropout). */
  readonly dropout?: boolean;
}

/** Images with noise: the controls of §6. */
export interface NoisePerturbation {
  /** Which perturbation it is. */
  readonly kind: "noise";
  /** In each pixel uniform on (-ε, ε), or ε and -ε with equal probability. */
  readonly distribution: "uniform" | "sign";
  /** Size of the noise. */
  readonly epsilon: number;
}

/** Images of Gaussian noise that belong to no class: uniform probabilities or zeros are their targets (App. A). */
export interface RubbishPerturbation {
  /** Which perturbation it is. */
  readonly kind: "rubbish";
}

/** The output of a hidden layer moves instead of the image. */
export interface HiddenPerturbation {
  /** Which perturbation it is. */
  readonly kind: "hidden";
  /** The hidden layer, counted from 0. */
  readonly layer: number;
  /** ε sign(∇ₕ J), or a turn of h towards ∇ₕ J. */
  readonly move: SignMove | RotationMove;
  /** Which gradient it moves along (default: that of float32). */
  readonly gradient?: CostGradient;
}

/** Adversaries that the gradient flows through, since no sign is taken. */
export interface DifferentiablePerturbation {
  /** Which perturbation it is. */
  readonly kind: "differentiable";
  /** A scaled gradient is added, or the image turned towards it. */
  readonly move: ScaledMove | RotationMove;
  /** Which gradient it moves along: the direction alone, whose derivative the kernels know (default). */
  readonly gradient?: "direction";
}

/** What becomes of the images of the perturbed half. */
export type Perturbation =
  | FgsmPerturbation
  | NoisePerturbation
  | RubbishPerturbation
  | HiddenPerturbation
  | DifferentiablePerturbation;

/** What training minimises. */
export interface Objective {
  /** α, the weight of the clean half: 1 for clean images alone, 0 for perturbed ones alone. */
  readonly alpha: number;
  /** What becomes of the images of the other half; absent where there is none. */
  readonly perturbation?: Perturbation;
}

const epsilon = number({ least: 0 });
const rotation = object<RotationMove>({ kind: choice("rotation"), degrees: number({ least: 0, most: 90 }) });
const float32 = defaulted(COST_GRADIENT, "float32");

const FGSM = object<FgsmPerturbation, "gradient" | "dropout">({
  kind: choice("fgsm"),
  epsilon,
  gradient: float32,
  dropout: defaulted(flag, false),
});
const HIDDEN = object<HiddenPerturbation, "gradient">({
  kind: choice("hidden"),
  layer: whole(0),
  move: variants<HiddenPerturbation["move"], "kind">("kind", {
    sign: object<SignMove>({ kind: choice("sign"), epsilon }),
    rotation,
  }),
  gradient: float32,
});
const DIFFERENTIABLE = object<DifferentiablePerturbation, "gradient">({
  kind: choice("differentiable"),
  move: variants<DifferentiablePerturbation["move"], "kind">("kind", {
    scaled: object<ScaledMove>({ kind: choice("scaled"), epsilon }),
    rotation,
  }),
  gradient: defaulted(choice("direction"), "direction"),
});

/** What a perturbation must be. */
export const PERTURBATION: Schema<Perturbation> = variants<Perturbation, "kind">("kind", {
  fgsm: FGSM,
  noise: object<NoisePerturbation>({
    ...{ kind: choice("noise"), distribution: choice("uniform", "sign"), epsilon },
  }),
  rubbish: object<RubbishPerturbation>({ kind: choice("rubbish") }),
  hidden: HIDDEN,
  differentiable: DIFFERENTIABLE,
});

/** What an objective must be. */
export const OBJECTIVE: Schema<Objective> = refined(
  object<Objective>({ alpha: number({ least: 0, most: 1 }), perturbation: optional(PERTURBATION) }),
  ({ alpha, perturbation }) =>
    alpha < 1 && perturbation === undefined
      ? `has alpha ${alpha} and no perturbation, expected one where alpha is below 1`
      : null,
);

/** α times the cost of the clean half and 1 - α times that of the other; what weighs nothing is not asked for. */
export function mixedCost({ alpha }: Objective, clean: () => number, perturbed: () => number): number {
  if (alpha === 1) return clean();
  return (alpha > 0 ? alpha * clean() : 0) + (1 - alpha) * perturbed();
}

/** The name of an objective: the kind of its perturbation, or "clean". */
export function objectiveName({ alpha, perturbation }: Objective): Perturbation["kind"] | "clean" {
  return alpha < 1 && perturbation ? perturbation.kind : "clean";
}

/** Versions of the objectives by name: raised when their numbers move. */
export const OBJECTIVE_VERSIONS: Readonly<Record<ReturnType<typeof objectiveName>, number>> = Object.freeze({
  clean: 1,
  fgsm: 1,
  noise: 1,
  rubbish: 1,
  hidden: 1,
  differentiable: 1,
});

/** The reading of the gradient that a perturbation follows; undefined where it follows none. */
export function gradientOf(perturbation: Perturbation): CostGradient | undefined {
  return (PERTURBATION.complete(perturbation) as { readonly gradient?: CostGradient }).gradient;
}

/** The objective as the kernels take it: with the keys of what is random, from the stream `rng`. */
export function kernelObjective({ alpha, perturbation }: Objective, rng: Rng): KernelObjective {
  const cleanWeight = alpha;
  switch (perturbation?.kind) {
    case undefined:
      return { cleanWeight };
    case "noise": {
      const { distribution: kind, epsilon } = perturbation;
      return { cleanWeight, perturbation: { kind, epsilon, key: rng.key } };
    }
    case "rubbish":
      return { cleanWeight, perturbation: { kind: "rubbish", key: rng.key } };
    case "fgsm":
      return { cleanWeight, perturbation: FGSM.complete(perturbation) };
    case "hidden":
      return { cleanWeight, perturbation: HIDDEN.complete(perturbation) };
    case "differentiable":
      return { cleanWeight, perturbation: DIFFERENTIABLE.complete(perturbation) };
  }
}
