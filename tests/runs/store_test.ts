import { assert, assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { DataError, MismatchError } from "../../src/errors.ts";
import {
  type EntryFiles,
  entryPath,
  ENVIRONMENT_FILE,
  hasEntry,
  readEntryFiles,
  sweepStore,
  writeEntry,
} from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { filesBelow, temporaryFolder } from "./support.ts";

const KEY = "ab".repeat(32);
const bytes = (text: string) => new TextEncoder().encode(text);
const FILES: EntryFiles = {
  "spec.json": bytes("{}\n"),
  "parameters.safetensors": bytes("numbers"),
  [ENVIRONMENT_FILE]: bytes("here and now\n"),
};

Deno.test("writeEntry() and readEntryFiles() give the same bytes, in a folder named after the key", async () => {
  await using store = await temporaryFolder();
  assertEquals(await hasEntry(store.path, KEY), false);
  await writeEntry(store.path, KEY, FILES);
  assertEquals(await hasEntry(store.path, KEY), true);
  assertEquals(await readEntryFiles(store.path, KEY), FILES);
  const names = [...Object.keys(FILES), "manifest.json"].sort();
  assertEquals(filesBelow(store.path), names.map((name) => `ab/${KEY}/${name}`));
});

Deno.test("writeEntry() makes the store where there is none", async () => {
  await using folder = await temporaryFolder();
  await writeEntry(`${folder.path}/a/b`, KEY, FILES);
  assertEquals(await readEntryFiles(`${folder.path}/a/b`, KEY), FILES);
});

Deno.test("writeEntry() of a key that is there is silent for the same bytes and changes nothing", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, FILES);
  const before = await Deno.stat(`${entryPath(store.path, KEY)}/spec.json`);
  await writeEntry(store.path, KEY, { ...FILES, [ENVIRONMENT_FILE]: bytes("elsewhere\n") });
  assertEquals(await readEntryFiles(store.path, KEY), FILES);
  assertEquals((await Deno.stat(`${entryPath(store.path, KEY)}/spec.json`)).mtime, before.mtime);
  assertEquals(filesBelow(store.path).length, 4);
});

Deno.test("writeEntry() of a key that is there with other bytes names the file and keeps the first", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, FILES);
  const others: [string, EntryFiles][] = [
    ["parameters.safetensors", { ...FILES, "parameters.safetensors": bytes("other numbers") }],
    ["chain.json", { ...FILES, "chain.json": bytes("[]") }],
  ];
  for (const [name, files] of others) {
    const error = await assertRejects(
      () => writeEntry(store.path, KEY, files),
      MismatchError,
      `/${name} has`,
    );
    assertEquals(error.exitCode, 5);
    assertStringIncludes(error.message, sha256(files[name]!));
    assertEquals(await readEntryFiles(store.path, KEY), FILES);
    assertEquals(filesBelow(store.path).length, 4);
  }
});

Deno.test("writeEntry() by several writers at once leaves one entry and no temporary folder", async () => {
  await using store = await temporaryFolder();
  await Promise.all(Array.from({ length: 20 }, () => writeEntry(store.path, KEY, FILES)));
  assertEquals(await readEntryFiles(store.path, KEY), FILES);
  assertEquals(filesBelow(store.path).length, 4);
});

Deno.test("writeEntry() that fails half-way leaves neither an entry nor a temporary folder", async () => {
  await using store = await temporaryFolder();
  const files = { ...FILES, "no/such/folder.json": bytes("{}") };
  await assertRejects(() => writeEntry(store.path, KEY, files), Deno.errors.NotFound);
  assertEquals(await hasEntry(store.path, KEY), false);
  assertEquals(filesBelow(store.path), ["ab"]);
});

Deno.test("a writer killed at any moment leaves no entry or a whole one", async () => {
  await using store = await temporaryFolder();
  const program = `
    import { writeEntry } from "${new URL("../../src/runs/store.ts", import.meta.url)}";
    const big = new Uint8Array(300_000);
    console.log("ready");
    for (let k = 0;; k++) {
      const key = k.toString(16).padStart(64, "0");
      await writeEntry(Deno.args[0], key, Object.fromEntries([..."abcdef"].map((x) => [x + ".json", big])));
    }`;
  await Deno.writeTextFile(`${store.path}/program.ts`, program);
  let whole = 0;
  for (const moment of [20, 55, 600]) {
    const folder = `${store.path}/${moment}`;
    await Deno.mkdir(folder);
    const writer = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        `--allow-read=${folder}`,
        `--allow-write=${folder}`,
        `${store.path}/program.ts`,
        folder,
      ],
      stdout: "piped",
    }).spawn();
    const reader = writer.stdout.getReader();
    assert(!(await reader.read()).done, "the writer did not start");
    await new Promise((resolve) => setTimeout(resolve, moment));
    writer.kill("SIGKILL");
    await reader.cancel();
    assertEquals((await writer.status).signal, "SIGKILL");
    for (const { name } of Deno.readDirSync(folder)) {
      for (const entry of Deno.readDirSync(`${folder}/${name}`)) {
        if (entry.name.startsWith(".writing-")) continue;
        assertEquals(Object.keys(await readEntryFiles(folder, entry.name)).length, 6);
        whole++;
      }
    }
  }
  assert(whole > 0, "no writer finished an entry, so nothing was seen");
});

Deno.test("readEntryFiles() of a key that is not there says so", async () => {
  await using store = await temporaryFolder();
  await assertRejects(() => readEntryFiles(store.path, KEY), DataError, "manifest.json");
});

Deno.test("readEntryFiles() names a file that is damaged, cut off, emptied or missing", async () => {
  for (const name of Object.keys(FILES)) {
    for (const damage of ["flipped", "cut", "emptied", "removed"] as const) {
      await using store = await temporaryFolder();
      await writeEntry(store.path, KEY, FILES);
      const path = `${entryPath(store.path, KEY)}/${name}`;
      const found = await Deno.readFile(path);
      if (damage === "removed") await Deno.remove(path);
      else if (damage === "flipped") {
        await Deno.writeFile(
          path,
          found.map((byte, i) => i === 1 ? byte ^ 1 : byte),
        );
      } else await Deno.truncate(path, damage === "cut" ? found.length - 1 : 0);
      const error = await assertRejects(() => readEntryFiles(store.path, KEY), DataError, path);
      assertEquals(error.exitCode, 3);
      assertStringIncludes(error.message, "remove the entry to compute it again");
    }
  }
});

Deno.test("writeEntry() onto a damaged entry says that it is damaged and does not overwrite it", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, FILES);
  const path = `${entryPath(store.path, KEY)}/parameters.safetensors`;
  await Deno.truncate(path, 2);
  await assertRejects(() => writeEntry(store.path, KEY, FILES), DataError, `Damaged: ${path}`);
  assertEquals((await Deno.stat(path)).size, 2);
});

Deno.test("readEntryFiles() refuses a manifest that is damaged or names what is no file of an entry", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, FILES);
  const manifest = `${entryPath(store.path, KEY)}/manifest.json`;
  const good = await Deno.readTextFile(manifest);
  await Deno.writeTextFile(`${store.path}/secret.json`, "secret");
  const listing = (name: string, digest = sha256(bytes("secret"))) =>
    `{"schema":1,"files":{${JSON.stringify(name)}:"${digest}"}}`;
  const bad = [
    "",
    "{",
    "null",
    "[]",
    '{"schema":1}',
    '{"schema":1,"files":null}',
    good.replace('"schema": 1', '"schema": 2'),
    good.slice(0, -3),
    listing("../../secret.json"),
    listing(`${store.path}/secret.json`),
    listing("a/b.json"),
    listing("..\\secret.json"),
    listing("spec.json\0"),
    listing(".json"),
    listing("__proto__"),
    listing("spec.json", "abc"),
  ];
  for (const text of bad) {
    await Deno.writeTextFile(manifest, text);
    await assertRejects(() => readEntryFiles(store.path, KEY), DataError, `Cannot read ${manifest}`);
  }
  await Deno.writeTextFile(manifest, good);
  assertEquals(await readEntryFiles(store.path, KEY), FILES);
});

Deno.test("the store refuses a key that is no SHA-256, so that no path leads out of it", async () => {
  await using folder = await temporaryFolder();
  const store = `${folder.path}/store`;
  for (
    const key of ["", "..", `../${KEY}`, `${KEY}/..`, KEY.slice(1), KEY.toUpperCase(), `${KEY}\n`, `${KEY}0`]
  ) {
    for (const use of [readEntryFiles, hasEntry, (s: string, k: string) => writeEntry(s, k, FILES)]) {
      await assertRejects(async () => await use(store, key), DataError, "expected 64 hexadecimal digits");
    }
  }
  assertEquals(filesBelow(folder.path), []);
});

Deno.test("sweepStore() removes old folders of unfinished entries and nothing else", async () => {
  await using store = await temporaryFolder();
  await writeEntry(store.path, KEY, FILES);
  const old = [`ab/.writing-1`, `cd/.writing-2`];
  const kept = [`ab/.writing-3`, `ab/notes`, `.writing-4`, `xyz/.writing-5`];
  for (const path of [...old, ...kept]) {
    await Deno.mkdir(`${store.path}/${path}`, { recursive: true });
    await Deno.writeTextFile(`${store.path}/${path}/half.json`, "{");
  }
  const hourAgo = new Date(Date.now() - 3_600_000);
  const longAgo = new Date(Date.now() - 7_200_000);
  const touched = [...old, ...kept.slice(1), `ab/${KEY}`];
  for (const path of touched) await Deno.utime(`${store.path}/${path}`, longAgo, longAgo);
  await sweepStore(store.path, hourAgo);
  const left = filesBelow(store.path).filter((path) => path.endsWith("half.json"));
  assertEquals(left, kept.map((path) => `${path}/half.json`).sort());
  assertEquals(await readEntryFiles(store.path, KEY), FILES);
});

Deno.test("sweepStore() of a store that is not there yet makes nothing", async () => {
  await using folder = await temporaryFolder();
  await sweepStore(`${folder.path}/store`, new Date());
  assertEquals(filesBelow(folder.path), []);
});

Deno.test("sweepStore() is not stopped by entries that are just being finished", async () => {
  await using store = await temporaryFolder();
  const keys = Array.from({ length: 60 }, (_, k) => `ab${k.toString(16).padStart(62, "0")}`);
  let writing = true;
  const sweeping = (async () => {
    for (let sweeps = 0;; sweeps++) {
      if (!writing) return sweeps;
      await sweepStore(store.path, new Date(0));
    }
  })();
  await Promise.all(keys.map((key) => writeEntry(store.path, key, FILES)));
  writing = false;
  assert(await sweeping > 0);
  for (const key of keys) assertEquals(await readEntryFiles(store.path, key), FILES);
});
