/** The exercise: a plain rectified linear layer, max(0, x·W + b), as one file that nothing but a registration knows. */
import { NONE } from "../../../src/backend/program/region.ts";
import { affineLayer, affineShapes } from "../../../src/backend/networks/layers/affine.ts";
import type { Layer, LayerKind, LayerSize, Place } from "../../../src/backend/networks/layers/layer.ts";
import { ownRows } from "../../../src/backend/networks/rows.ts";

const shapes = (place: Place, { units }: LayerSize) => affineShapes(place, { units, pieces: 1 });

/** Rectified linear units. */
export const relu: LayerKind = {
  shapes,
  stateShapes: shapes,
  allocate(device, place, { units }, capacity): Layer {
    const { tangent: _, ...affine } = affineLayer(device, place, { units, pieces: 1 }, capacity);
    const { output, gradient, pitch } = affine;
    return {
      ...affine,
      forward(c, input, mask) {
        affine.forward(c, input, NONE);
        const rows = ownRows(c, output, pitch);
        c.builder.emit("activation", {
          ...{ rows: c.rows, columns: units, kind: "relu", input: rows, mask, output: rows, pitch },
        });
      },
      // where max(0, z) is 0, so is its slope; a mask that drops the unit has made the gradient 0 already
      slope(c) {
        const own = { input: ownRows(c, output, pitch), gradient: ownRows(c, gradient, pitch) };
        c.builder.emit("activationGradient", { rows: c.rows, kind: "relu", ...own, pitch });
      },
    };
  },
};
