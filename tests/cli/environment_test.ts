/** Where relative paths start, whoever called the command. */
import { assertEquals } from "@std/assert";
import { temporaryFolder } from "../runs/support.ts";

const ROOT = new URL("../../", import.meta.url);

/** A folder that `diff` says it cannot find: the one that a relative path was taken for. */
async function folderOf(
  folder: string,
  env: Record<string, string>,
  args: readonly string[],
): Promise<string | undefined> {
  const { stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, "nothing", "nothing"],
    cwd: folder,
    env,
  })
    .output();
  return /Cannot find (.*)\/nothing:/.exec(new TextDecoder().decode(stderr))?.[1];
}

Deno.test("relative paths start where deno task was called, also with an INIT_CWD that npm run has set", async () => {
  await using place = await temporaryFolder();
  const folder = await Deno.realPath(place.path);
  const task = ["task", `--config=${new URL("deno.json", ROOT).pathname}`, "diff"];
  const elsewhere = Deno.build.os === "linux" ? { INIT_CWD: "/usr" } : {};
  assertEquals(await folderOf(folder, elsewhere, task), folder);
});

Deno.test("relative paths start in the working directory where a task is started without deno task", async () => {
  await using place = await temporaryFolder();
  const folder = await Deno.realPath(place.path);
  const script = [
    "run",
    "--no-prompt",
    "--allow-read",
    "--allow-run=readlink",
    "--allow-env",
    `${ROOT}tasks/diff.ts`,
  ];
  assertEquals(await folderOf(folder, { INIT_CWD: "/usr" }, script), folder);
});
