/** The machine and the moment of a command, for `environment.json` and the page's Environment section alone. */
import { cpus } from "node:os";
import { resolve } from "node:path";
import project from "../../deno.json" with { type: "json" };
import { rootPath } from "./root.ts";
import { elapsed, timestamp } from "./clock.ts";

/** The first line of a file of git's. */
async function lineOf(path: string): Promise<string> {
  return (await Deno.readTextFile(path)).trim();
}

/** The folder with the checkout's own state, and the one with what all its worktrees share. */
async function gitFolders(): Promise<[string, string]> {
  const git = rootPath(".git");
  if ((await Deno.stat(git)).isDirectory) return [git, git];
  const own = resolve(rootPath("."), (await lineOf(git)).replace(/^gitdir: /, ""));
  return [own, resolve(own, await lineOf(`${own}/commondir`))];
}

/** The commit of the checkout, or "unknown" outside of one. */
async function commit(): Promise<string> {
  try {
    const [own, shared] = await gitFolders();
    const head = await lineOf(`${own}/HEAD`);
    const reference = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
    return reference === undefined ? head : await lineOf(`${shared}/${reference}`);
  } catch {
    return "unknown";
  }
}

/** What the report shows of where it was made; `coreSeconds` is what its runs took, whenever that was. */
export async function environmentOf(
  { threads, jobs, coreSeconds }: { threads: number; jobs: number; coreSeconds: number },
): Promise<Record<string, string | number>> {
  return {
    version: project.version,
    date: timestamp(),
    seconds: Math.round(elapsed() / 100) / 10,
    coreSeconds: Math.round(coreSeconds),
    commit: await commit(),
    processor: cpus()[0]?.model ?? "unknown",
    cores: navigator.hardwareConcurrency,
    threads,
    jobs,
    platform: `${Deno.build.os} ${Deno.build.arch}`,
    deno: Deno.version.deno,
    v8: Deno.version.v8,
  };
}
