/** The launcher's side of the benchmark: a process that may read everything and write the folder of its result alone. */
import { PlatformError } from "../../errors.ts";
import type { BenchOptions, BenchResult } from "../../backend/bench/run_bench.ts";
import { rootPath } from "../../project/root.ts";
import { permissionFlags } from "../child.ts";
import { jsonLines } from "../json_lines.ts";
import type { ErrorMessage } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** What to measure. Paths are absolute. */
export interface BenchRequest extends Omit<BenchOptions, "mnist" | "progress"> {
  /** The folder above `mnist/`, or null for the project's cache. */
  readonly dataDir: string | null;
  /** Where bench.json and bench.svg go. */
  readonly out: string;
}

/** From the benchmark. */
export type BenchReply =
  | { readonly type: "progress"; readonly line: string }
  | { readonly type: "bench"; readonly result: BenchResult }
  | ErrorMessage;

/**
 * Measures in a process of its own, which writes the result to `request.out`. Unmodified tfjs and the compiler of the
 * kernels read files and variables of their packages, so that these are not limited.
 *
 * @throws {HarnessingError} what the process met
 */
export async function measureSpeed(
  request: BenchRequest,
  signal: AbortSignal,
  onProgress: (line: string) => void,
): Promise<BenchResult> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      `--config=${rootPath("deno.json")}`,
      "--frozen",
      ...permissionFlags({ read: [], write: [request.out], net: [] }),
      "--allow-read",
      "--allow-env",
      new URL("./stage.ts", import.meta.url).href,
      JSON.stringify(request),
    ],
    signal,
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let last: BenchReply | undefined;
  for await (const reply of jsonLines<BenchReply>(child.stdout)) {
    if (reply.type === "progress") onProgress(reply.line);
    else last = reply;
  }
  const { code } = await child.status;
  if (last?.type === "bench") return last.result;
  if (last?.type === "error") throw errorOf(last);
  throw new PlatformError(`The benchmark ended unexpectedly (exit code ${code}); see the messages above`);
}
