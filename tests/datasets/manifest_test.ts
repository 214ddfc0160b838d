import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { manifestHosts, parseManifest, readManifest } from "../../src/datasets/manifest.ts";
import { DataError } from "../../src/errors.ts";
import { temporaryFolder, tinyManifest } from "./support.ts";

const COMMITTED = new URL("../../data/mnist.json", import.meta.url).pathname;

Deno.test("the committed manifest of MNIST is valid and lists three mirrors of every file", async () => {
  const manifest = await readManifest(COMMITTED);
  assertEquals(Object.values(manifest.files).map((file) => file.mirrors.length), [3, 3, 3, 3]);
  assertEquals(manifest.files["train-images"].bytes, 16 + 60000 * 784);
  assertEquals(manifest.files["test-labels"].bytes, 8 + 10000);
});

Deno.test("manifestHosts() gives each host once, with its port", async () => {
  assertEquals(
    manifestHosts(await tinyManifest("https://a.example/x", "http://127.0.0.1:8000", "https://a.example/y")),
    [
      "a.example:443",
      "127.0.0.1:8000",
    ],
  );
});

Deno.test("parseManifest() names the field that is wrong, what it found and what it expected", async () => {
  const good = JSON.stringify(await tinyManifest("http://127.0.0.1:1")).replace("{", '{"schema":1,');
  const broken = (from: string | RegExp, to: string) =>
    parseManifest(JSON.parse(good.replace(from, to)), "m.json");
  assertEquals(broken("", "").dataset, "mnist");
  assertThrows(() => broken('"schema":1', '"schema":2'), DataError, "m.json: schema is 2, expected 1");
  assertThrows(() => broken('"train-images":', '"other":'), DataError, "files.train-images is undefined");
  assertThrows(() => broken("http://", "ftp://"), DataError, "files.train-images.mirrors[0].url");
  assertThrows(() => broken(/"sha256":"./, '"sha256":"G'), DataError, "64 hexadecimal digits");
  assertThrows(() => broken(/"bytes":28/, '"bytes":-1'), DataError, "files.train-images.bytes is -1");
  assertThrows(
    () => broken("train-images-idx3-ubyte.gz", "../../etc/passwd"),
    DataError,
    "files.train-images.name",
  );
  assertThrows(() => parseManifest([], "m.json"), DataError, "the whole is []");
});

Deno.test("readManifest() refuses a missing file and a file that is not JSON", async () => {
  await using folder = await temporaryFolder();
  await assertRejects(() => readManifest(`${folder.path}/none.json`), DataError, "no such file");
  await Deno.writeTextFile(`${folder.path}/half.json`, '{"schema": 1, "fil');
  await assertRejects(() => readManifest(`${folder.path}/half.json`), DataError, "expected JSON");
});
