/** Weighted sums that go through a function each: max(0, z) or 1 / (1 + e^-z) (§3 names both beside maxout). */
import { NONE } from "../../program/region.ts";
import { ownRows } from "../rows.ts";
import { affineLayer, affineShapes } from "./affine.ts";
import type { Layer, LayerKind, Place } from "./layer.ts";

/** What the sums of a unit may go through. */
export type Activation = "relu" | "sigmoid";

/** Units with an activation function. */
export interface ActivatedSize {
  readonly units: number;
  readonly activation: Activation;
}

const shapes = (place: Place, { units }: ActivatedSize) => affineShapes(place, { units, pieces: 1 });

/** Rectified linear or sigmoid units. */
export const activated: LayerKind<ActivatedSize> = {
  shapes,
  stateShapes: shapes,
  allocate(device, place, { units, activation: kind }, capacity): Layer {
    const { tangent: _, composeSums, ...affine } = affineLayer(
      device,
      place,
      { units, pieces: 1 },
      capacity,
      true,
    );
    const { output, sums, gradient, pitch } = affine;
    return {
      ...affine,
      forward(c, input, mask) {
        composeSums(c, input, sums, NONE);
        c.builder.emit("activation", {
          ...{ rows: c.rows, columns: units, kind, input: ownRows(c, sums, pitch), mask },
          ...{ output: ownRows(c, output, pitch), pitch },
        });
      },
      slope(c) {
        c.builder.emit("activationGradient", {
          ...{
            rows: c.rows,
            kind,
            input: ownRows(c, sums, pitch),
            gradient: ownRows(c, gradient, pitch),
            pitch,
          },
        });
      },
    };
  },
};
