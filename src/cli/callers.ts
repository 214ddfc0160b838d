/**
 * The processes between the user and this command: `deno task`, and npx with its shell above that. A signal that ends
 * npx alone does not reach us, so the launcher looks after them. Nothing above npx counts, and without `deno task` not
 * even the parent: a command in the background outlives the shell that started it.
 */
import { basename } from "node:path";
import process from "node:process";

/** How often to look, in milliseconds. */
const PERIOD = 250;

/** What may stand between `deno task` and npx: a shell, and the script that looks for the program. */
const BETWEEN = /^(node|sh|ash|bash|dash|zsh)$/;
const MOST_BETWEEN = 3;

/** The name and the parent of a process; undefined where it has gone, or where that cannot be known. */
async function processOf(pid: number): Promise<{ name: string; parent: number } | undefined> {
  const [program, ...args] = Deno.build.os === "linux"
    ? ["cat", `/proc/${pid}/stat`]
    : ["ps", "-o", "ppid=,comm=", "-p", String(pid)];
  const { stdout } = await new Deno.Command(program!, { args, stdin: "null", stderr: "null" }).output();
  const text = new TextDecoder().decode(stdout);
  // "12 (npm exec deno) S 7 …", or "7 /usr/bin/npm exec deno"
  const [, name, parent] = /^\d+ \((.*)\) \S (\d+) /s.exec(text) ?? [];
  if (name !== undefined) return { name, parent: Number(parent) };
  const [, before, path] = /^\s*(\d+) (.+)/.exec(text) ?? [];
  return path === undefined ? undefined : { name: basename(path), parent: Number(before) };
}

/** The processes that wait for this one; none where it was not started by `deno task`. */
export async function callers(): Promise<number[]> {
  const task = Deno.ppid;
  const found = await processOf(task);
  if (found?.name !== "deno") return [];
  const above: number[] = [];
  for (let at = found.parent; at > 1 && above.length < MOST_BETWEEN;) {
    const next = await processOf(at);
    above.push(at);
    if (next?.name.startsWith("npm ")) return [task, ...above];
    if (next === undefined || !BETWEEN.test(next.name)) break;
    at = next.parent;
  }
  return [task];
}

/** Whether a process is still there. */
function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as { code?: string }).code !== "ESRCH";
  }
}

/** Calls `stop` once, soon after one of the callers has ended. Needs the permission to run programs, or does nothing. */
export async function onCallerGone(stop: () => void): Promise<void> {
  if (Deno.build.os === "windows") return;
  if (Deno.permissions.querySync({ name: "run" }).state !== "granted") return;
  const parent = Deno.ppid;
  const waiting = await callers().catch(() => []); // there is no such program
  if (waiting.length === 0) return;
  const timer = setInterval(() => {
    if (Deno.ppid === parent && waiting.every(isAlive)) return;
    clearInterval(timer);
    stop();
  }, PERIOD);
  Deno.unrefTimer(timer);
}
