/** `deno task verify`: what agrees, what does not, and what cannot be compared. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { chainStart } from "../../src/runs/chain.ts";
import {
  basisOfRun,
  encodeSafetensors,
  entryPath,
  keyOf,
  parseSpec,
  readEntryFiles,
  type Receipt,
} from "../../src/runs/mod.ts";
import { decodeSafetensors } from "../../src/runs/safetensors.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { filesBelow } from "../runs/support.ts";
import { type Checkout, checkout, reproduce, writeDigits } from "./support.ts";

interface Run {
  readonly key: string;
  readonly label: string;
  readonly seed: number;
  chain: string[] | null;
  chainHead: string | null;
}

const verify = (place: Checkout, args: readonly string[]) => reproduce(place, args, { task: "verify" });

/** The trainings of a receipt as a program would have written them that differs in what its keys are made of. */
function remade(receipt: Receipt, differently: (receipt: Receipt) => Receipt): Receipt {
  const other = differently(receipt);
  const runs = other.runs.filter(({ spec }) => spec.kind === "train").map((run) => {
    const key = keyOf(parseSpec(run.spec, run.label), basisOfRun(other, run)!);
    return { ...run, key, chain: [chainStart(key), ...run.chain!.slice(1)] };
  });
  return { ...other, runs };
}

/** Rewrites a file of an entry, and its manifest so that nobody notices. */
async function replaceFile(store: string, key: string, name: string, bytes: Uint8Array): Promise<void> {
  const path = entryPath(store, key);
  await Deno.writeFile(`${path}/${name}`, bytes);
  const manifest = JSON.parse(await Deno.readTextFile(`${path}/manifest.json`));
  manifest.files[name] = sha256(bytes);
  await Deno.writeTextFile(`${path}/manifest.json`, JSON.stringify(manifest));
}

Deno.test("deno task verify", async (t) => {
  await using place = await checkout();
  const { work } = place;
  const made = await reproduce(place, [
    "--profile",
    "smoke",
    "--claims",
    "Q2",
    "--store",
    "store",
    "--out",
    "out",
  ]);
  assertEquals(made.code, 0);
  const path = `${work}/out/receipt.json`;
  const text = await Deno.readTextFile(path);
  const receipt: { runs: Run[] } = JSON.parse(text);
  const softmax = receipt.runs.find(({ label }) => label.startsWith("softmax"))!;
  const files = filesBelow(work);
  const own = ["out/receipt.json", "--store", "store"];

  /** Verifies a changed copy of the receipt. */
  const verifyChanged = async (change: (value: { runs: Run[] }) => void, args: readonly string[] = []) => {
    const copy = structuredClone(receipt);
    change(copy);
    await Deno.writeTextFile(`${work}/changed.json`, JSON.stringify(copy));
    const outcome = await verify(place, ["changed.json", "--store", "store", ...args]);
    await Deno.remove(`${work}/changed.json`);
    return outcome;
  };

  await t.step("computes everything again, agrees, and leaves nothing behind", async () => {
    const { code, stdout } = await verify(place, own);
    assertStringIncludes(
      stdout,
      `${receipt.runs.length} runs of ${path} (smoke, glyphs) recomputed bit for bit`,
    );
    assertEquals(code, 0);
    assertEquals(filesBelow(work), files);
    assertEquals(await Deno.readTextFile(path), text);
  });

  await t.step("checks random epochs, and the same ones with the same seed", async () => {
    const first = await verify(place, [...own, "--spot", "3"]);
    assertEquals(first.code, 0);
    const seed = /--spot-seed (\d+)/.exec(first.stdout)![1]!;
    assertEquals(first.stdout.split("\n").filter((line) => line.startsWith("same ")).length, 3);
    const second = await verify(place, [...own, "--spot", "3", "--spot-seed", seed]);
    assertEquals(second.stdout.split("\n").sort(), first.stdout.split("\n").sort());
    assertEquals(filesBelow(work), files);
  });

  await t.step("names run and epoch where a link of the chain is another", async () => {
    const forge = ({ runs }: { runs: Run[] }) => {
      const run = runs.find(({ key }) => key === softmax.key)!;
      run.chain![3] = "f".repeat(64);
    };
    const whole = await verifyChanged(forge);
    assertEquals(whole.code, 5);
    const line = whole.stdout.split("\n").find((each) => each.startsWith("DIFFERS"))!;
    assertStringIncludes(line, `${softmax.label}, seed ${softmax.seed}`);
    assertStringIncludes(line, `from epoch 3 on: the hash chain has ${softmax.chain![3]}, expected ffff`);
    const spots = await verifyChanged(forge, ["--spot", "1000"]);
    assertEquals(spots.code, 5);
    assertMatch(spots.stdout, /DIFFERS {2}softmax.*at epoch 3: the hash chain has/);
  });

  await t.step("names tensor, count and distance where stored parameters are others", async () => {
    const before = await readEntryFiles(`${work}/store`, softmax.key);
    const tensors = decodeSafetensors(before["parameters.safetensors"]!, "parameters");
    new Int32Array(tensors["y/W"]!.values.buffer)[5]! += 3;
    const other = encodeSafetensors(tensors);
    await replaceFile(`${work}/store`, softmax.key, "parameters.safetensors", other);
    const { code, stdout } = await verify(place, own);
    assertEquals(code, 5);
    assertStringIncludes(
      stdout,
      `the entry in ${work}/store differs, its parameters have SHA-256 ${sha256(other)}`,
    );
    const forged = await verifyChanged(({ runs }) => {
      const run = runs.find(({ key }) => key === softmax.key)!;
      run.chain![5] = run.chainHead = "e".repeat(64);
    });
    assertEquals(forged.code, 5);
    assertStringIncludes(forged.stdout, "y/W: 1 of 7840 elements differ, at most 3 ulps apart");
    const kept = /are kept in (.*)$/m.exec(forged.stdout)![1]!;
    assert(filesBelow(kept).length > 0);
    await Deno.remove(`${work}/store/verify`, { recursive: true });
    await replaceFile(
      `${work}/store`,
      softmax.key,
      "parameters.safetensors",
      before["parameters.safetensors"]!,
    );
  });

  await t.step("finds a flipped bit in every file of an entry, and names the file", async () => {
    for (const name of filesBelow(entryPath(`${work}/store`, softmax.key))) {
      const file = `${entryPath(`${work}/store`, softmax.key)}/${name}`;
      const good = await Deno.readFile(file);
      await Deno.writeFile(file, good.map((byte, i) => i === good.length >> 1 ? byte ^ 1 : byte));
      const { code, errors, stdout } = await verify(place, [...own, "--spot", "1"]);
      assertEquals([code, stdout], [3, ""]);
      assertStringIncludes(errors.at(-1)!, entryPath(`${work}/store`, softmax.key));
      assertStringIncludes(errors.at(-1)!, name);
      await Deno.writeFile(file, good);
    }
  });

  await t.step("says that it cannot compare what another engine or version made", async () => {
    const engine = await verifyChanged((value) => {
      // as that engine would have written it
      Object.assign(
        value,
        remade(value as unknown as Receipt, (receipt) => ({ ...receipt, engine: { class: "gpu" } })),
      );
    });
    assertEquals(engine.code, 4);
    assertMatch(engine.errors.at(-1)!, /made by the engine gpu, this is wasm-simd; check out the commit/);
    const version = await verifyChanged((value) =>
      Object.assign(
        value,
        remade(value as unknown as Receipt, ({ code, ...receipt }) => ({
          ...receipt,
          code: { ...code, parts: { ...code.parts, "optimiser/descent": 999 } },
        })),
      )
    );
    assertEquals(version.code, 4);
    assertMatch(
      version.errors.at(-1)!,
      /softmax.*, seed 0: it was computed by version 999 of optimiser\/descent, this program has version 1; check out/,
    );
    const kernel = await verifyChanged((value) =>
      Object.assign(
        value,
        remade(value as unknown as Receipt, ({ code, ...receipt }) => ({
          ...receipt,
          code: { ...code, kernels: { ...code.kernels, update: "a".repeat(16) } },
        })),
      )
    );
    assertEquals(kernel.code, 4);
    assertMatch(kernel.errors.at(-1)!, /by a kernel with the digest a{16} of update, this program has/);
  });

  await t.step("says of a receipt of version 1 where it can be checked, as diff does", async () => {
    await Deno.writeTextFile(`${work}/old.json`, '{"schema": 1, "runs": []}');
    for (
      const [task, args] of [["verify", ["old.json"]], ["diff", ["old.json", "out/receipt.json"]]] as const
    ) {
      const { code, errors } = await reproduce(place, args, { task });
      assertEquals([code, errors.length], [4, 1]);
      assertMatch(
        errors[0]!,
        /old.json: made by version 1 of this program; use it with the tag v0\.6\.0 \(commit [0-9a-f]{12}\)/,
      );
    }
  });

  await t.step("says that the data are others", async () => {
    await writeDigits(`${work}/digits`, 300, 100);
    const { code, errors } = await verify(place, [...own, "--dataset", "idx:digits"]);
    assertEquals(code, 5);
    assertMatch(
      errors.at(-1)!,
      /train-images in .*digits has SHA-256 [0-9a-f]{64}, the receipt \(glyphs\) was made with/,
    );
    await Deno.remove(`${work}/digits`, { recursive: true });
  });

  await t.step("refuses what is no receipt, and a receipt that is not there", async () => {
    const missing = await verify(place, ["nowhere.json"]);
    assertEquals([missing.code, missing.errors.length], [3, 1]);
    await Deno.writeTextFile(`${work}/bad.json`, text.slice(0, -20));
    assertEquals((await verify(place, ["bad.json"])).code, 3);
    assertEquals((await verify(place, ["bad.json", "worse.json"])).code, 2);
    assertEquals((await verify(place, [...own, "--spot-seed", "3"])).code, 2);
    assertEquals((await verify(place, [...own, "--claims", "Q5"])).code, 2);
  });
});
