import { assertEquals } from "@std/assert";
import { foldersIn, readWholeFolder, writeWholeFolder } from "../../src/files/whole_folder.ts";
import { temporaryFolder } from "../runs/support.ts";

const FILES = { "spec.json": new TextEncoder().encode("{}") };

Deno.test({
  name: "writeWholeFolder() gives folders and files the permissions that the umask says",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await temporaryFolder();
    const module = new URL("../../src/files/whole_folder.ts", import.meta.url).href;
    await Deno.writeTextFile(
      `${place.path}/write.ts`,
      `import { writeWholeFolder } from "${module}";
       await writeWholeFolder(Deno.args[0], { "spec.json": new Uint8Array(2) });`,
    );
    for (const [umask, folder, file] of [["022", 0o755, 0o644], ["007", 0o770, 0o660]] as const) {
      const path = `${place.path}/${umask}/entry`;
      const script = `umask ${umask}; exec "$@"`;
      const run = [Deno.execPath(), "run", "--quiet", "-RW", `${place.path}/write.ts`, path];
      const { success } = await new Deno.Command("sh", { args: ["-c", script, "sh", ...run] }).output();
      assertEquals(success, true);
      const mode = (at: string) => Deno.statSync(at).mode! & 0o777;
      assertEquals([mode(path), mode(`${path}/spec.json`), mode(`${path}/manifest.json`)], [
        folder,
        file,
        file,
      ]);
    }
  },
});

Deno.test("writeWholeFolder() is not stopped by the temporary folder of a killed process with its number", async () => {
  await using place = await temporaryFolder();
  await Deno.mkdir(`${place.path}/.writing-${Deno.pid}-0`);
  await writeWholeFolder(`${place.path}/entry`, FILES);
  assertEquals(Object.keys(await readWholeFolder(`${place.path}/entry`, "")), ["spec.json"]);
  assertEquals(await foldersIn(place.path), [`.writing-${Deno.pid}-0`, "entry"]);
});
