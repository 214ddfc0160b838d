/** Checkpoints: what is resumed ends in the same bits, and nothing broken or foreign is believed. */
import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import type { Engine } from "../../src/backend/engine.ts";
import { type Dataset, drawGlyphs, GLYPHS_SEED } from "../../src/datasets/mod.ts";
import {
  type Canonical,
  canonicalSpec,
  checkpointEpochs,
  checkpointsPath,
  type EntryFiles,
  executeTrain,
  keyOf,
  latestCheckpoint,
  pruneCheckpoints,
  sweepStore,
  type TrainingHistory,
  type TrainSpec,
  writeCheckpoint,
} from "../../src/runs/mod.ts";
import type { Reached } from "../../src/runs/train_run.ts";
import { withEngine } from "../support/engine.ts";
import { mountSmall } from "../support/small_disk.ts";
import { BASIS, filesBelow, temporaryFolder, TRAIN } from "./support.ts";

const DATASET: Dataset = {
  name: "glyphs",
  train: drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 260 }),
  test: drawGlyphs({ seed: GLYPHS_SEED, split: "test", from: 0, to: 20 }),
};
const PLAIN = canonicalSpec<TrainSpec>({
  ...TRAIN,
  architecture: { type: "maxout", inputs: 784, classes: 10, units: [9, 7], pieces: 3 },
  recipe: {
    ...TRAIN.recipe,
    initial: { type: "uniform", range: 0.05 },
    optimiser: {
      type: "momentum",
      learningRate: { initial: 0.1, decay: 1.001, minimum: 1e-6 },
      momentum: { initial: 0.5, final: 0.7, saturates: 4 },
    },
    l1: 0,
    epochs: 6,
  },
  data: { split: "train", from: 0, to: 200, classes: null },
});
const WATCHED = canonicalSpec<TrainSpec>({
  ...PLAIN,
  monitor: {
    ...{ epsilon: 0.25, gradient: "float32", stop: { on: "adversarial", patience: 3 } },
    data: { split: "train", from: 200, to: 260, classes: null },
  },
});

/** Adam's moments and the running products of its corrections come from the checkpoint too. */
const RADIAL = canonicalSpec<TrainSpec>({
  ...WATCHED,
  architecture: { type: "rbf", inputs: 784, classes: 10, units: [9] },
  recipe: {
    ...{ objective: { alpha: 1 }, epochs: 6, batch: 50 },
    initial: { type: "class-means", beta: [0.01, 0.5] },
    optimiser: { type: "adam", learningRate: 0.01 },
  },
});

/** Trains to the end and returns the entry with the history after every epoch. */
async function trained(engine: Engine, spec: Canonical<TrainSpec>, from?: TrainingHistory) {
  const reached: Reached[] = [];
  const files = await executeTrain(engine, {
    ...{ key: keyOf(spec, BASIS), spec, epochs: 6, dataset: DATASET },
    ...(from ? { from } : {}),
    onEpoch: (history) => void reached.push(history),
  });
  return { files, reached };
}

const jsonOf = (files: EntryFiles, name: string) => JSON.parse(new TextDecoder().decode(files[name]));

Deno.test("a run taken up from a checkpoint of any epoch writes the same entry", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    for (const spec of [PLAIN, WATCHED, RADIAL]) {
      const key = keyOf(spec, BASIS);
      const whole = await trained(engine, spec);
      for (const { state, ...rest } of whole.reached) {
        await writeCheckpoint(store.path, key, spec.architecture, { state, ...rest });
        const from = await latestCheckpoint(store.path, key, spec);
        assertEquals(from.state?.epoch, state.epoch);
        const again = await trained(engine, spec, from);
        assertEquals(again.files, whole.files);
        assertEquals(again.reached.length, whole.reached.length - state.epoch);
      }
    }
  });
});

Deno.test("a watched run records its curves and its best epoch, and has other links but the same parameters", async () => {
  await withEngine(async (engine) => {
    const plain = await trained(engine, PLAIN);
    const { stop: _, ...monitor } = WATCHED.monitor!;
    const spec = canonicalSpec<TrainSpec>({ ...WATCHED, monitor });
    const curves = await trained(engine, spec);
    assertEquals(curves.files["parameters.safetensors"], plain.files["parameters.safetensors"]);
    const { validation, bestEpoch } = jsonOf(curves.files, "metrics.json");
    assertEquals([validation.images, validation.clean.length, bestEpoch], [60, 6, undefined]);
    const stopped = await trained(engine, WATCHED);
    const found = jsonOf(stopped.files, "metrics.json");
    const least = Math.min(...found.validation.adversarial);
    assertEquals(found.bestEpoch, found.validation.adversarial.indexOf(least) + 1);
    assertEquals(jsonOf(stopped.files, "chain.json").length, found.costs.length + 1);
    assertEquals(Object.keys(jsonOf(plain.files, "metrics.json")), ["costs", "parametersSha256"]);
  });
});

/** A store with checkpoints of the epochs 1 to 3 of a run. */
async function withCheckpoints(
  spec: Canonical<TrainSpec>,
  test: (store: string, key: string, engine: Engine, whole: EntryFiles) => Promise<void>,
): Promise<void> {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const key = keyOf(spec, BASIS);
    const { files, reached } = await trained(engine, spec);
    for (const history of reached.slice(1, 3)) {
      await writeCheckpoint(store.path, key, spec.architecture, history);
    }
    await test(store.path, key, engine, files);
  });
}

Deno.test("a checkpoint with any file cut, flipped, emptied or missing gives way to the one before, and the end is the same", async () => {
  await withCheckpoints(WATCHED, async (store, key, engine, whole) => {
    const folder = `${checkpointsPath(store, key)}/000003`;
    const names = filesBelow(folder);
    assertEquals(names.length, 5);
    for (const name of names) {
      const path = `${folder}/${name}`;
      const good = await Deno.readFile(path);
      const damages = [
        good.subarray(0, good.length >> 1),
        good.map((byte, i) => i === good.length - 9 ? byte ^ 4 : byte),
        good.subarray(0, 0),
        null,
      ];
      for (const bad of damages) {
        await (bad === null ? Deno.remove(path) : Deno.writeFile(path, bad));
        const told: string[] = [];
        const from = await latestCheckpoint(store, key, WATCHED, { onRefused: (text) => told.push(text) });
        assertEquals([from.state?.epoch, told.length], [2, 1]);
        assertStringIncludes(told[0]!, folder);
        if (bad === null) assertEquals((await trained(engine, WATCHED, from)).files, whole);
      }
      await Deno.writeFile(path, good);
    }
    assertEquals((await latestCheckpoint(store, key, WATCHED)).state?.epoch, 3);
  });
});

Deno.test("a checkpoint that is consistent in itself but not of this run, epoch or chain is not believed", async () => {
  await withCheckpoints(PLAIN, async (store, key, engine) => {
    const path = checkpointsPath(store, key);
    const foreign = canonicalSpec<TrainSpec>({ ...PLAIN, seed: 7 });
    const other = await trained(engine, foreign);
    const otherKey = keyOf(foreign, BASIS);
    for (const history of other.reached.slice(0, 3)) {
      await writeCheckpoint(store, otherKey, PLAIN.architecture, history);
    }
    const cases: [string, () => Promise<void>][] = [
      ["another run's", () => Deno.rename(`${checkpointsPath(store, otherKey)}/000003`, `${path}/000004`)],
      ["another epoch's", () => Deno.rename(`${path}/000002`, `${path}/000005`)],
    ];
    for (const [name, misplace] of cases) {
      await misplace();
      const told: string[] = [];
      const { state } = await latestCheckpoint(store, key, PLAIN, { onRefused: (text) => told.push(text) });
      assertEquals(state?.epoch, 3, name);
      assert(told.every((text) => text.includes("of another run or epoch")) && told.length > 0, `${told}`);
    }
    const { chain } = await latestCheckpoint(store, key, PLAIN);
    const forged = chain.map((link, i) => i === 1 ? "f".repeat(64) : link);
    assertEquals((await latestCheckpoint(store, key, PLAIN, { chain: forged })).state, null);
    assertEquals((await latestCheckpoint(store, key, PLAIN, { chain })).state?.epoch, 3);
    assertEquals((await latestCheckpoint(store, key, PLAIN, { upTo: 1 })).state, null);
  });
});

Deno.test("parameters with a manifest made to fit are refused by the hash chain", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const key = keyOf(PLAIN, BASIS);
    const { reached } = await trained(engine, PLAIN);
    const { state, ...rest } = reached[2]!;
    for (const changed of ["parameters", "optimiserState"] as const) {
      const tensors = { ...state[changed], "y/b": state[changed]["y/b"]!.map((v) => v + 2 ** -20) };
      await writeCheckpoint(store.path, key, PLAIN.architecture, {
        ...rest,
        state: { ...state, [changed]: tensors },
      });
      const told: string[] = [];
      const found = await latestCheckpoint(store.path, key, PLAIN, { onRefused: (text) => told.push(text) });
      assertEquals(found.state, null);
      assertStringIncludes(told[0]!, "its link of the hash chain does not follow from its tensors");
    }
  });
});

Deno.test("the last two checkpoints and every tenth are kept while a run goes on, a few of them afterwards", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const key = keyOf(PLAIN, BASIS);
    const { reached } = await trained(engine, PLAIN);
    const history = reached[0]!;
    const write = async (epoch: number) =>
      await writeCheckpoint(store.path, key, PLAIN.architecture, {
        ...history,
        state: { ...history.state, epoch },
      });
    for (let epoch = 1; epoch <= 23; epoch++) await write(epoch);
    assertEquals(await checkpointEpochs(store.path, key), [10, 20, 22, 23]);
    for (let epoch = 24; epoch <= 61; epoch++) await write(epoch);
    assertEquals((await checkpointEpochs(store.path, key)).length, 7);
    await pruneCheckpoints(store.path, key, true);
    assertEquals(await checkpointEpochs(store.path, key), [20, 40, 60]);
    for (const name of filesBelow(store.path)) assert(!name.includes(".writing-"), name);
    await pruneCheckpoints(store.path, "0".repeat(64), true);
  });
});

Deno.test("checkpoints of an unfinished writer are swept away, and two writers of one checkpoint agree", async () => {
  await using store = await temporaryFolder();
  await withEngine(async (engine) => {
    const key = keyOf(PLAIN, BASIS);
    const { reached } = await trained(engine, PLAIN);
    const write = () => writeCheckpoint(store.path, key, PLAIN.architecture, reached[3]!);
    await Promise.all(Array.from({ length: 8 }, write));
    assertEquals((await latestCheckpoint(store.path, key, PLAIN)).state?.epoch, 4);
    await Deno.mkdir(`${checkpointsPath(store.path, key)}/.writing-1`);
    assertEquals(await checkpointEpochs(store.path, key), [4]);
    await sweepStore(store.path, new Date(Date.now() + 1000));
    assertEquals(filesBelow(store.path).filter((path) => path.includes(".writing-")), []);
    await assertRejects(() => checkpointEpochs(store.path, "../../etc"), Error, "64 hexadecimal digits");
  });
});

Deno.test("a disk that is full while a checkpoint is written costs that checkpoint alone", async (t) => {
  await using store = await temporaryFolder();
  const folder = `${store.path}/small`;
  await using small = await mountSmall(folder, 320);
  await t.step({
    name: "and the run goes on from the one before to the same end (skipped where nothing can be mounted)",
    ignore: small === undefined,
    fn: () =>
      withEngine(async (engine) => {
        const key = keyOf(PLAIN, BASIS);
        const whole = await trained(engine, PLAIN);
        const write = (epoch: number) =>
          writeCheckpoint(folder, key, PLAIN.architecture, whole.reached[epoch - 1]!);
        await write(1);
        await assertRejects(
          async () => {
            for (let epoch = 2; epoch <= 6; epoch++) await write(epoch);
          },
          Error,
          "No space left on device",
        );
        assertEquals(filesBelow(folder).filter((path) => path.includes(".writing-")), []);
        const from = await latestCheckpoint(folder, key, PLAIN);
        assert(from.state!.epoch >= 1 && from.state!.epoch < 6, `epoch ${from.state!.epoch}`);
        assertEquals((await trained(engine, PLAIN, from)).files, whole.files);
      }),
  });
});
