/**
 * The hash chain of a training run: h₀ is of the key, and after each epoch hₖ is of hₖ₋₁, the epoch's number and the
 * bytes of parameters and velocities. Two runs agree up to the first link that differs. The generator has no state
 * beyond the epoch's number, since every draw is addressed.
 */
import { createHash } from "node:crypto";
import { sha256 } from "../sha256.ts";
import { encodeSafetensors, type StoredTensors } from "./safetensors.ts";

/** h₀ of the run with this key. */
export function chainStart(key: string): string {
  return sha256(`harnessing chain 1\n${key}`);
}

/** The link after `previous`, at the end of `epoch`. */
export function chainLink(
  previous: string,
  epoch: number,
  parameters: StoredTensors,
  velocities: StoredTensors,
): string {
  return createHash("sha256")
    .update(`${previous}\n${epoch}\n`)
    .update(encodeSafetensors(parameters))
    .update(encodeSafetensors(velocities))
    .digest("hex");
}
