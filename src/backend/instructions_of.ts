/** Which instructions the programs of a network consist of: what its numbers depend on, of a device. */
import { RecordingDevice } from "./devices/recording_device.ts";
import type { CostGradient } from "./networks/compose.ts";
import type { InstructionName } from "./program/instructions.ts";
import { deviceImages } from "./networks/device_images.ts";
import { Network } from "./networks/network.ts";
import type { NetworkShape } from "./networks/shape.ts";
import { type DropoutMask, rowsOfStep, type TrainingOptions } from "./networks/training_options.ts";

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

/** How the gradient of the cost by the images is taken. */
export interface GradientReading {
  /** How it is rounded. */
  readonly gradient: CostGradient;
  /** Whether under dropout; networks of radial basis functions have none. */
  readonly dropout: boolean;
}

/** Any dropout: its numbers cannot be seen in a program. */
const DROPOUT: DropoutMask = { keep: .5, scale: 2, key: [0, 0] };

/**
 * Those of everything that an evaluation can be asked for, in alphabetical order.
 *
 * @param readings of the gradient, besides the three that need no instruction of their own
 */
export function evaluationInstructions(
  shape: NetworkShape,
  kind: ImageKind = "bytes",
  readings: readonly GradientReading[] = [],
): readonly InstructionName[] {
  const masks = shape.layers.map(() => DROPOUT);
  const dropping = shape.layers.every(({ kind }) => kind !== "rbf");
  return composed(shape, 1, 1, kind, (network, images) => {
    const evaluation = network.evaluation(images, { attack: { epsilon: 1, gradient: "exact" } });
    evaluation.inputGradients();
    for (const { gradient, dropout } of readings) {
      evaluation.inputGradients({}, gradient);
      if (dropout && dropping) evaluation.dropoutGradients(masks, {}, gradient);
    }
    evaluation.pullback(new Float32Array(network.outputs));
  });
}
