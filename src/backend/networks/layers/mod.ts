/** The kinds of layers by name: a new kind is a file beside these, and a line here. */
import { activated } from "./activated.ts";
import type { LayerKind, LayerSize } from "./layer.ts";
import { linear } from "./linear.ts";
import { maxout } from "./maxout.ts";
import { rbf } from "./rbf.ts";

/** Every kind. */
export const LAYERS = { activated, linear, maxout, rbf } as const;

/** Kinds of layers by name: those that a network may be made of. */
export type LayerKinds = { readonly [kind: string]: LayerKind<never> };

/** A layer as plain data: the name of its kind, and what it has of its own. */
export type LayerSpec = {
  readonly [N in keyof typeof LAYERS]: { readonly kind: N } & OwnOf<(typeof LAYERS)[N]>;
}[keyof typeof LAYERS];

type OwnOf<K> = K extends LayerKind<infer S> ? S : never;

/** A layer of any kind, also of one that is not in `LAYERS`. */
export type AnyLayerSpec = { readonly kind: string } & LayerSize;
