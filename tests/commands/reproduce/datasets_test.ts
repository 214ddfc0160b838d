/**
 * Several data sets in one command: an invented experiment about drawn digits beside one about a folder of the user's
 * own, with other images in it.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import type { Receipt, TrainSpec } from "../../../src/runs/mod.ts";
import { writeBlocks } from "../../support/blocks.ts";
import { checkout, reproduce } from "../support.ts";

const EXPERIMENT = `
import { experiment } from "./experiment.ts";
import { nearestBytes, subset, unitPixels } from "../datasets/mod.ts";
import { softmaxRegression } from "./recipes/mod.ts";

export const otherDigits = experiment({
  name: "other_digits",
  title: "Digits beside the user's own data",
  dataset: () => ({ kind: "glyphs", counts: { train: 400, test: 200 } }),
  plan: (profile, data) => ({
    seeds: 1,
    models: (seed) => ({ softmax: softmaxRegression(profile, data, seed) }),
    parameters: { inputs: data.inputs },
  }),
  measure({ models, dataset: { name, test }, parameters }) {
    if (models.softmax.inputs !== parameters.inputs || name !== "glyphs") throw new Error("the wrong data");
    const pixels = [...nearestBytes(unitPixels(subset(test, 0, 1).pixels))];
    return {
      metrics: { images: { value: test.count } },
      tables: { fooling_images: [{ class: 0, confidence: 1, pixels }] },
    };
  },
});
`;

const RULE = "0,yes,reproduced,";
const CLAIM =
  "H98,3,claim,none,The drawn digits are there.,images,200,images,equal,other_digits,images,,yes," +
  `exact: a number of images,,,${RULE},${RULE},${RULE}`;

Deno.test("one command works on two data sets", async (t) => {
  await using place = await checkout();
  const { root, work } = place;
  const path = `${root}/src/experiments/other_digits.ts`;
  const claims = `${root}/data/claims.csv`;
  await Deno.writeTextFile(path, EXPERIMENT);
  await Deno.writeTextFile(claims, `${(await Deno.readTextFile(claims)).trimEnd()}\n${CLAIM}\n`);
  const blocks = { height: 8, width: 6, labels: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9], classes: 10, count: 600 };
  await writeBlocks(`${work}/own`, blocks, { ...blocks, count: 300 });
  const args = [
    "--profile",
    "smoke",
    "--claims",
    "Q2,H98",
    "--seeds",
    "1",
    "--dataset",
    "idx:own",
    "--offline",
  ];
  const read = (file: string) => Deno.readTextFileSync(`${work}/${file}`);
  const same = (out: string) =>
    ["receipt.json", "claims.csv", "report.md"].forEach((name) =>
      assert(read(`out/${name}`) === read(`${out}/${name}`), `${name} differs`)
    );

  await t.step(
    "each experiment is about its own, and the receipt says which run is about another",
    async () => {
      const found = await reproduce(place, [...args, "--store", "store", "--out", "out", "--json"]);
      assertEquals(found.code, 0, found.errors.join("\n"));
      const { dataset, claims } = JSON.parse(found.stdout);
      const claim = (id: string) => claims.find((each: { id: string }) => each.id === id);
      assertEquals([dataset, claim("H98").perSeed], [`idx:${work}/own`, [{ seed: 0, value: 200 }]]);
      assertEquals(claim("Q2a").perSeed.length, 1);
      const lines = found.errors.filter((line) => line.startsWith("data: "));
      assertEquals(lines.map((line) => line.split(" ")[1]), [`idx:${work.split(" ")[0]}`, "glyphs"]);
      const receipt: Receipt = JSON.parse(read("out/receipt.json"));
      assertEquals(receipt.dataset, "idx");
      const inputs = receipt.runs.map(({ spec, data }) => [
        spec.kind === "measure" ? spec.experiment : (spec as TrainSpec).architecture.inputs,
        data === undefined,
      ]);
      assertEquals(inputs, [[48, true], ["fgsm_softmax", true], [784, false], ["other_digits", false]]);
      assertEquals([...Deno.readDirSync(`${work}/store/datasets`)].length, 2);
      const [, url] = /data:image\/png;base64,([^"]+)/.exec(read("out/figures/fooling_images.vl.json"))!;
      const header = new DataView(Uint8Array.fromBase64(url!).buffer, 16);
      assertEquals([header.getUint32(0), header.getUint32(4)], [28, 28]);
      assertStringIncludes(read("out/report.html"), receipt.runs[3]!.data!["train-images"]!);
    },
  );

  await t.step("the report is drawn again without either of them", async () => {
    await Deno.rename(`${work}/own`, `${work}/away`);
    await Deno.rename(`${root}/data/cache`, `${root}/data/away`);
    const found = await reproduce(place, [...args, "--store", "store", "--out", "again"], { task: "report" });
    assertEquals(found.code, 0, found.errors.join("\n"));
    same("again");
    await Deno.rename(`${work}/away`, `${work}/own`);
    await Deno.rename(`${root}/data/away`, `${root}/data/cache`);
  });

  const verify = () =>
    reproduce(place, ["out/receipt.json", "--dataset", "idx:own", "--store", "store", "--offline"], {
      task: "verify",
    });

  await t.step("verify finds both and recomputes every run", async () => {
    const found = await verify();
    assertEquals(found.code, 0, found.errors.join("\n"));
    assertStringIncludes(found.stdout, "4 runs");
    assertStringIncludes(found.stdout, "recomputed bit for bit");
  });

  await t.step("verify refuses a run whose experiment is about another data set now", async () => {
    await Deno.writeTextFile(path, EXPERIMENT.replace("train: 400", "train: 401"));
    const found = await verify();
    assertEquals(found.code, 5, found.errors.join("\n"));
    assertStringIncludes(found.errors.join("\n"), "the receipt has it on a data set with the digests");
  });

  await t.step(
    "a report without a run on an experiment's data set has its claims not run, and is whole",
    async () => {
      const found = await reproduce(place, [...args, "--store", "store", "--out", "part", "--json"], {
        task: "report",
      });
      assertEquals(found.code, 0, found.errors.join("\n"));
      const claim = JSON.parse(found.stdout).claims.find(({ id }: { id: string }) => id === "H98");
      assertEquals(claim.verdict, "not-run");
      assertStringIncludes(claim.reason, "no run on its data set is in the store");
    },
  );

  await t.step("a data set that cannot be had costs the experiments that are about it", async () => {
    await Deno.writeTextFile(path, EXPERIMENT.replace(/kind: "glyphs", counts: \{[^}]*\}/, 'kind: "mnist"'));
    const found = await reproduce(place, [...args, "--store", "store", "--out", "lost", "--json"]);
    assertEquals(found.code, 3, found.errors.join("\n"));
    assert(
      found.errors.some((line) => /other_digits.*--offline forbids/.test(line)),
      found.errors.join("\n"),
    );
    const { claims } = JSON.parse(found.stdout);
    assertEquals(claims.find(({ id }: { id: string }) => id === "Q2a").perSeed.length, 1);
  });
});
