/**
 * The shared memory through which a pool and its threads talk (pool.ts on one side, the kernels on the other): who has
 * arrived at a barrier, which program runs, what failed.
 */

/** Byte offsets in the control block of a pool; words that several threads write have a cache line each. */
export const CONTROL = {
  arrivals: 0,
  generation: 64,
  sleepers: 128,
  start: 192,
  program: 256,
  threads: 260,
  scratch: 264,
  scratchBytes: 268,
  quit: 272,
  ended: 276,
  failure: 320,
  messageBytes: 324,
  message: 328,
} as const;

/** Bytes of the control block, and how many of them a failure's message may take. */
export const CONTROL_BYTES = 1024;
export const MESSAGE_CAPACITY = CONTROL_BYTES - CONTROL.message;
