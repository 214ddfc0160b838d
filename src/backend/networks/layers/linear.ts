/** Weighted sums as they are: the layer of logits. */
import { affineLayer, affineShapes } from "./affine.ts";
import type { LayerKind, Place } from "./layer.ts";

/** Linear units. */
export interface LinearSize {
  readonly units: number;
}

const shapes = (place: Place, { units }: LinearSize) => affineShapes(place, { units, pieces: 1 });

/** Linear units. */
export const linear: LayerKind<LinearSize> = {
  shapes,
  stateShapes: shapes,
  allocate: (device, place, { units }, capacity) =>
    affineLayer(device, place, { units, pieces: 1 }, capacity),
};
