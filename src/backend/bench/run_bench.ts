/** The whole benchmark: peak, products, training steps, each beside unmodified tfjs in the same run. */
import { unitPixels } from "../../datasets/pixels.ts";
import {
  BATCH,
  denseGflop,
  type GemmCell,
  gemmCells,
  type Input,
  INPUTS,
  type StepCell,
  stepCells,
} from "./cells.ts";
import { type BenchImages, denseImages, productGflops, timeStep } from "./ours.ts";
import { Peak, type PeakLoop } from "./peak.ts";
import type { ProfiledRecord } from "./profile.ts";
import { Stock } from "./stock.ts";

/** A product's speed; GFLOPS. */
export interface GemmResult extends GemmCell {
  readonly threads: number;
  readonly gflops: number;
  /** Unmodified tfjs, one thread; null where it was not measured. */
  readonly stockGflops: number | null;
}

/** A training step's time. */
export interface StepResult extends StepCell {
  readonly threads: number;
  /** Median of the repeats, in milliseconds. */
  readonly ms: number;
  readonly repeats: readonly number[];
  readonly stockMs: number | null;
  readonly gflop: number;
  /** 1000 · gflop / (ms · threads · peakGflops). */
  readonly efficiency: number;
  readonly profile: readonly ProfiledRecord[];
}

/** What `bench --json` prints. */
export interface BenchResult {
  readonly peakGflops: number;
  readonly peakLoops: readonly PeakLoop[];
  readonly gemm: readonly GemmResult[];
  readonly steps: readonly StepResult[];
}

/** What to measure. */
export interface BenchOptions {
  readonly units: readonly number[];
  /** Numbers of threads. */
  readonly threads: readonly number[];
  readonly repeats: number;
  /** Measure unmodified tfjs too. */
  readonly stock: boolean;
  /** MNIST's training images, if they are at hand. */
  readonly mnist: Uint8Array | null;
  readonly progress: (line: string) => void;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)]!;
}

const asFloats = (images: BenchImages): Float32Array =>
  images instanceof Float32Array ? images : unitPixels(images.subarray(0, BATCH * INPUTS));

async function products(options: BenchOptions, stock: Stock | null, peak: Peak): Promise<GemmResult[]> {
  const cells = gemmCells(options.units);
  const stockGflops: (number | null)[] = [];
  for (const cell of cells) {
    const ms = stock && await stock.ask({ kind: "gemm", cell });
    stockGflops.push(ms && 2e-6 * cell.m * cell.n * cell.k / ms);
  }
  const results: GemmResult[] = [];
  for (const threads of options.threads) {
    const speeds = await productGflops(threads, cells);
    peak.measure();
    cells.forEach((cell, i) => {
      results.push({ ...cell, threads, gflops: speeds[i]!, stockGflops: stockGflops[i]! });
    });
    options.progress(`matrix products on ${threads} threads`);
  }
  return results;
}

async function steps(
  options: BenchOptions,
  stock: Stock | null,
  peak: Peak,
): Promise<Omit<StepResult, "efficiency">[]> {
  const inputs: Partial<Record<Input, BenchImages>> = { dense: denseImages() };
  if (options.mnist) inputs.mnist = options.mnist.slice(0, 6000 * INPUTS);
  const results: Omit<StepResult, "efficiency">[] = [];
  for (const cell of stepCells(options.units, Object.keys(inputs) as Input[])) {
    const images = inputs[cell.input]!;
    const runs = cell.units > 500 ? options.repeats : 3 * options.repeats;
    const stockMs = stock && await stock.ask({ kind: "step", cell, images: asFloats(images), runs });
    for (const threads of options.threads) {
      const { repeats, profile } = await timeStep(threads, cell, images, options.repeats);
      peak.measure();
      results.push({
        ...cell,
        threads,
        ms: median(repeats),
        repeats,
        stockMs,
        gflop: denseGflop(cell),
        profile,
      });
      options.progress(`${cell.mode} step, ${cell.units} units, ${cell.input}, ${threads} threads`);
    }
  }
  return results;
}

/** Runs the benchmark; some minutes, most of them unmodified tfjs. */
export async function runBench(options: BenchOptions): Promise<BenchResult> {
  using stock = options.stock ? new Stock() : null;
  const peak = await Peak.compile();
  const gemm = await products(options, stock, peak);
  const timed = await steps(options, stock, peak);
  const peakGflops = peak.measure();
  return {
    peakGflops,
    peakLoops: peak.loops,
    gemm,
    steps: timed.map((step) => ({
      ...step,
      efficiency: 1000 * step.gflop / (step.ms * step.threads * peakGflops),
    })),
  };
}
