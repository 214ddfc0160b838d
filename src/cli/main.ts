/** The frame of every task: help, errors as one line with their exit code, and the ways in which it is interrupted. */
import { HarnessingError } from "../errors.ts";
import { errorMessage } from "../stages/stage_error.ts";
import { onCallerGone } from "./callers.ts";
import {
  type CommandSpec,
  helpText,
  type OptionTable,
  type Parsed,
  parseOptions,
} from "./options/options.ts";
import { printError } from "./stderr.ts";
import { print } from "./stdout.ts";

/** How long an interrupted command may take to end by itself, in milliseconds. */
const GRACE = 1500;

function report(error: unknown): number {
  const { message, exitCode } = errorMessage(error);
  printError(error instanceof HarnessingError && exitCode === 130 ? message : `error: ${message}`);
  return exitCode;
}

/**
 * Runs a task and ends the process with its exit code. `signal` is aborted by SIGINT and SIGTERM, and when
 * the npx or `deno task` that called it has ended; the process then ends within two seconds whatever the task does.
 */
export async function main<O extends OptionTable, A extends string>(
  spec: CommandSpec<O, A>,
  run: (flags: Parsed<O, A>, signal: AbortSignal) => Promise<number>,
): Promise<never> {
  const controller = new AbortController();
  const interrupt = () => {
    if (controller.signal.aborted) return; // deno task passes on what a terminal has sent us already
    controller.abort();
    setTimeout(() => Deno.exit(130), GRACE);
  };
  Deno.addSignalListener("SIGINT", interrupt);
  if (Deno.build.os !== "windows") Deno.addSignalListener("SIGTERM", interrupt);
  onCallerGone(interrupt);
  let code = 0;
  try {
    const flags = parseOptions(spec, Deno.args);
    if (flags.help) print(helpText(spec));
    else code = await run(flags, controller.signal);
  } catch (error) {
    code = report(error);
  }
  Deno.exit(code);
}
