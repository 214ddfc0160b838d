/**
 * Verdicts on simulated claims of known truth: how often they are wrong, and how often they are decided. Ten thousand claims
 * each, whose seeds are drawn from a normal distribution; the bounds allow for four standard errors of such a count.
 */
import { assert } from "@std/assert";
import {
  holm,
  intervalVerdict,
  isDistinguishable,
  predictionInterval,
  tInterval,
  upperTail,
} from "../../src/claims/mod.ts";
import { Rng } from "../../src/random/mod.ts";

const CLAIMS = 10_000;

/** `seeds` values for each claim, normal with this mean and standard deviation. */
function simulated(name: string, seeds: number, mean: number, deviation: number): number[][] {
  const draws = Rng.fromSeed(14).fork(name).normal(CLAIMS * seeds);
  return Array.from(
    { length: CLAIMS },
    (_, i) => Array.from(draws.subarray(i * seeds, (i + 1) * seeds), (z) => mean + deviation * z),
  );
}

const share = (claims: readonly number[][], is: (values: number[]) => boolean) =>
  claims.filter(is).length / CLAIMS;
const near = (found: number, expected: number, what: string) => {
  const allowed = 4 * Math.sqrt(expected * (1 - expected) / CLAIMS);
  assert(
    Math.abs(found - expected) <= allowed,
    `${what}: ${found}, expected ${expected} ± ${allowed.toFixed(4)}`,
  );
};

const NUMBER = { comparison: "equal", published: 0.94 } as const;
const ORDERING = { comparison: "ordering", published: null } as const;
const reproduced = (claim: typeof NUMBER | typeof ORDERING, tolerance: number | null) => (values: number[]) =>
  intervalVerdict(claim, tolerance, tInterval(values)) === "reproduced";

Deno.test("a number whose mean is at the edge of its tolerance is called reproduced in at most 5 % of the cases", () => {
  for (const seeds of [3, 5, 12]) {
    const found = share(simulated(`edge ${seeds}`, seeds, 1, 0.01), reproduced(NUMBER, 0.06));
    near(found, 0.05, `${seeds} seeds`); // the other edge is six standard deviations away
    const wide = share(simulated(`wide ${seeds}`, seeds, 1, 0.05), reproduced(NUMBER, 0.06));
    assert(wide <= 0.06, `${seeds} seeds, a wide spread: ${wide}`);
  }
});

Deno.test("a number beyond its tolerance is called not reproduced, and one inside never more than in 5 %", () => {
  const refused = (values: number[]) => intervalVerdict(NUMBER, 0.06, tInterval(values)) === "not-reproduced";
  assert(share(simulated("beyond", 5, 1.1, 0.03), refused) > 0.99);
  assert(share(simulated("inside", 5, 0.95, 0.05), refused) < 0.05);
});

Deno.test("the power of Q8a, were the paper exactly right, is that of the design: .48, .84 and .98 with 5, 8 and 12 seeds", () => {
  for (const [seeds, power] of [[5, 0.48], [8, 0.84], [12, 0.98]] as const) {
    const found = share(simulated(`Q8a ${seeds}`, seeds, 0.94, 0.05), reproduced(NUMBER, 0.06));
    assert(Math.abs(found - power) < 0.025, `${seeds} seeds: ${found}, expected ${power}`);
  }
});

Deno.test("an ordering of equal things is called reproduced in 5 % of the cases, as its p-value says", () => {
  for (const seeds of [3, 5]) {
    const claims = simulated(`equal ${seeds}`, seeds, 0, 2);
    near(share(claims, reproduced(ORDERING, null)), 0.05, `${seeds} seeds`);
    near(share(claims, (values) => upperTail(values)! <= 0.05), 0.05, `p of ${seeds} seeds`);
    assert(claims.every((values) => reproduced(ORDERING, null)(values) === (upperTail(values)! < 0.05)));
  }
});

Deno.test("nine of ten further runs lie in the prediction interval", () => {
  for (const seeds of [3, 5, 12]) {
    const covered = share(simulated(`further ${seeds}`, seeds + 1, 90, 1.5), ([further, ...values]) => {
      const [low, high] = predictionInterval(values)!;
      return low <= further! && further! <= high;
    });
    near(covered, 0.9, `${seeds} seeds`);
  }
});

Deno.test("a published run of the same kind is close but distinguishable in at most a tenth of the cases", () => {
  const found = share(simulated("published", 6, 0.94, 0.02), ([published, ...values]) => {
    const verdict = intervalVerdict({ comparison: "equal", published: published! }, 0.1, tInterval(values));
    return isDistinguishable({
      verdict,
      comparison: "equal",
      published: published!,
      prediction: predictionInterval(values),
    });
  });
  assert(found <= 0.1 && found > 0.05, `${found}`);
});

Deno.test("of twenty orderings of equal things one or more holds by chance in two thirds of the cases, after Holm in 5 %", () => {
  const families = 500, orderings = 20; // 10,000 claims
  const p = simulated("families", 5, 0, 1).map((values) => upperTail(values)!);
  const chance = (holds: (own: number[]) => boolean) =>
    Array.from({ length: families }, (_, i) => p.slice(i * orderings, (i + 1) * orderings)).filter(holds)
      .length /
    families;
  const alone = chance((own) => own.some((value) => value <= 0.05));
  const together = chance((own) => holm(own, 0.05).some((rejected) => rejected));
  assert(Math.abs(alone - (1 - 0.95 ** orderings)) < 0.09, `${alone}`);
  assert(together < 0.05 + 4 * Math.sqrt(0.05 * 0.95 / families), `${together}`);
});
