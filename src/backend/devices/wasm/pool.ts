/**
 * The threads that run programs: the calling one and, for more than one thread, workers that stay inside WebAssembly
 * and sleep between programs. A trap in any of them releases all others and becomes an error here, never a hang.
 */
import { PlatformError } from "../../../errors.ts";
import { MAX_THREADS } from "../../identity.ts";
import { CONTROL, CONTROL_BYTES, MESSAGE_CAPACITY } from "./control_block.ts";
import { kernelModule } from "./kernel_module.js";
import type { Region } from "../../program/region.ts";
import type { SharedHeap } from "./shared_heap.ts";

/** The functions that the module exports. */
export interface KernelExports {
  run(control: number, program: number): void;
  serve(control: number, thread: number, seen: number): void;
  exp(x: number): number;
  expm1(x: number): number;
  log(x: number): number;
  logistic(x: number): number;
  softplus(x: number): number;
}

/** What a worker is told when it starts. */
interface ThreadStart {
  module: WebAssembly.Module;
  memory: WebAssembly.Memory;
  control: number;
  thread: number;
  layout: typeof CONTROL;
  capacity: number;
}

/** Marks the pool as failed, with the reason, and releases every thread that waits. */
function reportFailure(start: Omit<ThreadStart, "module">, error: unknown): void {
  const { memory, control, thread, layout, capacity } = start;
  const words = new Int32Array(memory.buffer, control);
  if (Atomics.compareExchange(words, layout.failure / 4, 0, thread + 1) === 0) {
    const message = new TextEncoder().encode(String(error)).subarray(0, capacity);
    new Uint8Array(memory.buffer, control + layout.message).set(message);
    Atomics.store(words, layout.messageBytes / 4, message.length);
  }
  for (const word of [layout.generation / 4, layout.start / 4]) {
    Atomics.add(words, word, 1);
    Atomics.notify(words, word);
  }
}

/** The whole life of a worker; its text becomes the worker's module. */
function threadMain(): void {
  const worker = self as unknown as Worker & { close(): void };
  worker.onmessage = ({ data }: MessageEvent<ThreadStart>) => {
    const { module, memory, control, thread, layout } = data;
    const words = new Int32Array(memory.buffer, control);
    const exports = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as KernelExports;
    worker.postMessage("ready");
    try {
      exports.serve(control, thread, 0);
    } catch (error) {
      reportFailure(data, error);
    }
    Atomics.add(words, layout.ended / 4, 1);
    Atomics.notify(words, layout.ended / 4);
    worker.close();
  };
}

function startWorker(worker: Worker, start: ThreadStart): Promise<void> {
  return new Promise<void>((resolve, reject) => {
    worker.onmessage = () => resolve();
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new PlatformError(`Cannot start thread ${start.thread} of the kernel pool: ${event.message}`));
    };
    worker.postMessage(start);
  });
}

/** A program in shared memory, ready to run. */
export interface RunnableProgram {
  readonly address: number;
}

/** Threads over a heap; dispose it, or its workers keep the process alive. */
export class Pool implements Disposable {
  readonly heap: SharedHeap;
  readonly threads: number;
  readonly kernels: KernelExports;
  readonly #control: Region;
  readonly #workers: Worker[] = [];
  #scratch: Region | undefined;
  #scratchBytes = 0;
  #ended = false;

  private constructor(heap: SharedHeap, threads: number) {
    this.heap = heap;
    this.threads = threads;
    this.#control = heap.allocate(CONTROL_BYTES);
    this.#words()[CONTROL.threads / 4] = threads;
    this.kernels = new WebAssembly.Instance(kernelModule, { env: { memory: heap.memory } })
      .exports as unknown as KernelExports;
  }

  /**
   * Starts a pool of `threads` threads, 1 to 64.
   *
   * @throws {RangeError} for another number
   * @throws {PlatformError} when a worker does not start
   */
  static async start(heap: SharedHeap, threads: number): Promise<Pool> {
    if (!Number.isInteger(threads) || threads < 1 || threads > MAX_THREADS) {
      throw new RangeError(`Cannot start a pool: ${threads} threads, expected 1 to ${MAX_THREADS}`);
    }
    const pool = new Pool(heap, threads);
    if (threads === 1) return pool;
    const script = `${reportFailure}\n(${threadMain})();`;
    const url = URL.createObjectURL(new Blob([script], { type: "text/javascript" }));
    try {
      for (let thread = 1; thread < threads; thread++) {
        pool.#workers.push(new Worker(url, { type: "module" }));
      }
      await Promise.all(pool.#workers.map((worker, i) => startWorker(worker, pool.#threadStart(i + 1))));
    } catch (error) {
      pool[Symbol.dispose]();
      throw error;
    } finally {
      URL.revokeObjectURL(url);
    }
    return pool;
  }

  /**
   * Runs a program on all threads and returns when it has ended.
   *
   * @throws {PlatformError} when a thread crashed; the pool is then unusable
   */
  run(program: RunnableProgram): void {
    if (this.#ended) throw new ReferenceError("Cannot compute: the engine was disposed, start a new one");
    const words = this.#words();
    if (words[CONTROL.failure / 4] === 0) {
      try {
        this.kernels.run(this.#control.address, program.address);
        return;
      } catch (error) {
        reportFailure(this.#threadStart(0), error);
      }
    }
    const thread = this.#words()[CONTROL.failure / 4]! - 1;
    const length = this.#words()[CONTROL.messageBytes / 4]!;
    const at = { address: this.#control.address + CONTROL.message, bytes: length };
    const message = new TextDecoder().decode(this.heap.u8(at).slice());
    throw new PlatformError(`Cannot run a program: thread ${thread} of the kernel pool crashed (${message})`);
  }

  /** Gives every thread at least `bytes` of memory of its own. */
  reserveScratch(bytes: number): void {
    if (bytes <= this.#scratchBytes) return;
    const enough = Math.ceil(bytes / 4096) * 4096 + 128; // an odd number of lines: threads' sets differ
    const scratch = this.heap.allocate(enough * this.threads);
    this.heap.keep(scratch);
    if (this.#scratch) this.heap.free(this.#scratch);
    this.#scratchBytes = enough;
    this.#scratch = scratch;
    this.#words()[CONTROL.scratch / 4] = this.#scratch.address;
    this.#words()[CONTROL.scratchBytes / 4] = this.#scratchBytes;
  }

  /** Ends the workers and waits until they have left the shared memory. */
  [Symbol.dispose](): void {
    if (this.#ended) return;
    this.#ended = true;
    const words = this.#words();
    Atomics.store(words, CONTROL.quit / 4, 1);
    Atomics.add(words, CONTROL.start / 4, 1);
    Atomics.notify(words, CONTROL.start / 4);
    for (let ended = 0; ended < this.#workers.length; ended = Atomics.load(words, CONTROL.ended / 4)) {
      if (Atomics.wait(words, CONTROL.ended / 4, ended, 5000) === "timed-out") break;
    }
    for (const worker of this.#workers) worker.terminate();
    if (this.#scratch) this.heap.free(this.#scratch);
    this.heap.free(this.#control);
  }

  #words(): Int32Array<SharedArrayBuffer> {
    return this.heap.i32(this.#control);
  }

  #threadStart(thread: number): ThreadStart {
    const { memory } = this.heap;
    const control = this.#control.address;
    return { module: kernelModule, memory, control, thread, layout: CONTROL, capacity: MESSAGE_CAPACITY };
  }
}
