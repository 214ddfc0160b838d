/** What a command takes from its environment, besides its arguments. */
import { realPath } from "../files/real_path.ts";
import { rootPath } from "../project/root.ts";
import { isPlain } from "./terminal.ts";

/** What a command takes from its environment. */
export interface Environment {
  /** HARNESSING_DATA. */
  readonly data: string | undefined;
  /** Whether output may have colours: NO_COLOR is not set, and the terminal is not plain. */
  readonly color: boolean;
  /** What relative paths start from: where the user stood. */
  readonly folder: string;
}

/** What a link below /proc points at, or null where that cannot be known; a process may not read it itself. */
function linkOf(path: string): string | null {
  try {
    const { success, stdout } = new Deno.Command("readlink", {
      args: [path],
      stdin: "null",
      stderr: "null",
    }).outputSync();
    return success ? new TextDecoder().decode(stdout).replace(/\n$/, "") : null;
  } catch {
    return null;
  }
}

/** The folder in which `deno task` was called, from the process itself; null where that cannot be known. */
function taskFolder(): string | null {
  if (Deno.build.os !== "linux") return null;
  const program = linkOf(`/proc/${Deno.ppid}/exe`);
  if (program === null) return null;
  return program === realPath(Deno.execPath()) ? linkOf(`/proc/${Deno.ppid}/cwd`) : Deno.cwd();
}

/**
 * The folder in which the user stood. `deno task` changes to the project's root before it starts us, and leaves that
 * folder in INIT_CWD, unless there is an INIT_CWD already: `npm run` sets one too, and a script may change folders
 * after that. So the working directory counts where it is not the root (nobody changed it), then that of the process
 * `deno task`, and INIT_CWD only where the system does not tell us that.
 */
function startFolder(): string {
  const here = Deno.cwd();
  if (realPath(here) !== realPath(rootPath("."))) return here;
  return taskFolder() ?? Deno.env.get("INIT_CWD") ?? here;
}

/** The present environment. */
export function environment(): Environment {
  return {
    data: Deno.env.get("HARNESSING_DATA"),
    color: !Deno.env.has("NO_COLOR") && !isPlain(),
    folder: startFolder(),
  };
}
