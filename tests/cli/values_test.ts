import { assertEquals, assertThrows } from "@std/assert";
import { duration, list, oneOf, wholeNumber } from "../../src/cli/options/values.ts";
import { UsageError } from "../../src/errors.ts";

Deno.test("duration() reads seconds, minutes and hours", () => {
  assertEquals(["90s", "10m", "2h", "0.5s", "1.5h"].map((text) => duration(text, "budget")), [
    90_000,
    600_000,
    7_200_000,
    500,
    5_400_000,
  ]);
});

Deno.test("duration() refuses what is no duration above zero", () => {
  for (const text of ["", "10", "m", "-1m", "0s", "0.0h", "10 m", "10min", "1e3s", "1m30s", "∞s", "10M"]) {
    assertThrows(
      () => duration(text, "budget"),
      UsageError,
      `--budget is "${text}", expected a duration such as 90s`,
    );
  }
});

Deno.test("wholeNumber() takes numbers within its bounds and nothing else", () => {
  const threads = wholeNumber(1, 64);
  assertEquals([threads("1", "threads"), threads("64", "threads")], [1, 64]);
  for (const text of ["0", "65", "-1", "1.5", "1e1", "0x10", " 2", "", "two", "99999999999999999999"]) {
    const message = `--threads is "${text}", expected a whole number from 1 to 64`;
    assertThrows(() => threads(text, "threads"), UsageError, message);
  }
});

Deno.test("oneOf() takes a word of its list and suggests the nearest to another", () => {
  assertEquals(oneOf(["smoke", "quick"])("quick", "profile"), "quick");
  assertThrows(
    () => oneOf(["smoke", "quick"])("quikc", "profile"),
    UsageError,
    '--profile is "quikc", expected smoke, quick (did you mean "quick"?)',
  );
});

Deno.test("list() parses each value between commas, and names the one that is wrong", () => {
  assertEquals(list(wholeNumber(1, 9))("1, 2,9", "units"), [1, 2, 9]);
  assertThrows(() => list(wholeNumber(1, 9))("1,10", "units"), UsageError, '--units is "10"');
});
