/**
 * Finds experiments by the names that `data/claims.csv` gives them: the experiment `rotation` is what
 * `rotation.ts` beside this file exports under that name. There is no other list.
 */
import { DataError } from "../errors.ts";
import type { Experiment } from "./experiment.ts";

/** An experiment whose parameters are of a type of its own. */
// deno-lint-ignore no-explicit-any -- what plan() makes goes unread to measure()
export type AnyExperiment = Experiment<any>;

/**
 * The experiment of this name.
 *
 * @throws {DataError} when it is no name of a file here, or the file exports no experiment of that name
 *
 * @example
 * ```ts
 * import { assertEquals, assertRejects } from "@std/assert";
 * assertEquals((await loadExperiment("rotation")).name, "rotation");
 * await assertRejects(() => loadExperiment("../runs/store"), Error, "expected");
 * ```
 */
export async function loadExperiment(name: string): Promise<AnyExperiment> {
  const refuse = (found: string, cause?: unknown): never => {
    throw new DataError(
      `Cannot load the experiment ${name}: ${found}, expected src/experiments/${name}.ts to export it`,
      { cause },
    );
  };
  if (!/^[a-z][a-z0-9_]*$/.test(name)) refuse("that is no file name in snake_case");
  const url = new URL(`./${name}.ts`, import.meta.url).href;
  const exported: Record<string, unknown> = await import(url).catch((error) => refuse(String(error), error));
  const isExperiment = (value: unknown): value is AnyExperiment =>
    typeof value === "object" && value !== null && "measure" in value && "plan" in value;
  const found = Object.values(exported).filter(isExperiment).find((experiment) => experiment.name === name);
  return found ?? refuse("the file exports none of that name");
}

/** The experiments of these names, each once, in the order of the names. */
export async function loadExperiments(names: Iterable<string>): Promise<readonly AnyExperiment[]> {
  return await Promise.all([...new Set(names)].map(loadExperiment));
}
