/** Which instructions the programs of a network consist of: what its numbers depend on, of a device. */
import { RecordingDevice } from "./devices/recording_device.ts";
import type { InstructionName } from "./program/instructions.ts";
import { deviceImages } from "./networks/device_images.ts";
import { Network } from "./networks/network.ts";
import type { NetworkShape } from "./networks/shape.ts";
import { rowsOfStep, type TrainingOptions } from "./networks/training_options.ts";

/** What images are before they are gathered: bytes, or float32 numbers. */
export type ImageKind = "bytes" | "floats";

const KINDS = { bytes: Uint8Array, floats: Float32Array };

function composed(
  shape: NetworkShape,
  rows: number,
  count: number,
  kind: ImageKind,
  compose: (network: Network, images: ReturnType<typeof deviceImages>) => void,
): readonly InstructionName[] {
  const device = new RecordingDevice();
  const images = deviceImages(
    device,
    new KINDS[kind](count * shape.inputs),
    shape.inputs,
    new Uint8Array(count),
  );
  compose(new Network(device, shape, { capacity: rows }), images);
  return device.names;
}

/** Those of a training step, in alphabetical order. */
export function trainingInstructions(
  shape: NetworkShape,
  options: TrainingOptions,
  kind: ImageKind = "bytes",
): readonly InstructionName[] {
  const rows = rowsOfStep(options.batch, options.objective ?? { cleanWeight: 1 });
  return composed(shape, rows, options.batch, kind, (network, images) => network.training(images, options));
}

/** Those of everything that an evaluation can be asked for, in alphabetical order. */
export function evaluationInstructions(
  shape: NetworkShape,
  kind: ImageKind = "bytes",
): readonly InstructionName[] {
  return composed(shape, 1, 1, kind, (network, images) => {
    const evaluation = network.evaluation(images, { attack: { epsilon: 1, gradient: "exact" } });
    evaluation.inputGradients();
    evaluation.pullback(new Float32Array(network.outputs));
  });
}
