/** The frame of every task: help, errors as one line with their exit code, and Ctrl-C. */
import { HarnessingError } from "../errors.ts";
import { errorMessage } from "../stages/stage_error.ts";
import { type CommandSpec, helpText, type Options, parseOptions } from "./options.ts";

/** How long an interrupted command may take to end by itself, in milliseconds. */
const GRACE = 1500;

function printError(error: unknown): number {
  const { message, exitCode } = errorMessage(error);
  console.error(error instanceof HarnessingError && exitCode === 130 ? message : `error: ${message}`);
  return exitCode;
}

/**
 * Runs a task and ends the process with its exit code. `signal` is aborted by SIGINT and SIGTERM; the process then
 * ends within two seconds whatever the task does.
 */
export async function main(
  spec: CommandSpec,
  run: (options: Options, signal: AbortSignal) => Promise<number>,
): Promise<never> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) return; // deno task passes on what a terminal has sent us already
    controller.abort();
    setTimeout(() => Deno.exit(130), GRACE);
  };
  Deno.addSignalListener("SIGINT", interrupt);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", interrupt);
  let code: number;
  try {
    const options = parseOptions(spec, Deno.args);
    if (options["help"]) {
      console.log(helpText(spec));
      code = 0;
    } else code = await run(options, controller.signal);
  } catch (error) {
    code = printError(error);
  }
  Deno.exit(code);
}
