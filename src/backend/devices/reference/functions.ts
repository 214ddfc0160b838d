/** What each instruction computes: one function each, in plain loops. */
import type { InstructionName } from "../../program/instructions.ts";
import { adam } from "./adam.ts";
import {
  activation,
  activationGradient,
  addScaled,
  clipCost,
  multiply,
  rowNorms,
  signStep,
} from "./elementwise.ts";
import { gatherBytes, gatherFloats, gatherLabels, unlabel } from "./gather.ts";
import { gemm } from "./gemm.ts";
import { bernoulli, rbfCost, softmax, softmaxTangent } from "./heads.ts";
import { forward, inputGradient, tangent, update } from "./layers.ts";
import { rotate, rotateAdjoint, scaledStep, scaledStepAdjoint } from "./perturb.ts";
import { dropout, mask, maskFrom, normalNoise, signNoise, uniformNoise } from "./random.ts";
import { exponential, rbfForward, rbfGradient, rbfInputGradient, rowMeans } from "./rbf.ts";
import type { Resolved } from "./resolved.ts";
import { score } from "./score.ts";

/** A function for every instruction. */
export type Functions = { readonly [N in InstructionName]: (operands: Resolved<N>) => void };

/** The functions of the reference device. */
export const REFERENCE: Functions = {
  ...{ gatherBytes, gatherFloats, gatherLabels, unlabel },
  ...{ mask, maskFrom, dropout, uniformNoise, signNoise, normalNoise },
  ...{ signStep, rotate, rotateAdjoint, scaledStep, scaledStepAdjoint },
  ...{ forward, inputGradient, update, tangent },
  ...{ softmax, bernoulli, rbfCost, softmaxTangent, score },
  ...{ activation, activationGradient, clipCost, multiply, addScaled, rowNorms, gemm },
  ...{ rbfForward, rbfGradient, rbfInputGradient, adam, rowMeans, exponential },
};
