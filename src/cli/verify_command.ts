/** What `verify` does on the terminal: progress, what agrees and what differs, the count. */
import type { Verification, VerifyEvent, VerifyOptions } from "../commands/verify/verification.ts";
import { verify } from "../commands/verify/verify.ts";
import { type Progress, terminalProgress } from "./progress.ts";
import type { Talk } from "./options/reproduce_options.ts";
import { printError } from "./stderr.ts";
import { print } from "./stdout.ts";
import { differenceText, epochText, spotsText, verificationText } from "./verify_text.ts";

/** Shows an event. */
function show(event: VerifyEvent, { store, spot }: VerifyOptions, progress: Progress): void {
  const result = (text: string) => {
    progress.finish();
    print(text);
  };
  switch (event.type) {
    case "notice":
      return printError(`note: ${event.text}`);
    case "downloading":
      if (event.received === event.total) progress.line(`downloaded ${event.file} (${event.total} bytes)`);
      return;
    case "planned":
      progress.plan(event.runs);
      progress.line(
        `${event.runs.length} runs to verify; ${event.stored} of them are also in ${store}, undamaged and identical`,
      );
      return event.spots === null ? undefined : result(spotsText(event.spots, spot!.seed));
    case "progressed":
      return progress.update(event.run, event.done, event.note);
    case "agreed":
      return progress.end(event.run, "identical");
    case "epochAgreed":
      return result(epochText(event.run, event.result));
    case "differs":
      return result(differenceText(event.difference));
    case "failed":
      return progress.line(`error: ${event.run.label}, seed ${event.run.seed}: ${event.error.message}`);
  }
}

/** Runs the command and returns its exit code. */
export async function verifyCommand(
  options: VerifyOptions & Pick<Talk, "quiet"> & { readonly warnings: readonly string[] },
): Promise<number> {
  const { quiet, threads } = options;
  const progress = terminalProgress({ quiet, threads });
  options.warnings.forEach((text) => printError(`note: ${text}`));
  let found: Verification | undefined;
  try {
    for await (const event of verify(options)) {
      if (event.type === "concluded") found = event.verification;
      else show(event, options, progress);
    }
  } finally {
    progress.finish();
  }
  print(verificationText(found!, options.spot !== null, options.receipt));
  return found!.exitCode;
}
