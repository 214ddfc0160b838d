import { assert, assertEquals, assertThrows } from "@std/assert";
import { relative } from "node:path";
import { rootPath } from "../../src/project/root.ts";
import { temporaryFolder } from "../runs/support.ts";

Deno.test({
  name: "a stage in another folder uses the launcher's cache where DENO_DIR is relative",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    await using place = await temporaryFolder();
    const cache = `harnessing-test-cache-${Deno.pid}`;
    const stages = new URL("../../src/stages/", import.meta.url).href;
    const name = relative(rootPath("src/stages"), `${place.path}/stage.ts`);
    await Deno.writeTextFile(
      `${place.path}/stage.ts`,
      `import { reply } from "${stages}json_lines.ts"; reply({ type: "done", cwd: Deno.cwd() as string });`,
    );
    await Deno.writeTextFile(
      `${place.path}/launcher.ts`,
      `import { Child } from "${stages}child.ts";
       const nothing = { read: ["/"], write: [], net: [] };
       const { signal } = new AbortController();
       const child = new Child("${name}", nothing, signal, { cwd: "/" });
       console.log(JSON.stringify(await child.ask({})));
       await child.close();`,
    );
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-check", "-A", `${place.path}/launcher.ts`],
      cwd: place.path,
      env: { DENO_DIR: cache },
    }).output();
    assertEquals(JSON.parse(new TextDecoder().decode(stdout)), { type: "done", cwd: "/" });
    assert(Deno.statSync(`${place.path}/${cache}`).isDirectory);
    assertThrows(() => Deno.statSync(`/${cache}`), Deno.errors.NotFound);
  },
});
