import { assert, assertEquals } from "@std/assert";
import { temporaryFolder } from "../runs/support.ts";
import { milliseconds, processesOf, waitFor } from "../commands/support.ts";

Deno.test({
  name: "endWithParent() ends a process that never yields, without any permission, once its parent is gone",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using folder = await temporaryFolder();
    const module = new URL("../../src/stages/end_with_parent.ts", import.meta.url).href;
    await Deno.writeTextFile(
      `${folder.path}/busy.ts`,
      `import { endWithParent } from "${module}";
       endWithParent();
       setTimeout(() => { console.log("busy"); while (true); }, 300);`,
    );
    // a shell as the parent, which waits for its child
    const parent = new Deno.Command("setsid", {
      args: ["sh", "-c", '"$@"; true', "sh", Deno.execPath(), "run", "--quiet", `${folder.path}/busy.ts`],
      stdout: "piped",
    }).spawn();
    const output = parent.stdout.getReader();
    await waitFor(output, "busy");
    await milliseconds(1200);
    assertEquals((await processesOf(parent.pid)).length, 2);
    parent.kill("SIGKILL");
    await parent.status;
    for (let waited = 0; (await processesOf(parent.pid)).length > 0; waited += 100) {
      assert(waited < 5000, "the process outlives its parent");
      await milliseconds(100);
    }
    await output.cancel();
  },
});
