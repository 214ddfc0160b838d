// @ts-nocheck: AssemblyScript, compiled by `deno task build:kernels`
/** Stops a thread of one's choice; for the tests of the pool. */
import { Trap } from "./generated/records";

/* @inline */ export function trap(pc: usize, control: usize, thread: i32): void {
  if (changetype<Trap>(pc).thread == thread) unreachable();
}
