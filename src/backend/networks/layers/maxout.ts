/** Maxout (Goodfellow et al., "Maxout Networks", ICML 2013): the largest of `pieces` weighted sums for each unit. */
import { affineLayer, affineShapes, type AffineSize } from "./affine.ts";
import type { LayerKind } from "./layer.ts";

/** Maxout units. */
export const maxout: LayerKind<AffineSize> = {
  shapes: affineShapes,
  stateShapes: affineShapes,
  allocate: affineLayer,
};
