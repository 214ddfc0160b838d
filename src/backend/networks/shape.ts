/** The form of a network as plain data, and the shapes of what it stores. */
import type { LayerKind, LayerSize, Place, Shapes } from "./layers/layer.ts";
import { type AnyLayerSpec, type LayerKinds, LAYERS, type LayerSpec } from "./layers/mod.ts";

/** The cost of the output layer, by the instruction that computes it. */
export type Head = "softmax" | "bernoulli" | "rbfCost";

/** The form of a network. */
export interface NetworkShape<L extends AnyLayerSpec = LayerSpec> {
  readonly inputs: number;
  /** From the input on; the last one gives the logits. */
  readonly layers: readonly L[];
  readonly head: Head;
}

/** The kind of a layer, where it stands, and what it has of its own. */
export interface Placed {
  readonly kind: LayerKind;
  readonly place: Place;
  readonly own: LayerSize;
}

/**
 * The layers of a network, with names and widths.
 *
 * @throws {RangeError} for a kind of layer that there is not
 */
export function placed(
  { inputs, layers }: NetworkShape<AnyLayerSpec>,
  kinds: LayerKinds = LAYERS,
): readonly Placed[] {
  let width = inputs;
  return layers.map((spec, i) => {
    const { kind: name, ...own } = spec;
    const kind = kinds[name] as LayerKind | undefined;
    if (kind === undefined) {
      throw new RangeError(
        `Cannot make a layer of the kind "${name}": expected one of ${Object.keys(kinds).join(", ")}`,
      );
    }
    const place = { name: i === layers.length - 1 ? "y" : `h${i}`, inputs: width };
    width = own.units;
    return { kind, place, own };
  });
}

/** The shapes of a network's parameters, in the order in which they are stored. */
export function parameterShapes(shape: NetworkShape): Shapes {
  return Object.assign({}, ...placed(shape).map(({ kind, place, own }) => kind.shapes(place, own)));
}

/** The shapes of what the optimiser keeps. */
export function stateShapes(shape: NetworkShape): Shapes {
  return Object.assign(
    {},
    ...placed(shape).map(({ kind, place, own }) => kind.stateShapes(place, own)),
  );
}
