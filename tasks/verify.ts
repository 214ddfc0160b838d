/** `deno task verify`: computes a receipt again and demands identical bytes. */
import { main } from "../src/cli/main.ts";
import { environment } from "../src/cli/environment.ts";
import { verifyCommand } from "../src/cli/verify_command.ts";
import { VERIFY, verifyOptions } from "../src/cli/options/verify_options.ts";

/** Nobody may know beforehand which epochs are checked. */
const anySeed = () => crypto.getRandomValues(new Uint32Array(1))[0]! >>> 1;

await main(VERIFY, (flags, signal) => verifyCommand(verifyOptions(flags, environment(), anySeed, signal)));
