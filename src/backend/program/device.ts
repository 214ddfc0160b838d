/**
 * What runs programs: memory, and a way to compute on it. A network is composed into a program without knowing what
 * runs it; a device decides by itself how (threads, lists of what is not zero, packed panels, scratch memory).
 *
 * A device answers at once, or blocks: nothing here is a promise, so that attacks and measurements stay plain functions.
 * A device that computes elsewhere (a worker, a GPU) waits for its answer, but no longer than its time limit.
 */
import type { ElementType } from "./operands.ts";
import type { Instruction } from "./program.ts";
import type { Region } from "./region.ts";

/** The arrays of each type of numbers. */
export interface Arrays {
  readonly f32: Float32Array<ArrayBuffer>;
  readonly f64: Float64Array<ArrayBuffer>;
  readonly i32: Int32Array<ArrayBuffer>;
  readonly u32: Uint32Array<ArrayBuffer>;
  readonly u8: Uint8Array<ArrayBuffer>;
}

/** Numbers that can be written to a device. */
export type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;

/** A program as its device wants it; dispose it to free what it needs. */
export interface Program extends Disposable {
  /** How many instructions it was compiled from. */
  readonly length: number;
}

/** An owned resource: dispose it, or its threads keep the process alive. */
export interface Device extends Disposable {
  /**
   * A region of zeros.
   *
   * @throws {PlatformError} when the memory is used up
   */
  allocate(bytes: number): Region;

  /** @throws {RangeError} for a region that is not allocated */
  free(region: Region): void;

  /** Runs `work`; if it throws, what it allocated is freed. */
  allOrNothing<T>(work: () => T): T;

  /**
   * Copies numbers to the beginning of a region.
   *
   * @throws {RangeError} when the region is shorter
   */
  write(region: Region, numbers: Numbers): void;

  /** Makes every byte of a region 0. */
  clear(region: Region): void;

  /**
   * A copy of the numbers in a region, after everything that was run before.
   *
   * @throws {PlatformError} when the device has failed, or does not answer within its time limit
   */
  read<T extends ElementType>(region: Region, type: T): Arrays[T];

  /**
   * Compiles instructions.
   *
   * @param scalars where their cells lie (`Scalars.region`)
   * @throws {PlatformError} when the memory is used up
   */
  compile(instructions: readonly Instruction[], scalars: Region): Program;

  /**
   * Runs a program once for each step, one after another, with the scalars that the step has (`Scalars.values()`).
   *
   * @throws {PlatformError} when the device has failed; it is then unusable
   */
  run(program: Program, steps: readonly Uint8Array[]): void;
}
