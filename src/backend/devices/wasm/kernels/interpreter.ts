// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Runs programs. Every thread of a pool walks through the same instructions; each instruction hands out its work in
 * pieces, so a thread that has none left goes on to the next instruction until a barrier holds it. The main thread
 * calls `run`; the others call `serve` once and sleep there between programs.
 */
import * as op from "./generated/instructions";
import {
  CONTROL_PROGRAM,
  CONTROL_QUIT,
  CONTROL_START,
  CONTROL_THREADS,
  COUNTER_OFFSET,
  INSTRUCTION_BYTES,
  Trap,
} from "./generated/instructions";
import { adam } from "./adam";
import { activation, activationGradient, addScaled, multiply, rowNorms, signStep } from "./elementwise";
import { forward } from "./forward";
import { gatherBytes, gatherFloats, gatherLabels, unlabel } from "./gather";
import { gemm } from "./gemm";
import { bernoulli, rbfCost, softmax } from "./heads";
import { inputGradient, winnerLists } from "./input_gradient";
import { rotate, rotateAdjoint, scaledStep, scaledStepAdjoint } from "./perturb";
import { prepare } from "./prepare";
import { dropout, mask, normalNoise, signNoise, uniformNoise } from "./random";
import { exponential, rbfForward, rbfGradient, rbfInputGradient, rowMeans } from "./rbf";
import { score } from "./score";
import { softmaxTangent, tangent } from "./tangent";
import { advance, barrier, waitWhile } from "./threads";
import { update } from "./update";

export { exp, expm1, log, logistic, softplus } from "./elementary";

/** Runs the program at `program` on all threads of the pool; returns when all have ended it. */
export function run(control: usize, program: usize): void {
  for (let pc = program; load<i32>(pc) != op.OP_END; pc += INSTRUCTION_BYTES) {
    store<i32>(pc + COUNTER_OFFSET, 0);
  }
  store<usize>(control + CONTROL_PROGRAM, program);
  if (load<i32>(control + CONTROL_THREADS) > 1) advance(control, control + CONTROL_START);
  execute(program, control, 0);
}

/** What the other threads do until the pool ends: run every program; `seen` is the start counter to begin with. */
export function serve(control: usize, thread: i32, seen: i32): void {
  while (true) {
    waitWhile(control, control + CONTROL_START, seen);
    seen++;
    if (atomic.load<i32>(control + CONTROL_QUIT)) return;
    execute(load<usize>(control + CONTROL_PROGRAM), control, thread);
  }
}

function execute(program: usize, control: usize, thread: i32): void {
  for (let pc = program;; pc += INSTRUCTION_BYTES) {
    const opcode = load<i32>(pc);
    if (opcode == op.OP_END) break;
    if (opcode == op.OP_BARRIER) barrier(control);
    else step(opcode, pc, control, thread);
  }
  barrier(control);
}

function step(opcode: i32, pc: usize, control: usize, thread: i32): void {
  switch (opcode) {
    case op.OP_TRAP:
      if (changetype<Trap>(pc).thread == thread) unreachable();
      return;
    case op.OP_GATHER_BYTES:
      return gatherBytes(pc);
    case op.OP_GATHER_FLOATS:
      return gatherFloats(pc);
    case op.OP_GATHER_LABELS:
      return gatherLabels(pc);
    case op.OP_MASK:
      return mask(pc, control, thread);
    case op.OP_DROPOUT:
      return dropout(pc, control, thread);
    case op.OP_UNIFORM_NOISE:
      return uniformNoise(pc, control, thread);
    case op.OP_SIGN_NOISE:
      return signNoise(pc, control, thread);
    case op.OP_SIGN_STEP:
      return signStep(pc);
    case op.OP_PREPARE:
      return prepare(pc);
    case op.OP_FORWARD:
      return forward(pc, control, thread);
    case op.OP_WINNER_LISTS:
      return winnerLists(pc);
    case op.OP_INPUT_GRADIENT:
      return inputGradient(pc, control, thread);
    case op.OP_UPDATE:
      return update(pc, control, thread);
    case op.OP_SOFTMAX:
      return softmax(pc, control, thread);
    case op.OP_BERNOULLI:
      return bernoulli(pc);
    case op.OP_SCORE:
      return score(pc);
    case op.OP_ACTIVATION:
      return activation(pc);
    case op.OP_ACTIVATION_GRADIENT:
      return activationGradient(pc);
    case op.OP_MULTIPLY:
      return multiply(pc);
    case op.OP_ADD_SCALED:
      return addScaled(pc);
    case op.OP_ROW_NORMS:
      return rowNorms(pc);
    case op.OP_GEMM:
      return gemm(pc, control, thread);
    case op.OP_RBF_FORWARD:
      return rbfForward(pc, control, thread);
    case op.OP_RBF_COST:
      return rbfCost(pc);
    case op.OP_RBF_GRADIENT:
      return rbfGradient(pc);
    case op.OP_RBF_INPUT_GRADIENT:
      return rbfInputGradient(pc);
    case op.OP_ADAM:
      return adam(pc);
    case op.OP_ROW_MEANS:
      return rowMeans(pc);
    case op.OP_EXPONENTIAL:
      return exponential(pc);
    case op.OP_UNLABEL:
      return unlabel(pc);
    case op.OP_NORMAL_NOISE:
      return normalNoise(pc, control, thread);
    case op.OP_ROTATE:
      return rotate(pc);
    case op.OP_ROTATE_ADJOINT:
      return rotateAdjoint(pc);
    case op.OP_SCALED_STEP:
      return scaledStep(pc);
    case op.OP_SCALED_STEP_ADJOINT:
      return scaledStepAdjoint(pc);
    case op.OP_TANGENT:
      return tangent(pc);
    case op.OP_SOFTMAX_TANGENT:
      return softmaxTangent(pc, control, thread);
    default:
      unreachable();
  }
}
