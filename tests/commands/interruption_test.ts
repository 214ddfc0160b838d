/** Ctrl-C, twice and once; a launcher that is killed: it ends soon, keeps what is finished, and can go on. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { readEntryFiles } from "../../src/runs/mod.ts";
import { filesBelow } from "../runs/support.ts";
import {
  type Checkout,
  checkout,
  type CommandOptions,
  milliseconds,
  ownLines,
  processesOf,
  reproduce,
  rest,
  signalGroup,
  start,
  waitFor,
  writeDigits,
} from "./support.ts";

/** A quick softmax regression, and a maxout network that trains for seconds afterwards. */
const TRAINING = ["--dataset", "idx:digits", "--claims", "Q2,Q3", "--seeds", "1", "--threads", "1"];
/** The line after which only the maxout network is left. */
const SOFTMAX_IS_DONE = "Q2b:";

/** A shell that goes by the name of npx and, as that does, has another shell run the command. */
const NPX = [
  "sh",
  "-c",
  `printf 'npm exec deno' > /proc/$$/comm; sh -c '"$@"; true' sh "$@"; true`,
  "sh",
];

/** Starts to train and waits until the maxout network is in the middle of it. */
async function training(place: Checkout, profile: string, options?: CommandOptions) {
  const command = start(
    place,
    ["--profile", profile, ...TRAINING, "--store", profile, "--out", "out"],
    options,
  );
  const errors = command.stderr.getReader();
  await waitFor(errors, SOFTMAX_IS_DONE);
  await milliseconds(400);
  await command.stdout.cancel();
  return { command, errors };
}

/** Asserts that a store holds whole entries only, and returns what was run. */
async function wholeEntries(store: string): Promise<string[]> {
  assertEquals(filesBelow(store).filter((path) => path.includes(".writing-")), []);
  const kinds: string[] = [];
  for (const { name } of Deno.readDirSync(store)) {
    if (["checkpoints", "datasets"].includes(name)) continue;
    for (const entry of Deno.readDirSync(`${store}/${name}`)) {
      const files = await readEntryFiles(store, entry.name);
      const spec = JSON.parse(new TextDecoder().decode(files["spec.json"]));
      kinds.push(spec.kind === "train" ? spec.architecture.type : spec.experiment);
    }
  }
  return kinds.sort();
}

/** Waits until no process of a group is left, for at most `limit` milliseconds; returns those that are. */
async function leftAfter(group: number, limit: number): Promise<number[]> {
  const until = performance.now() + limit;
  while (performance.now() < until && (await processesOf(group)).length > 0) await milliseconds(100);
  return await processesOf(group);
}

const LINUX = Deno.build.os === "linux";

Deno.test("an interrupted deno task reproduce", async (t) => {
  await using place = await checkout();
  const { work } = place;
  await writeDigits(`${work}/digits`, 1500, 100);

  await t.step("ends within 2 s with 130, says how to go on, and keeps what is finished", async () => {
    const { command, errors } = await training(place, "quick");
    const sent = performance.now();
    signalGroup(command.pid, "SIGINT");
    assertEquals((await command.status).code, 130);
    assert(performance.now() - sent < 2000, `it took ${performance.now() - sent} ms`);
    const told = ownLines(await rest(errors));
    assertEquals(told, [
      `Interrupted; finished runs are kept in ${work}/quick: run the same command again to go on`,
    ]);
    assertEquals(await wholeEntries(`${work}/quick`), ["fgsm_softmax", "softmax"]);
    assertEquals(filesBelow(work).filter((path) => path.startsWith("out")), []);
  });

  await t.step("goes on where it was when the same command is run again", async () => {
    const { code, errors } = await reproduce(place, [
      ...["--profile", "quick", ...TRAINING, "--store", "quick", "--out", "out"],
    ]);
    assertEquals(code, 0);
    assert(errors.includes("2 of 4 runs are in the store"), errors.join("\n"));
    assertEquals(await wholeEntries(`${work}/quick`), ["fgsm_maxout", "fgsm_softmax", "maxout", "softmax"]);
    assert(Deno.statSync(`${work}/out/report.html`).isFile);
  });

  await t.step("ends in the bytes of a run that was never interrupted", async () => {
    const { code } = await reproduce(place, [
      ...["--profile", "quick", ...TRAINING, "--store", "undisturbed", "--out", "undisturbed out"],
    ]);
    assertEquals(code, 0);
    const [one, other] = ["out", "undisturbed out"].map((out) =>
      Deno.readTextFileSync(`${work}/${out}/receipt.json`)
    );
    assertEquals(one, other);
  });

  await t.step("ends the same way when only the launcher hears of it, and on SIGTERM", async () => {
    for (const signal of ["SIGINT", "SIGTERM"] as const) {
      const { command, errors } = await training(place, "full", { launcher: true });
      const sent = performance.now();
      command.kill(signal);
      assertEquals((await command.status).code, 130);
      assert(performance.now() - sent < 2000, `it took ${performance.now() - sent} ms`);
      assertMatch(await rest(errors), /^Interrupted; .*: run the same command again to go on\n$/);
      assertEquals(await leftAfter(command.pid, 2000), []);
    }
    assertEquals(await wholeEntries(`${work}/full`), ["fgsm_softmax", "softmax"]);
  });

  await t.step({
    name: "ends within 2 s, and can be resumed, when only the npx above it hears of SIGTERM",
    ignore: !LINUX,
    fn: async () => {
      const { command, errors } = await training(place, "full", { before: NPX });
      assert((await processesOf(command.pid)).length >= 5, "a process is missing");
      const sent = performance.now();
      command.kill("SIGTERM");
      assertEquals((await command.status).signal, "SIGTERM");
      assertEquals(await leftAfter(command.pid, 2000), []);
      assert(performance.now() - sent < 2200, `it took ${performance.now() - sent} ms`);
      assertMatch(await rest(errors), /Interrupted; .*: run the same command again to go on\n$/);
      assertEquals(await wholeEntries(`${work}/full`), ["fgsm_softmax", "softmax"]);
    },
  });

  await t.step("ends when it is interrupted twice", async () => {
    const { command, errors } = await training(place, "standard");
    const sent = performance.now();
    signalGroup(command.pid, "SIGINT");
    signalGroup(command.pid, "SIGINT");
    assertEquals((await command.status).code, 130);
    assert(performance.now() - sent < 2000, `it took ${performance.now() - sent} ms`);
    assert(!/\n\s+at /.test(await rest(errors)));
    assertEquals(await leftAfter(command.pid, 2000), []);
    assertEquals(await wholeEntries(`${work}/standard`), ["fgsm_softmax", "softmax"]);
  });

  await t.step("ends within 2 s while it draws digits, and leaves no part of them", async () => {
    const command = start(place, ["--dataset", "glyphs", "--claims", "s3", "--store", "s", "--out", "o"]);
    const cache = `${place.root}/data/cache`;
    const drawing = () => {
      try {
        return [...Deno.readDirSync(cache)].some(({ name }) => name.endsWith(".tmp"));
      } catch {
        return false;
      }
    };
    for (let waited = 0; !drawing(); waited += 20) {
      assert(waited < 20_000, "no drawing was seen");
      await milliseconds(20);
    }
    const sent = performance.now();
    signalGroup(command.pid, "SIGINT");
    const { code, stderr } = await command.output();
    assertEquals(code, 130);
    assert(performance.now() - sent < 2000, `it took ${performance.now() - sent} ms`);
    assertStringIncludes(new TextDecoder().decode(stderr), "run the same command again to go on");
    assertEquals(await leftAfter(command.pid, 2000), []);
    assertEquals(filesBelow(cache), []);
  });

  await t.step({
    name: "leaves no process behind when the launcher is killed",
    ignore: !LINUX,
    fn: async () => {
      const { command, errors } = await training(place, "full", { launcher: true });
      assert((await processesOf(command.pid)).length >= 2, "there was no stage to outlive the launcher");
      command.kill("SIGKILL");
      assertEquals((await command.status).signal, "SIGKILL");
      assertEquals(await leftAfter(command.pid, 5000), []);
      assertEquals(await rest(errors), "");
      assertEquals(await wholeEntries(`${work}/full`), ["fgsm_softmax", "softmax"]);
    },
  });
});
