/** The launcher's side of a compute stage: started with the permissions it needs. */
import type { DatasetFiles } from "../../datasets/mod.ts";
import { Child } from "../child.ts";
import { rootPath } from "../../project/root.ts";
import type { ComputeReply, ComputeRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** A running compute stage. */
export type Compute = Child<ComputeRequest, ComputeReply>;

/** What a compute stage works on. */
export interface ComputeOptions {
  readonly store: string;
  /** What its runs are about. */
  readonly datasets: readonly DatasetFiles[];
  /** It may not write to the store (default: it may). */
  readonly readOnly?: boolean;
  readonly signal: AbortSignal;
}

/**
 * Starts a compute stage.
 *
 * @throws {HarnessingError} when it cannot start
 */
export async function startCompute(
  { store, datasets, signal, readOnly = false }: ComputeOptions,
): Promise<Compute> {
  const child: Compute = new Child("compute/stage.ts", {
    read: [...datasets.map(({ folder }) => folder), store, rootPath("src")], // its own code: experiments are loaded by name
    write: readOnly ? [] : [store],
    net: [],
  }, signal);
  const answer = await child.ask({ type: "start", store, datasets, readOnly });
  if (answer.type === "error") {
    await child.close();
    throw errorOf(answer);
  }
  return child;
}
