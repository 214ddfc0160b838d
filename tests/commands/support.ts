/**
 * The real command in tests: a copy of the project in a folder of its own, with a name that is hard on whoever
 * handles paths carelessly, so that a test controls cache and manifest and leaves nothing in the checkout.
 */
import { assertEquals } from "@std/assert";
import { drawGlyphs, GLYPHS_SEED } from "../../src/datasets/glyphs.ts";
import { encodeIdxImages, encodeIdxLabels } from "../../src/datasets/idx.ts";
import { IDX_NAMES } from "../../src/datasets/idx_names.ts";
import { rootPath } from "../../src/project/root.ts";

/** A copy of the project, and room for whatever a test makes. */
export interface Checkout extends AsyncDisposable {
  /** The folder of the copy. */
  readonly root: string;
  /** A folder beside it. */
  readonly work: string;
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true });
  for await (const { name, isDirectory } of Deno.readDir(from)) {
    if (isDirectory) await copy(`${from}/${name}`, `${to}/${name}`);
    else await Deno.copyFile(`${from}/${name}`, `${to}/${name}`);
  }
}

/** Copies the project, without what git ignores. */
export async function checkout(): Promise<Checkout> {
  const folder = await Deno.makeTempDir({ prefix: "harnessing-test-" });
  const root = `${folder}/a copy 100%41 ünder test`;
  for (const name of ["src", "tasks"]) await copy(rootPath(name), `${root}/${name}`);
  await Deno.mkdir(`${root}/data`);
  for await (const { name, isFile } of Deno.readDir(rootPath("data/"))) {
    if (isFile) await Deno.copyFile(rootPath(`data/${name}`), `${root}/data/${name}`);
  }
  for (const name of ["deno.json", "deno.lock", "mod.ts"]) {
    await Deno.copyFile(rootPath(name), `${root}/${name}`);
  }
  // lint plugins are tests' own and not copied
  const config = JSON.parse(await Deno.readTextFile(`${root}/deno.json`));
  delete config.lint;
  await Deno.writeTextFile(`${root}/deno.json`, JSON.stringify(config));
  const work = `${folder}/work here`;
  await Deno.mkdir(work);
  return { root, work, [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }) };
}

/** How to run a command. */
export interface CommandOptions {
  /** Where the user stands; the folder beside the copy unless given. */
  readonly cwd?: string;
  /** HARNESSING_DATA, which is not set unless given. */
  readonly data?: string;
  /** What stands before `deno`, such as a shell that sets limits. */
  readonly before?: readonly string[];
  /** Which task; `reproduce` unless given. */
  readonly task?: string;
  /** Starts the launcher itself and not `deno task`, so that its process is the one we hold. */
  readonly launcher?: boolean;
}

/** Deno's arguments for `deno task …`, or for what stands behind it in `deno.json`. */
function denoArguments(root: string, task: string, launcher: boolean): string[] {
  if (!launcher) return ["task", `--config=${root}/deno.json`, task];
  const { tasks } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`));
  const [program, command, ...rest] = tasks[task].command.split(" ");
  assertEquals([program, command], ["deno", "run"]);
  return [command, `--config=${root}/deno.json`, ...rest.slice(0, -1), `${root}/${rest.at(-1)}`];
}

/** Starts a task in a process group of its own, with nothing in the environment that would change it. */
export function start(
  { root, work }: Checkout,
  args: readonly string[],
  { cwd = work, data, before = [], task = "reproduce", launcher = false }: CommandOptions = {},
): Deno.ChildProcess {
  const variables = ["-u", "INIT_CWD", "-u", "HARNESSING_DATA", "NO_COLOR=1"];
  if (data !== undefined) variables.push(`HARNESSING_DATA=${data}`);
  const command = [
    ...["setsid", "env", ...variables, ...before],
    ...[Deno.execPath(), ...denoArguments(root, task, launcher), ...args],
  ];
  return new Deno.Command(command[0]!, {
    args: command.slice(1),
    cwd,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** What a command has left. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  /** Lines of standard error, but for the line in which `deno task` says what it runs. */
  readonly errors: readonly string[];
}

/** The lines of standard error that are the command's own. */
export function ownLines(stderr: string): string[] {
  return stderr.split("\n").filter((line) => line !== "" && !/^Task [a-z]+ /.test(line));
}

/** Runs `reproduce`, or another task, to its end. */
export async function reproduce(
  place: Checkout,
  args: readonly string[],
  options?: CommandOptions,
): Promise<Outcome> {
  const { code, stdout, stderr } = await start(place, args, options).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), errors: ownLines(text(stderr)) };
}

/** Waits until a text has appeared on a stream; fails with what came instead. The rest can be read afterwards. */
export async function waitFor(
  reader: ReadableStreamDefaultReader<Uint8Array>,
  text: string,
): Promise<string> {
  const decoder = new TextDecoder();
  for (let seen = "";;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`Ended before "${text}": ${seen}`);
    seen += decoder.decode(value, { stream: true });
    if (seen.includes(text)) return seen;
  }
}

/** What is still to come on a stream. */
export async function rest(reader: ReadableStreamDefaultReader<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  for (let seen = "";;) {
    const { done, value } = await reader.read();
    if (done) return seen;
    seen += decoder.decode(value, { stream: true });
  }
}

/** Sends a signal to every process of a group, as a terminal does. */
export function signalGroup(group: number, signal: Deno.Signal): void {
  Deno.kill(-group, signal);
}

/** The living processes of a group, from /proc. */
export async function processesOf(group: number): Promise<number[]> {
  const script = "cat /proc/[0-9]*/stat"; // those that end meanwhile are an error of cat
  const { stdout } = await new Deno.Command("sh", { args: ["-c", script], stderr: "null" }).output();
  return new TextDecoder().decode(stdout).split("\n").filter((line) => line !== "").flatMap((line) => {
    const [state, , processGroup] = line.slice(line.lastIndexOf(")") + 2).split(" ");
    return Number(processGroup) === group && state !== "Z" ? [Number.parseInt(line)] : [];
  });
}

/** Writes a data set of the user's own: so many drawn digits as IDX files. */
export async function writeDigits(folder: string, train: number, test: number): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const [split, to] of [["train", train], ["test", test]] as const) {
    const images = drawGlyphs({ seed: GLYPHS_SEED, split, from: 0, to });
    await Deno.writeFile(`${folder}/${IDX_NAMES[`${split}-images`]}`, encodeIdxImages(images));
    await Deno.writeFile(`${folder}/${IDX_NAMES[`${split}-labels`]}`, encodeIdxLabels(images.labels));
  }
}

/** A pause. */
export function milliseconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count));
}
