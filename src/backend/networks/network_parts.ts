/** What programs are composed from: a network's layers, and the working memory for some rows at once. */
import type { Device } from "../program/device.ts";
import { type Region, rowPitch } from "../program/region.ts";
import type { Layer } from "./layers/layer.ts";
import type { Head } from "./shape.ts";

/** What a network works on, for up to `capacity` rows. */
export interface NetworkMemory {
  readonly capacity: number;
  /** Bytes per row of `inputs` and `inputGradient`. */
  readonly inputPitch: number;
  /** [rows, inputs]: the images as they are (clean rows first, then perturbed ones). */
  readonly inputs: Region;
  /** [rows, inputs]: the gradient by them. */
  readonly inputGradient: Region;
  /** int32 [rows]. */
  readonly labels: Region;
  /** float64 [rows]. */
  readonly losses: Region;
  /** float64 [rows]. */
  readonly confidences: Region;
  /** int32 [rows]. */
  readonly predictions: Region;
}

/** Allocates it, for images of that many inputs. */
export function allocateMemory(device: Device, inputs: number, capacity: number): NetworkMemory {
  const inputPitch = rowPitch(inputs);
  const rows = (bytes: number) => device.allocate(capacity * bytes);
  return {
    capacity,
    inputPitch,
    inputs: rows(inputPitch),
    inputGradient: rows(inputPitch),
    labels: rows(4),
    losses: rows(8),
    confidences: rows(8),
    predictions: rows(4),
  };
}

/** A network as composers see it. */
export interface NetworkParts {
  readonly device: Device;
  readonly inputs: number;
  /** How many logits there are. */
  readonly outputs: number;
  readonly head: Head;
  /** From the input on; the last one's output are the logits. */
  readonly layers: readonly Layer[];
  readonly memory: NetworkMemory;
}
