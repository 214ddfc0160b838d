/** What `clean` may remove: what bears this program's marks, whatever lies beside it. */
import { assertEquals } from "@std/assert";
import { surveyCache } from "../../../src/commands/clean/cache_contents.ts";
import { planCleaning } from "../../../src/commands/clean/clean.ts";
import { surveyStore } from "../../../src/commands/clean/store_contents.ts";
import { entryPath, writeEntry } from "../../../src/runs/mod.ts";
import { lightenEntry } from "../../../src/runs/light_entry.ts";
import { writeWholeFolder } from "../../../src/files/whole_folder.ts";
import { sha256 } from "../../../src/files/sha256.ts";
import { filesBelow, temporaryFolder } from "../../runs/support.ts";

const KEYS = ["a", "b", "c"].map((text) => sha256(text));
const bytes = (text: string) => new TextEncoder().encode(text);
const TRAINING = {
  "spec.json": bytes('{"kind":"train"}\n'),
  "key.json": bytes("{}\n"),
  "parameters.safetensors": bytes("tensors"),
  "metrics.json": bytes("{}"),
};

/** Writes files with these paths below a folder. */
async function put(root: string, ...paths: string[]): Promise<void> {
  for (const path of paths) {
    await Deno.mkdir(`${root}/${path}/..`.replace(/[^/]+\/\.\.$/, ""), { recursive: true });
    await Deno.writeTextFile(`${root}/${path}`, "foreign");
  }
}

Deno.test("surveyStore() finds entries, checkpoints and remains of verifications by their marks", async () => {
  await using store = await temporaryFolder();
  const [one, two] = KEYS as [string, string];
  await writeEntry(store.path, one, TRAINING);
  const [, , three] = KEYS as [string, string, string];
  await writeEntry(store.path, two, {
    "spec.json": bytes('{"kind":"measure"}\n'),
    "key.json": bytes("{}\n"),
  });
  await writeEntry(store.path, three, { "spec.json": bytes('{"kind":"train"}\n') });
  await writeWholeFolder(`${store.path}/checkpoints/${one}/000002`, { "state.json": bytes("{}") });
  await writeEntry(`${store.path}/verify/77`, one, TRAINING);
  await Deno.mkdir(`${store.path}/${one.slice(0, 2)}/.writing-1-0`);
  const { contents, foreign } = await surveyStore(store.path);
  assertEquals(foreign, []);
  assertEquals(Object.fromEntries(contents.map(({ kind, paths }) => [kind, paths])), {
    "training runs": [`${one.slice(0, 2)}/${one}`],
    measurements: [`${two.slice(0, 2)}/${two}`],
    "runs of older versions": [`${three.slice(0, 2)}/${three}`],
    checkpoints: [`checkpoints/${one}`],
    "remains of verifications": ["verify/77"],
    "unfinished files": [`${one.slice(0, 2)}/.writing-1-0`],
  });
});

Deno.test("surveyStore() takes nothing for its own by its place alone", async () => {
  await using store = await temporaryFolder();
  const key = KEYS[0]!;
  const foreign = [
    `${key.slice(0, 2)}/${key}/without a manifest`,
    `${key.slice(0, 2)}/notes`,
    "ab/cd/weights.bin",
    "checkpoints/my-resnet50/000001/weights.bin",
    `checkpoints/${KEYS[1]}/000001/no manifest`,
    `checkpoints/${KEYS[1]}/best/manifest.json`,
    "verify/mine/results.csv",
    "verify/12/results.csv",
    "thesis.tex",
    ".git/config",
  ];
  await put(store.path, ...foreign);
  await Deno.symlink("/", `${store.path}/00`);
  const found = await surveyStore(store.path);
  assertEquals(found.contents, []);
  assertEquals(
    found.foreign,
    [
      ".git",
      "00",
      "ab/cd",
      `${key.slice(0, 2)}/${key}`,
      `${key.slice(0, 2)}/notes`,
      `checkpoints/${KEYS[1]}/000001`,
      `checkpoints/${KEYS[1]}/best`,
      "checkpoints/my-resnet50",
      "thesis.tex",
      "verify/12/results.csv",
      "verify/mine",
    ].sort(),
  );
});

Deno.test("surveyStore() takes an entry's own files from beside a foreign one", async () => {
  await using store = await temporaryFolder();
  const key = KEYS[0]!;
  await writeEntry(store.path, key, TRAINING);
  const entry = `${key.slice(0, 2)}/${key}`;
  await put(store.path, `${entry}/notes.txt`);
  const { contents, foreign } = await surveyStore(store.path);
  assertEquals(foreign, [`${entry}/notes.txt`]);
  assertEquals(contents.map(({ things }) => things), [[entry]]);
  assertEquals(
    contents[0]!.paths,
    ["key.json", "manifest.json", "metrics.json", "parameters.safetensors", "spec.json"].map((name) =>
      `${entry}/${name}`
    ),
  );
});

Deno.test("surveyStore() knows an entry with a damaged manifest, which is there to be removed", async () => {
  await using store = await temporaryFolder();
  const key = KEYS[0]!;
  await writeEntry(store.path, key, TRAINING);
  await Deno.writeTextFile(`${entryPath(store.path, key)}/manifest.json`, "{");
  const { contents, foreign } = await surveyStore(store.path);
  assertEquals([contents.length, foreign], [1, []]);
});

Deno.test("surveyCache() knows data sets by their names and by those of their files", async () => {
  await using cache = await temporaryFolder();
  const glyphs = ["t10k-images-idx3-ubyte.gz", "glyphs.json"].map((name) => `glyphs-1-20-10/${name}`);
  await put(
    cache.path,
    ...glyphs,
    "mnist/train-images-idx3-ubyte.gz",
    "mnist/my_labels.csv",
    "cifar/data.bin",
  );
  await Deno.mkdir(`${cache.path}/.glyphs-1-20-10.7.0.tmp`);
  const { contents, foreign } = await surveyCache(cache.path);
  assertEquals(foreign, ["cifar", "mnist/my_labels.csv"]);
  assertEquals(Object.fromEntries(contents.map(({ kind, paths }) => [kind, paths])), {
    "unfinished files": [".glyphs-1-20-10.7.0.tmp"],
    "data sets": ["glyphs-1-20-10", "mnist/train-images-idx3-ubyte.gz"],
  });
});

Deno.test("lightenEntry() takes the parameters, keeps their digest, and can be done twice", async () => {
  await using store = await temporaryFolder();
  const [one, two] = KEYS as [string, string];
  for (const key of [one, two]) await writeEntry(store.path, key, TRAINING);
  for (let time = 0; time < 2; time++) await lightenEntry(store.path, one);
  const entry = entryPath(store.path, one);
  assertEquals(filesBelow(entry), ["key.json", "manifest.json", "metrics.json", "spec.json"]);
  const { files, removed } = JSON.parse(await Deno.readTextFile(`${entry}/manifest.json`));
  assertEquals(Object.keys(files), ["key.json", "metrics.json", "spec.json"]);
  assertEquals(removed, { "parameters.safetensors": sha256("tensors") });
  const options = {
    store: store.path,
    cache: `${store.path}/none`,
    keepParameters: false,
    keepResults: true,
  };
  const { parts } = await planCleaning(options);
  assertEquals(parts.map(({ action, things }) => [action, things]), [
    ["lighten", [`${two.slice(0, 2)}/${two}`]],
  ]);
});
