/** Where the time of a program goes: its records run one by one, each as a program of its own. */
import { type KernelName, opcode, RECORD_BYTES } from "../devices/wasm/kernel_set.ts";
import type { Pool } from "../devices/wasm/pool.ts";
import type { LoadedRecords } from "../devices/wasm/records.ts";
import { milliseconds } from "./clock.ts";

/** One record of a program and its time. */
export interface ProfiledRecord {
  readonly name: KernelName;
  readonly ms: number;
}

/** Runs the records `repeats` times, one by one; the best time of each. */
export function profile(pool: Pool, records: LoadedRecords, repeats: number): ProfiledRecord[] {
  const { heap } = pool;
  const single = heap.allocate(2 * RECORD_BYTES);
  heap.u32(single)[RECORD_BYTES / 4] = opcode("end");
  const best = records.names.map(() => Infinity);
  for (let repeat = 0; repeat < repeats; repeat++) {
    records.names.forEach((_, i) => {
      const from = { address: records.address + i * RECORD_BYTES, bytes: RECORD_BYTES };
      heap.u8(single).set(heap.u8(from));
      const start = milliseconds();
      pool.run(single);
      best[i] = Math.min(best[i]!, milliseconds() - start);
    });
  }
  heap.free(single);
  return records.names.map((name, i) => ({ name, ms: best[i]! }))
    .filter(({ name }) => name !== "end" && name !== "barrier");
}
