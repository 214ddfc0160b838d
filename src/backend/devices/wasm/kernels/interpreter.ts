// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Runs programs. Every thread of a pool walks through the same instructions; each instruction hands out its work in
 * pieces, so a thread that has none left goes on to the next instruction until a barrier holds it. The main thread
 * calls `run`; the others call `serve` once and sleep there between programs. `step`, which calls a record's
 * kernel, is generated.
 */
import {
  CONTROL_PROGRAM,
  CONTROL_QUIT,
  CONTROL_START,
  CONTROL_THREADS,
  COUNTER_OFFSET,
  OP_BARRIER,
  OP_END,
  RECORD_BYTES,
} from "./generated/records";
import { step } from "./interpreter/step";
import { advance, barrier, waitWhile } from "./threads";

export { exp, expm1, log, logistic, softplus } from "./elementary";

/** Runs the program at `program` on all threads of the pool; returns when all have ended it. */
export function run(control: usize, program: usize): void {
  for (let pc = program; load<i32>(pc) != OP_END; pc += RECORD_BYTES) {
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
  for (let pc = program;; pc += RECORD_BYTES) {
    const opcode = load<i32>(pc);
    if (opcode == OP_END) break;
    if (opcode == OP_BARRIER) barrier(control);
    else step(opcode, pc, control, thread);
  }
  barrier(control);
}
