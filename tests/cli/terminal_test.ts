/** Terminals that can only take lines, tried on a real one where the system has `script`. */
import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../runs/support.ts";

const MODULES = new URL("../../src/cli/", import.meta.url).href;
const HAS_SCRIPT = await new Deno.Command("script", { args: ["--version"] }).output().then(
  ({ success, stdout }) => success && new TextDecoder().decode(stdout).includes("util-linux"),
  () => false,
);

/** What `screen()` and `environment()` say of a terminal of this kind, so many columns wide. */
async function seen(folder: string, term: string, columns: number): Promise<unknown> {
  await Deno.writeTextFile(
    `${folder}/see.ts`,
    `import { screen } from "${MODULES}terminal.ts";
     import { environment } from "${MODULES}environment.ts";
     console.log("seen: " + JSON.stringify({ ...screen(), color: environment().color }));`,
  );
  const command = `stty cols ${columns}; "${Deno.execPath()}" run --quiet -A "${folder}/see.ts"`;
  const { stdout } = await new Deno.Command("env", {
    args: ["-u", "NO_COLOR", `TERM=${term}`, "script", "-qec", command, "/dev/null"],
    cwd: folder,
    stdin: "null",
  }).output();
  return JSON.parse(/seen: (\{.*\})/.exec(new TextDecoder().decode(stdout))![1]!);
}

Deno.test({
  name: "a dumb terminal, and one without columns, gets plain lines without colours",
  ignore: !HAS_SCRIPT,
  fn: async () => {
    await using folder = await temporaryFolder();
    assertEquals(await seen(folder.path, "xterm", 70), { terminal: true, columns: 70, color: true });
    assertEquals(await seen(folder.path, "dumb", 70), { terminal: false, columns: 80, color: false });
    assertEquals(await seen(folder.path, "xterm", 0), { terminal: false, columns: 80, color: false });
  },
});
