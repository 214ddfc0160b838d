/** The machine and the moment of a command, for `environment.json` and the page's Environment section alone. */
import { cpus } from "node:os";
import { ROOT } from "./child.ts";
import { elapsed, timestamp } from "./clock.ts";

/** The commit of the checkout, or "unknown" outside of one. */
async function commit(): Promise<string> {
  try {
    const head = (await Deno.readTextFile(new URL(".git/HEAD", ROOT))).trim();
    const reference = /^ref: (refs\/[\w./-]+)$/.exec(head)?.[1];
    if (reference === undefined) return head;
    return (await Deno.readTextFile(new URL(`.git/${reference}`, ROOT))).trim();
  } catch {
    return "unknown";
  }
}

/** What the report shows of where it was made. */
export async function environmentOf(
  { threads, jobs }: { threads: number; jobs: number },
): Promise<Record<string, string | number>> {
  return {
    date: timestamp(),
    seconds: Math.round(elapsed() / 100) / 10,
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
