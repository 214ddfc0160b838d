/**
 * The hash chain of a training run: h₀ is of the key, and after each epoch hₖ is of hₖ₋₁, the epoch's number and the
 * bytes of parameters and optimiser state; where validation images are watched, also of what was found and of the best
 * epoch so far. Two runs agree up to the first link that differs. The generator has no state beyond the epoch's number,
 * since every draw is addressed.
 */
import { createHash } from "node:crypto";
import {
  type Architecture,
  optimiserShapesOf,
  type Parameters,
  type Shapes,
  shapesOf,
} from "../models/mod.ts";
import type { EpochEnd } from "../training/mod.ts";
import { canonicalJson } from "./canonical_json.ts";
import { sha256 } from "../files/sha256.ts";
import { encodeSafetensors, type StoredTensors } from "./safetensors.ts";

/** h₀ of the run with this key. */
export function chainStart(key: string): string {
  return sha256(`harnessing chain 1\n${key}`);
}

/** The link after `previous`, at the end of `epoch`; `watched` is a text, empty where nothing is. */
export function chainLink(
  previous: string,
  epoch: number,
  parameters: StoredTensors,
  optimiserState: StoredTensors,
  watched = "",
): string {
  return createHash("sha256")
    .update(`${previous}\n${epoch}\n`)
    .update(encodeSafetensors(parameters))
    .update(encodeSafetensors(optimiserState))
    .update(watched)
    .digest("hex");
}

function withShapes(shapes: Shapes, values: Parameters): StoredTensors {
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, { shape, values: values[name]! }]),
  );
}

/** Parameters with their shapes, as they are stored. */
export function storedOf(architecture: Architecture, parameters: Parameters): StoredTensors {
  return withShapes(shapesOf(architecture), parameters);
}

/** The optimiser's state with its shapes, as it is stored. */
export function storedOptimiserState(architecture: Architecture, state: Parameters): StoredTensors {
  return withShapes(optimiserShapesOf(architecture), state);
}

/** The link after `previous` for what an epoch ended with. */
export function epochLink(
  previous: string,
  architecture: Architecture,
  { epoch, parameters, optimiserState, validation, best }: Omit<EpochEnd, "cost">,
): string {
  const watched = validation && canonicalJson({
    ...{ clean: validation.clean, adversarial: validation.adversarial },
    best: best && {
      ...{ epoch: best.epoch, errors: best.errors },
      parametersSha256: sha256(encodeSafetensors(storedOf(architecture, best.parameters))),
    },
  });
  const model = storedOf(architecture, parameters);
  return chainLink(previous, epoch, model, storedOptimiserState(architecture, optimiserState), watched ?? "");
}
