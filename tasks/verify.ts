/** `deno task verify`: computes a receipt again and demands identical bytes. */
import { main } from "../src/cli/main.ts";
import { Progress } from "../src/cli/progress.ts";
import { environment } from "../src/cli/environment.ts";
import { printError, writeStderr } from "../src/cli/stderr.ts";
import { screen } from "../src/cli/terminal.ts";
import { VERIFY, verifyOptions } from "../src/cli/verify_options.ts";
import { differenceText, epochText, spotsText, verificationText } from "../src/cli/verify_text.ts";
import { elapsed } from "../src/project/clock.ts";
import { verify } from "../src/commands/verify/verify.ts";
import { print } from "../src/cli/stdout.ts";

/** Nobody may know beforehand which epochs are checked. */
const anySeed = () => crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;

await main(VERIFY, async (flags, signal) => {
  const options = verifyOptions(flags, environment(), anySeed, signal);
  const progress = new Progress({
    write: options.quiet ? () => {} : writeStderr,
    ...screen(),
    clock: elapsed,
    threads: options.threads,
  });
  options.warnings.forEach((text) => printError(`note: ${text}`));
  const result = (text: string) => {
    progress.finish();
    print(text);
  };
  const found = await verify(options, {
    notice: (text) => printError(`note: ${text}`),
    downloading: (file, received, total) => {
      if (received === total) progress.line(`downloaded ${file} (${total} bytes)`);
    },
    planned(plan, stored, spots) {
      progress.plan(plan);
      progress.line(
        `${plan.length} runs in scope; ${stored} are in ${options.store} too, whole and the same`,
      );
      if (spots !== null) result(spotsText(spots, options.spot!.seed));
    },
    progressed: (run, done, note) => progress.update(run, done, note),
    agreed: (run) => progress.end(run, "the same to the bit", false),
    epochAgreed: (run, each) => result(epochText(run, each)),
    differs: (difference) => result(differenceText(difference)),
    failed: (run, error) => progress.line(`error: ${run.label}, seed ${run.seed}: ${error.message}`),
  }).finally(() => progress.finish());
  print(verificationText(found, options.spot !== null, options.receipt));
  return found.exitCode;
});
