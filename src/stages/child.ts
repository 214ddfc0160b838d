/**
 * A stage as its launcher sees it: a Deno process with exactly the permissions it was given, that answers each
 * request with replies until the one that ends it.
 */
import { resolve } from "node:path";
import { InterruptedError, PlatformError, UsageError } from "../errors.ts";
import { rootPath } from "../project/root.ts";
import { jsonLine, jsonLines } from "./json_lines.ts";

/** What a stage may touch; everything else is refused without a prompt. */
export interface Permissions {
  readonly read: readonly string[];
  readonly write: readonly string[];
  /** Hosts with ports. */
  readonly net: readonly string[];
}

/**
 * The permission flags of a stage.
 *
 * @throws {UsageError} for a path with a comma: Deno takes it for two paths and has no way to write it
 */
export function permissionFlags({ read, write, net }: Permissions): string[] {
  const flag = (name: string, values: readonly string[]) => {
    const divided = values.find((value) => value.includes(","));
    if (divided !== undefined) {
      throw new UsageError(
        `Cannot use ${divided}: Deno cannot limit a process to a path with a comma, choose another`,
      );
    }
    return values.length === 0 ? [] : [`--allow-${name}=${values.join(",")}`];
  };
  // without --no-remote a process may import modules from a few well-known hosts, whatever --allow-net says
  return ["--no-prompt", "--no-remote", ...flag("read", read), ...flag("write", write), ...flag("net", net)];
}

/** Where a stage runs, which no result may depend on. */
export interface Surroundings {
  /** The working directory (default: the launcher's). */
  readonly cwd?: string;
  /** Changes to the environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Variables that tell Deno where its cache is, which a stage in another folder must find too. */
const CACHE_VARIABLES = ["DENO_DIR", "XDG_CACHE_HOME"];

/** Those of them that are relative, made absolute from the launcher's own folder. */
function absoluteFolders(): Record<string, string> {
  const found: Record<string, string> = {};
  for (const variable of CACHE_VARIABLES) {
    if (Deno.permissions.querySync({ name: "env", variable }).state !== "granted") continue;
    const folder = Deno.env.get(variable);
    if (folder) found[variable] = resolve(folder);
  }
  return found;
}

/** A running stage. */
export class Child<Request, Reply extends { type: string }> {
  readonly #process: Deno.ChildProcess;
  readonly #requests: WritableStreamDefaultWriter<Uint8Array<ArrayBuffer>>;
  readonly #replies: AsyncGenerator<Reply>;
  readonly #name: string;
  readonly #signal: AbortSignal;

  /** Starts the stage in the file `name` beside this one; it ends when `signal` is aborted. */
  constructor(name: string, permissions: Permissions, signal: AbortSignal, surroundings: Surroundings = {}) {
    this.#name = name;
    this.#signal = signal;
    this.#process = new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--quiet",
        `--config=${rootPath("deno.json")}`,
        "--frozen",
        ...permissionFlags(permissions),
        new URL(`./${name}`, import.meta.url).href,
      ],
      ...surroundings,
      env: { ...absoluteFolders(), ...surroundings.env },
      stdin: "piped",
      stdout: "piped",
      stderr: "inherit",
    }).spawn();
    this.#requests = this.#process.stdin.getWriter();
    this.#replies = jsonLines<Reply>(this.#process.stdout);
    const stop = () => this.kill();
    signal.addEventListener("abort", stop);
    this.#process.status.then(() => signal.removeEventListener("abort", stop));
    if (signal.aborted) stop();
  }

  /**
   * Sends a request and returns the first reply that is no progress.
   *
   * @throws {PlatformError} when the process ends before
   * @throws {InterruptedError} when it was interrupted
   */
  async ask(request: Request, onProgress?: (reply: Reply) => void): Promise<Reply> {
    await this.#requests.write(jsonLine(request)).catch(() => {}); // an ended process shows below
    while (true) {
      const { done, value } = await this.#replies.next();
      if (done) {
        const { code, signal } = await this.#process.status;
        // Ctrl-C in a terminal reaches every process, and the stage may be gone before we hear of it
        if (this.#signal.aborted || signal === "SIGINT") {
          throw new InterruptedError("Interrupted: run the same command again to go on");
        }
        throw new PlatformError(
          `The stage ${this.#name} ended unexpectedly (${
            signal ?? `exit code ${code}`
          }); see the messages above`,
        );
      }
      if (value.type !== "progress") return value;
      onProgress?.(value);
    }
  }

  /** Lets the process end by itself and waits for that. */
  async close(): Promise<void> {
    await this.#requests.close().catch(() => {});
    await this.#replies.return(undefined);
    await this.#process.status;
  }

  /** Ends the process. Files are written whole or not at all, so nothing is left half-written. */
  kill(): void {
    try {
      this.#process.kill("SIGTERM");
    } catch {
      // it has ended already
    }
  }
}
