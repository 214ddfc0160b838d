/**
 * A training run that is killed at random moments and taken up again each time, until it is finished. By hand:
 * `deno run -A tools/kills.ts 50 1`, kills and seed.
 */
import { drawGlyphs, GLYPHS_SEED } from "../src/datasets/mod.ts";
import { Rng } from "../src/random/mod.ts";
import {
  type Canonical,
  canonicalSpec,
  executeTrain,
  hasEntry,
  identityFiles,
  keyOf,
  latestCheckpoint,
  readEntryFiles,
  type TrainSpec,
  writeCheckpoint,
  writeEntry,
} from "../src/runs/mod.ts";
import { REHEARSAL } from "../src/runs/invariance_probe.ts";
import { startEngine } from "../src/backend/engine.ts";
import { BASIS, temporaryFolder } from "../tests/runs/support.ts";

/** Without early stopping, so that there is something to interrupt. */
function specOf(epochs: number): Canonical<TrainSpec<number>> {
  const { monitor: _, ...rest } = REHEARSAL;
  return canonicalSpec({ ...rest, dataset: "glyphs", recipe: { ...rest.recipe, epochs } });
}

/** Trains in this process, with a checkpoint after every epoch, and writes the entry. */
export async function trainHere(
  store: string,
  epochs: number,
  onEpoch: (epoch: number) => void,
): Promise<void> {
  const spec = specOf(epochs);
  const key = keyOf(spec, BASIS);
  using engine = await startEngine({ threads: 1 });
  const train = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 300 });
  const from = await latestCheckpoint(store, key, spec);
  onEpoch(from.state?.epoch ?? 0);
  const files = await executeTrain(engine, {
    ...{
      key: key,
      spec,
      epochs,
      dataset: { name: "glyphs", train, test: train },
      from,
    },
    async onEpoch(history) {
      await writeCheckpoint(store, key, spec.architecture, history);
      onEpoch(history.state.epoch);
    },
  });
  await writeEntry(store, key, { ...identityFiles(spec, BASIS), ...files });
}

/** The digest of what an uninterrupted run writes, and of one that is killed `kills` times. */
export async function killed(kills: number, seed: number, epochs: number) {
  const key = keyOf(specOf(epochs), BASIS);
  await using store = await temporaryFolder();
  const moments = Rng.fromSeed(seed).fork("kills").uniform(2 * kills);
  const resumedAfter: number[] = [];
  for (let i = 0; i <= kills && !await hasEntry(store.path, key); i++) {
    const child = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        `--allow-read=${store.path}`,
        `--allow-write=${store.path}`,
        import.meta.filename!,
        "child",
        store.path,
        String(epochs),
      ],
      stdout: "piped",
    }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    resumedAfter.push(Number.parseInt((await lines.read()).value!));
    if (i < kills) {
      for (let epochs = Math.floor(8 * moments[2 * i]!); epochs > 0; epochs--) await lines.read();
      await new Promise((resolve) => setTimeout(resolve, 60 * moments[2 * i + 1]!));
      try {
        child.kill("SIGKILL");
      } catch {
        // it was faster
      }
    }
    while (!(await lines.read()).done);
    await child.status;
  }
  return { resumedAfter, files: await readEntryFiles(store.path, key) };
}

if (import.meta.main) {
  if (Deno.args[0] === "child") {
    await trainHere(Deno.args[1]!, Number(Deno.args[2]), (epoch) => console.log(epoch));
  } else {
    const [kills, seed] = Deno.args.map(Number);
    const epochs = 20 * kills! + 20;
    const { resumedAfter, files } = await killed(kills!, seed!, epochs);
    const whole = await killed(0, 0, epochs);
    const same = JSON.stringify(files) === JSON.stringify(whole.files);
    console.log(
      `taken up after epochs ${resumedAfter.join(", ")}: ${same ? "the same bytes" : "OTHER BYTES"}`,
    );
    if (!same) Deno.exit(5);
  }
}
