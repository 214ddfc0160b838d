// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/**
 * Threads: the barrier, the counters from which threads take work, and the failure flag that releases everyone.
 * A waiting thread spins for a moment, since a barrier inside a step takes microseconds, and then sleeps, since
 * spinning steals the core from other processes. The order of arithmetic does not depend on any of it.
 */
import {
  CONTROL_ARRIVALS,
  CONTROL_FAILURE,
  CONTROL_GENERATION,
  CONTROL_SCRATCH,
  CONTROL_SCRATCH_BYTES,
  CONTROL_SLEEPERS,
  CONTROL_THREADS,
  COUNTER_OFFSET,
} from "./generated/records";

const SPINS: i32 = 20000;

/** Returns when the word at `address` is no longer `seen`; traps when a thread of the pool has failed. */
export function waitWhile(control: usize, address: usize, seen: i32): void {
  for (let i = 0; i < SPINS; i++) {
    if (atomic.load<i32>(address) != seen) {
      checkFailure(control);
      return;
    }
  }
  atomic.add<i32>(control + CONTROL_SLEEPERS, 1);
  while (atomic.load<i32>(address) == seen) atomic.wait<i32>(address, seen, -1);
  atomic.sub<i32>(control + CONTROL_SLEEPERS, 1);
  checkFailure(control);
}

function checkFailure(control: usize): void {
  if (atomic.load<i32>(control + CONTROL_FAILURE) != 0) unreachable();
}

/** Changes the word at `address`, for which others wait, and wakes those that sleep. */
export function advance(control: usize, address: usize): void {
  atomic.add<i32>(address, 1);
  if (atomic.load<i32>(control + CONTROL_SLEEPERS) > 0) atomic.notify(address, -1);
}

/** Returns when all threads of the pool have come here. */
export function barrier(control: usize): void {
  const threads = load<i32>(control + CONTROL_THREADS);
  if (threads == 1) return;
  const generation = atomic.load<i32>(control + CONTROL_GENERATION);
  checkFailure(control); // after reading the generation: a failure from now on changes it
  if (atomic.add<i32>(control + CONTROL_ARRIVALS, 1) == threads - 1) {
    atomic.store<i32>(control + CONTROL_ARRIVALS, 0);
    advance(control, control + CONTROL_GENERATION);
  } else {
    waitWhile(control, control + CONTROL_GENERATION, generation);
  }
}

/** The next piece of an instruction's work that nobody has taken yet: 0, 1, 2, … */
/* @inline */ export function take(instruction: usize): i32 {
  return atomic.add<i32>(instruction + COUNTER_OFFSET, 1);
}

/** This thread's own memory. */
/* @inline */ export function scratchOf(control: usize, thread: i32): usize {
  return load<usize>(control + CONTROL_SCRATCH) +
    <usize> thread * load<usize>(control + CONTROL_SCRATCH_BYTES);
}
