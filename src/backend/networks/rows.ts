/** Rows of a network's memory, on which a part of a program is composed. */
import type { ProgramBuilder } from "../program/program.ts";
import { NONE, type Region, rowsOf } from "../program/region.ts";
import type { Cell } from "../program/cell.ts";

/** Some rows, the same of every region, and the program that works on them. */
export interface Rows {
  readonly builder: ProgramBuilder;
  /** The first of them. */
  readonly first: number;
  /** How many count: a cell, so that the last batch of an evaluation may be smaller. */
  readonly rows: Cell<"i32">;
  /** The most there may be. */
  readonly capacity: number;
}

/** A matrix in memory: a region, and bytes from one row to the next. */
export interface Matrix {
  readonly region: Region;
  readonly pitch: number;
}

/** These rows of a region with `pitch` bytes per row; `NONE` stays. */
export function ownRows({ first, capacity }: Rows, region: Region, pitch: number): Region {
  return region === NONE ? NONE : rowsOf(region, pitch, first, capacity);
}
