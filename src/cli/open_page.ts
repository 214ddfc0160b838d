/** Opens a page in the user's browser. */
import { DataError } from "../errors.ts";

/** What opens a file, by system. */
const OPENERS: Readonly<Record<string, readonly string[]>> = {
  darwin: ["open"],
  windows: ["cmd", "/c", "start", ""],
};

/**
 * Opens a page.
 *
 * @throws {DataError} where the system has no program that can
 */
export async function openPage(path: string): Promise<void> {
  const [program, ...before] = OPENERS[Deno.build.os] ?? ["xdg-open"];
  const refuse = (): never => {
    throw new DataError(`Cannot open ${path}: ${program} failed; open the page in a browser yourself`);
  };
  const command = new Deno.Command(program!, {
    args: [...before, path],
    ...{ stdin: "null", stdout: "null", stderr: "null" } as const,
  });
  const { success } = await command.output().catch(refuse);
  if (!success) refuse();
}
