import { assertEquals, assertRejects } from "@std/assert";
import { writeAtomically } from "../../src/files/atomic_write.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const list = (folder: string) => [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();

Deno.test("writeAtomically() replaces a file and leaves nothing else", async () => {
  const folder = await Deno.makeTempDir();
  await writeAtomically(`${folder}/a`, bytes("old"));
  await writeAtomically(`${folder}/a`, bytes("new"));
  assertEquals(await Deno.readTextFile(`${folder}/a`), "new");
  assertEquals(list(folder), ["a"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeAtomically() removes its temporary file when it fails", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.mkdir(`${folder}/a/occupied`, { recursive: true });
  await assertRejects(() => writeAtomically(`${folder}/a`, bytes("x")));
  assertEquals(list(folder), ["a"]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeAtomically() is not stopped by a temporary file that a killed process left", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.writeTextFile(`${folder}/.a.${Deno.pid}.0.tmp`, "half");
  await writeAtomically(`${folder}/a`, bytes("whole"));
  assertEquals(await Deno.readTextFile(`${folder}/a`), "whole");
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeAtomically() lets many writers of one file each write it whole", async () => {
  const folder = await Deno.makeTempDir();
  const texts = Array.from({ length: 20 }, (_, i) => String(i).repeat(50_000));
  await Promise.all(texts.map((text) => writeAtomically(`${folder}/a`, bytes(text))));
  assertEquals(texts.includes(await Deno.readTextFile(`${folder}/a`)), true);
  assertEquals(list(folder), ["a"]);
  await Deno.remove(folder, { recursive: true });
});
