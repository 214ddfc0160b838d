/** Exponential, logarithm and logistic function of the kernels against JavaScript's, which is right to an ulp or two. */
import { assert, assertEquals } from "@std/assert";
import { type KernelExports, Pool } from "../../../../src/backend/devices/wasm/pool.ts";
import { SharedHeap } from "../../../../src/backend/devices/wasm/shared_heap.ts";
import * as reference from "../../../../src/backend/devices/reference/elementary.ts";
import { log } from "../../../../src/numeric/elementary.ts";
import { bitwise } from "../../../support/compare.ts";
import { Rng } from "../../../../src/random/mod.ts";

async function withKernels(test: (kernels: KernelExports) => void): Promise<void> {
  using pool = await Pool.start(new SharedHeap(), 1);
  test(pool.kernels);
}

/** Asserts a relative error below `tolerance` at random points between `low` and `high`. */
function close(
  actual: (x: number) => number,
  expected: (x: number) => number,
  low: number,
  high: number,
  tolerance: number,
): void {
  for (const u of Rng.fromSeed(1).uniform(20_000)) {
    const x = low + (high - low) * u;
    const error = Math.abs(actual(x) - expected(x)) / Math.abs(expected(x));
    assert(error <= tolerance, `at ${x}: ${actual(x)} instead of ${expected(x)}`);
  }
}

Deno.test("exp is right to 1e-15, 0 far below and infinite far above", async () => {
  await withKernels(({ exp }) => {
    close(exp, Math.exp, -1, 1, 1e-15);
    close(exp, Math.exp, -690, 700, 1e-15);
    assertEquals([exp(0), exp(-701), exp(-Infinity), exp(710), exp(NaN)], [1, 0, 0, Infinity, NaN]);
  });
});

Deno.test("expm1 is right to 1e-15, near 0 too", async () => {
  await withKernels(({ expm1 }) => {
    close(expm1, Math.expm1, -.5, .5, 1e-15);
    close(expm1, Math.expm1, -1e-6, 1e-6, 1e-15);
    close(expm1, Math.expm1, -700, 700, 1e-15);
    assertEquals([expm1(0), expm1(-1000), expm1(1000)], [0, -1, Infinity]);
  });
});

Deno.test("log is right to 1e-15 away from 1, where its absolute error counts", async () => {
  await withKernels(({ log }) => {
    close(log, Math.log, 2, 1e6, 1e-15);
    close(log, Math.log, 1e-300, .5, 1e-15);
    close((x) => 1 + log(x), (x) => 1 + Math.log(x), .5, 2, 2e-15);
    assertEquals(log(1), 0);
  });
});

Deno.test("logistic and softplus neither overflow nor lose small values", async () => {
  await withKernels(({ logistic, softplus }) => {
    close(logistic, (x) => 1 / (1 + Math.exp(-x)), -30, 30, 1e-15);
    close(softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -20, 700, 1e-6);
    close(softplus, (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), -1, 700, 1e-15);
    assertEquals([logistic(1000), logistic(-1000), softplus(1000), softplus(-1000)], [1, 0, 1000, 0]);
  });
});

Deno.test("the reference device's functions have the kernels' bits", async () => {
  await withKernels((kernels) => {
    const units = Rng.fromSeed(2).uniform(20_000);
    for (const name of ["exp", "expm1", "logistic", "softplus"] as const) {
      for (const range of [1, 30, 720]) {
        const x = units.map((u) => range * (2 * u - 1));
        bitwise(x.map(reference[name]), x.map((v) => kernels[name](v)));
      }
    }
    const x = units.map((u, i) => (u + 2 ** -25) * 2 ** (i % 100 - 50));
    bitwise(x.map(log), x.map((v) => kernels.log(v)));
  });
});
