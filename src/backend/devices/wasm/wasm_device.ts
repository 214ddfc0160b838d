/** The device that computes every graded number: our kernels, on threads over shared memory. */
import type { Arrays, Device, Numbers, Program } from "../../program/device.ts";
import type { ElementType } from "../../program/operands.ts";
import type { Instruction } from "../../program/program.ts";
import type { Region } from "../../program/region.ts";
import { bytesOfLists, lower } from "./lowering.ts";
import { Pool } from "./pool.ts";
import { type LoadedRecords, loadRecords } from "./records.ts";
import { SharedHeap } from "./shared_heap.ts";
import { SharedList } from "./shared_lists.ts";

/** What `WasmDevice` makes of a program. */
interface WasmProgram extends Program {
  readonly records: LoadedRecords;
  readonly scalars: Region;
}

/** Threads over a heap, as a device. It starts at once and waits for nothing: its time limit never runs out. */
export class WasmDevice implements Device {
  /** The threads; for what is beside programs (tfjs' products). */
  readonly pool: Pool;
  readonly #prepared: SharedList;
  readonly #winners: SharedList;

  private constructor(pool: Pool) {
    this.pool = pool;
    this.#prepared = new SharedList(pool.heap);
    this.#winners = new SharedList(pool.heap);
  }

  /**
   * Starts the threads, over memory of its own where no heap is given.
   *
   * @throws {RangeError} unless there are 1 to 64 threads
   * @throws {PlatformError} when one of them does not start
   */
  static async start({ threads, heap }: { threads: number; heap?: SharedHeap }): Promise<WasmDevice> {
    return new WasmDevice(await Pool.start(heap ?? new SharedHeap(), threads));
  }

  allocate(bytes: number): Region {
    return this.pool.heap.allocate(bytes);
  }

  free(region: Region): void {
    this.pool.heap.free(region);
  }

  allOrNothing<T>(work: () => T): T {
    return this.pool.heap.allOrNothing(work);
  }

  write(region: Region, numbers: Numbers): void {
    if (numbers.byteLength > region.bytes) {
      throw new RangeError(
        `Cannot write ${numbers.byteLength} bytes to a region of ${region.bytes}`,
      );
    }
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    this.pool.heap.u8(region).set(bytes);
  }

  clear(region: Region): void {
    this.pool.heap.u8(region).fill(0);
  }

  read<T extends ElementType>(region: Region, type: T): Arrays[T] {
    return this.pool.heap[type](region).slice() as unknown as Arrays[T];
  }

  compile(instructions: readonly Instruction[], scalars: Region): WasmProgram {
    const bytes = bytesOfLists(instructions);
    const prepared = this.#prepared.lease(bytes.prepared);
    const winners = this.#winners.lease(bytes.winners);
    const lists = { prepared: prepared.region, winners: winners.region };
    const owned = new DisposableStack();
    owned.use(prepared);
    owned.use(winners);
    try {
      const records = owned.use(
        loadRecords(this.pool, instructions.flatMap((instruction) => lower(instruction, lists))),
      );
      const length = instructions.length;
      return { length, records, scalars, [Symbol.dispose]: () => owned.dispose() };
    } catch (error) {
      owned.dispose();
      throw error;
    }
  }

  run({ records, scalars }: WasmProgram, steps: readonly Uint8Array[]): void {
    const { heap } = this.pool;
    for (const values of steps) {
      heap.u8(scalars).set(values);
      this.pool.run(records);
    }
  }

  /** What a program was lowered to; for profiles. */
  recordsOf(program: Program): LoadedRecords {
    return (program as WasmProgram).records;
  }

  [Symbol.dispose](): void {
    this.#prepared[Symbol.dispose]();
    this.#winners[Symbol.dispose]();
    this.pool[Symbol.dispose]();
  }
}
