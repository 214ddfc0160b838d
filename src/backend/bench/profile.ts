/** Where the time of a program goes: its instructions run one by one, each as a program of its own. */
import { milliseconds } from "./clock.ts";
import { INSTRUCTION_BYTES, type InstructionName, opcode } from "../program/instruction_set.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { Program } from "../program/program.ts";

/** One instruction of a program and its time. */
export interface ProfiledInstruction {
  readonly name: InstructionName;
  readonly ms: number;
}

/** Runs the program `repeats` times, instruction by instruction; the best time of each. */
export function profile(pool: Pool, program: Program, repeats: number): ProfiledInstruction[] {
  const { heap } = pool;
  const single = heap.allocate(2 * INSTRUCTION_BYTES);
  heap.u32(single)[INSTRUCTION_BYTES / 4] = opcode("end");
  const best = program.instructions.map(() => Infinity);
  for (let repeat = 0; repeat < repeats; repeat++) {
    program.instructions.forEach((_, i) => {
      const from = { address: program.address + i * INSTRUCTION_BYTES, bytes: INSTRUCTION_BYTES };
      heap.u8(single).set(heap.u8(from));
      const start = milliseconds();
      pool.run(single);
      best[i] = Math.min(best[i]!, milliseconds() - start);
    });
  }
  heap.free(single);
  return program.instructions.map((name, i) => ({ name, ms: best[i]! }))
    .filter(({ name }) => name !== "end" && name !== "barrier");
}
