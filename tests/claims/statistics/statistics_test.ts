/** Statistics against published tables and SciPy 1.17.1. */
import { assertEquals, assertThrows } from "@std/assert";
import { mcnemarExact, mean, tInterval, tQuantile, wilson } from "../../../src/claims/mod.ts";
import { within } from "../../support/compare.ts";

const near = within(1e-12, "float64, a few hundred operations");

Deno.test("mean() of nothing is refused", () => {
  assertEquals(mean([2]), 2);
  assertThrows(() => mean([]), RangeError, "found no value");
});

Deno.test("tQuantile() is the t table to its last printed digit", () => {
  const table: readonly [degrees: number, level: number, printed: string][] = [
    [1, 0.9, "6.314"],
    [2, 0.9, "2.920"],
    [3, 0.9, "2.353"],
    [4, 0.9, "2.132"],
    [9, 0.9, "1.833"],
    [30, 0.9, "1.697"],
    [120, 0.9, "1.658"],
    [1, 0.95, "12.706"],
    [10, 0.95, "2.228"],
    [2, 0.99, "9.925"],
  ];
  for (const [degrees, level, printed] of table) {
    assertEquals(tQuantile(degrees, level).toFixed(3), printed);
  }
});

// python3 -c "from scipy.stats import t; print([t.ppf(.95, d) for d in (1, 2, 4, 11, 99, 1000)])"
Deno.test("tQuantile() agrees with SciPy to twelve digits", () => {
  const scipy = [
    6.313751514675037,
    2.9199855803537242,
    2.1318467863266495,
    1.7958848187040433,
    1.6603911560169906,
    1.6463788172854643,
  ];
  near([1, 2, 4, 11, 99, 1000].map((degrees) => tQuantile(degrees, 0.9)), scipy);
});

Deno.test("tQuantile() refuses what it was not made for", () => {
  for (const degrees of [0, 1.5, NaN, 10_001]) assertThrows(() => tQuantile(degrees, 0.9), RangeError);
  for (const level of [0, 1, NaN]) assertThrows(() => tQuantile(2, level), RangeError);
});

Deno.test("tInterval() is mean ± t s / √n, and has no width when all values are equal", () => {
  const half = 2.9199855803537242 / Math.sqrt(3); // s = 1
  near(tInterval([1, 2, 3]), [2 - half, 2 + half]);
  assertEquals(tInterval([0.25, 0.25]), [0.25, 0.25]);
  assertThrows(() => tInterval([1]), RangeError, "found 1 values, expected two or more");
});

Deno.test("mcnemarExact() is a sum of binomial coefficients for small counts", () => {
  assertEquals(mcnemarExact(0, 0), 1);
  assertEquals(mcnemarExact(1, 0), 1);
  assertEquals(mcnemarExact(3, 3), 1);
  near([mcnemarExact(0, 10)], [2 / 1024]);
  near([mcnemarExact(5, 15)], [2 * (1 + 20 + 190 + 1140 + 4845 + 15504) / 2 ** 20]);
});

// python3 -c "from scipy.stats import binomtest; print(binomtest(4800, 10000).pvalue)" and so on
Deno.test("mcnemarExact() agrees with SciPy up to ten thousand on a side", () => {
  near([mcnemarExact(10, 25), mcnemarExact(40, 60)], [0.016673847800120715, 0.05688793364098089]);
  near([mcnemarExact(4800, 5200), mcnemarExact(4900, 5100)], [6.593515598672343e-05, 0.04658552770494645]);
  near([mcnemarExact(9_000, 10_000) / 4.194037144140571e-13], [1]);
  assertEquals([mcnemarExact(10_000, 10_000), mcnemarExact(0, 10_000)], [1, 0]);
});

Deno.test("mcnemarExact() does not care which side is which", () => {
  for (const [a, b] of [[3, 9], [100, 140], [0, 7]] as const) {
    assertEquals(mcnemarExact(a, b), mcnemarExact(b, a));
  }
  for (const count of [-1, 0.5, NaN, 10_001]) assertThrows(() => mcnemarExact(count, 1), RangeError);
});

// python3 -c "from scipy.stats import binomtest; print(binomtest(94, 10000).proportion_ci(.9, 'wilson'))"
Deno.test("wilson() agrees with SciPy and stays within 0 and 1", () => {
  near(wilson(94, 10_000), [0.007940142875374695, 0.01112525324426772]);
  near(wilson(0, 10), [0, 0.21294197008340698]);
  near(wilson(10, 10), [0.787058029916593, 1]);
  assertThrows(() => wilson(11, 10), RangeError);
  assertThrows(() => wilson(0, 0), RangeError);
});
