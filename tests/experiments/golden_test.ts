import { assert, assertEquals } from "@std/assert";
import { advice, digestDifferences, measurementDigest } from "./golden/measurements.ts";
import { allExperiments, rehearse } from "./rehearsal.ts";

Deno.test("digestDifferences() names experiments whose digest moved, is new or is gone", () => {
  assertEquals(digestDifferences({ a: "1", b: "2", c: "3" }, { a: "1", b: "9", d: "4" }), [
    "b: golden 2, found 9",
    "c: golden 3, found none",
    "d: golden none, found 4",
  ]);
});

Deno.test("advice() names the experiments whose versions must rise", () => {
  assert(
    advice(["rotation", "rbf"]).includes(
      "raise the version of src/experiments/rotation.ts, src/experiments/rbf.ts",
    ),
  );
});

Deno.test("a measurement's digest moves with the last bit of a metric", async () => {
  const growth = (await allExperiments()).find(({ name }) => name === "linear_growth")!;
  const { measurement } = await rehearse(growth);
  const { value } = measurement.metrics["random_sign_share"]!;
  const nudged = { value: value * (1 + Number.EPSILON) };
  assert(nudged.value !== value);
  const moved = { ...measurement, metrics: { ...measurement.metrics, random_sign_share: nudged } };
  assert(measurementDigest({ measurement }) !== measurementDigest({ measurement: moved }));
});
