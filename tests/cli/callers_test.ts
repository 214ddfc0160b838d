/** Who must be there for a command to go on, and who need not. */
import { assert, assertEquals } from "@std/assert";
import { temporaryFolder } from "../runs/support.ts";
import { milliseconds, processesOf, waitFor } from "../commands/support.ts";

const MODULE = new URL("../../src/cli/callers.ts", import.meta.url).href;

/** A project whose only task waits until its callers have gone; and a program that npx's process can be played by. */
async function setUp(folder: string): Promise<void> {
  const command = "deno run --quiet --no-prompt --allow-run --allow-read --allow-env wait.ts";
  await Deno.writeTextFile(`${folder}/deno.json`, JSON.stringify({ tasks: { wait: command } }));
  await Deno.writeTextFile(
    `${folder}/wait.ts`,
    `import { callers, onCallerGone } from "${MODULE}";
     await onCallerGone(() => { console.log("stopped"); Deno.exit(130); });
     console.log("waiting for " + (await callers()).length);
     setTimeout(() => Deno.exit(0), 20_000);`,
  );
}

/** Starts a shell that runs a script with the path of Deno as "$0", in a process group of its own. */
function shell(folder: string, script: string): Deno.ChildProcess {
  return new Deno.Command("setsid", {
    args: ["sh", "-c", script, Deno.execPath()],
    cwd: folder,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
}

/** Waits until a group has no process any more; whether that came to pass within `limit` milliseconds. */
async function isGoneWithin(group: number, limit: number): Promise<boolean> {
  for (const until = performance.now() + limit; performance.now() < until;) {
    if ((await processesOf(group)).length === 0) return true;
    await milliseconds(50);
  }
  return false;
}

const NPX = `printf '%s' 'npm exec deno' > /proc/$$/comm; sh -c '"$0" task wait; true' "$0"; true`;

Deno.test({
  name: "onCallerGone() hears that npx has ended, although a shell and deno task stand between",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = await temporaryFolder();
    await setUp(place.path);
    const npx = shell(place.path, NPX);
    const output = npx.stdout.getReader();
    await waitFor(output, "waiting for 3");
    npx.kill("SIGTERM");
    await npx.status;
    await waitFor(output, "stopped");
    assert(await isGoneWithin(npx.pid, 2000));
    await output.cancel();
  },
});

Deno.test({
  name: "onCallerGone() hears that deno task was killed",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = await temporaryFolder();
    await setUp(place.path);
    const task = shell(place.path, 'exec "$0" task wait');
    const output = task.stdout.getReader();
    await waitFor(output, "waiting for 1");
    task.kill("SIGKILL");
    await task.status;
    await waitFor(output, "stopped");
    assert(await isGoneWithin(task.pid, 2000));
    await output.cancel();
  },
});

Deno.test({
  name: "onCallerGone() lets a command in the background outlive the shell that started it",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = await temporaryFolder();
    await setUp(place.path);
    const scripts = [
      ['nohup "$0" task wait & sleep 30', "waiting for 1"],
      ['nohup "$0" run -A wait.ts & sleep 30', "waiting for 0"],
    ] as const;
    for (const [script, text] of scripts) {
      const started = shell(place.path, script);
      const output = started.stdout.getReader();
      await waitFor(output, text);
      started.kill("SIGKILL"); // the shell alone
      await started.status;
      await milliseconds(1500);
      const programs = await Promise.all(
        (await processesOf(started.pid)).map(async (pid) =>
          new TextDecoder().decode(
            (await new Deno.Command("cat", { args: [`/proc/${pid}/comm`] }).output()).stdout,
          )
        ),
      );
      assert(programs.includes("deno\n"), script);
      Deno.kill(-started.pid, "SIGKILL");
      assertEquals(await isGoneWithin(started.pid, 2000), true);
      await output.cancel();
    }
  },
});
