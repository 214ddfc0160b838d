/** Data folders that people bring, from the command line to the report: other shapes, missing classes, one pixel. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { type Blocks, writeBlocks } from "../support/blocks.ts";
import { checkout, reproduce } from "./support.ts";

const TEN = Array.from({ length: 10 }, (_, k) => k);
const PLAIN: Blocks = { height: 28, width: 28, labels: TEN, classes: 10, count: 600 };

Deno.test("data of the user's own", async (t) => {
  await using place = await checkout();
  const { work } = place;
  const smoke = async (name: string, claims: string) => {
    const args = ["--profile", "smoke", "--claims", claims, "--seeds", "1", "--dataset", `idx:${name}`];
    const found = await reproduce(place, [
      ...args,
      "--store",
      `${name} store`,
      "--out",
      `${name} out`,
      "--json",
    ]);
    const claimed = found.stdout === "" ? [] : JSON.parse(found.stdout).claims;
    const verdict = (id: string): { verdict: string; reason: string } =>
      claimed.find((claim: { id: string }) => claim.id === id);
    const read = (file: string) => Deno.readTextFileSync(`${work}/${name} out/${file}`);
    return { ...found, verdict, read };
  };
  const undrawn = (errors: readonly string[]) => errors.filter((line) => line.includes("could not be drawn"));

  await t.step("images that are not square are drawn in their shape", async () => {
    const shape = { ...PLAIN, height: 20, width: 37 };
    await writeBlocks(`${work}/rectangular`, shape, { ...shape, count: 300 });
    const { code, errors, read } = await smoke("rectangular", "Q3,Q5");
    assertEquals([code, undrawn(errors)], [0, []], errors.join("\n"));
    const images = [...read("figures/adversarial_grid.vl.json").matchAll(/data:image\/png;base64,([^"]+)"/g)];
    assert(images.length > 0);
    for (const [, base64] of images) {
      const view = new DataView(Uint8Array.fromBase64(base64!).buffer); // the header of a PNG file
      assertEquals([view.getUint32(16), view.getUint32(20)], [37, 20]);
    }
  });

  await t.step(
    "a test set without some classes keeps its answers in their cells; what needs them is not comparable",
    async () => {
      const test = { ...PLAIN, labels: [0, 1, 2, 3, 4, 5, 6], count: 300 };
      await writeBlocks(`${work}/missing`, { ...PLAIN, labels: TEN.filter((k) => k !== 7) }, test);
      const { code, errors, verdict, read } = await smoke("missing", "Q2,Q3,Q5");
      assertEquals(code, 0, errors.join("\n"));
      assertEquals(errors.filter((line) => line.includes("has no example of it")).length, 1);
      assertEquals([verdict("Q5a").verdict, verdict("Q2a").verdict], ["not-comparable", "not-comparable"]);
      assertStringIncludes(verdict("Q5a").reason, "Cannot tell class 7 from others");
      const [header, ...rows] = read("figures/confusion.csv").trim().split(/\r?\n/).map((line) =>
        line.split(",")
      );
      const cell = (row: string[], name: string) => Number(row[header!.indexOf(name)]);
      for (const model of ["softmax", "maxout"]) {
        const own = rows.filter((row) => row[header!.indexOf("model")] === model);
        const images = (label: number) =>
          own.filter((row) => cell(row, "label") === label).reduce(
            (sum, row) => sum + cell(row, "images"),
            0,
          );
        assertEquals(
          TEN.map(images),
          TEN.map((k) => test.labels.filter((label) => label === k).length * 43 - (k === 6 ? 1 : 0)),
        );
      }
    },
  );

  await t.step("a metric that one pixel does not give is left out with the reason", async () => {
    const shape = { ...PLAIN, height: 1, width: 1, labels: [0, 1], classes: 2 };
    await writeBlocks(`${work}/pixel`, shape, { ...shape, count: 300 });
    const { code, errors, verdict } = await smoke("pixel", "L8,Q2");
    assertEquals(code, 0, errors.join("\n"));
    assertEquals(verdict("L8").verdict, "not-comparable");
    assertStringIncludes(verdict("L8").reason, "is NaN on these images");
    assert(verdict("Q2a").reason !== null && !verdict("Q2a").reason.includes("NaN"));
  });

  await t.step("data that suits no run at all ends with 3", async () => {
    await writeBlocks(`${work}/few`, { ...PLAIN, count: 20 }, { ...PLAIN, count: 20 });
    const { code, errors } = await smoke("few", "Q2,Q3");
    assertEquals(code, 3);
    assert(errors.every((line) => !/^\s+at /.test(line)), "a stack is no message");
  });
});
