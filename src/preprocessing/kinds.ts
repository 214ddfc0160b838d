/** The kinds of preprocessing by name: a new kind is a file beside this one, and a line here. */
import { type Schema, variants } from "../schema/mod.ts";
import type { PreprocessingKind } from "./preprocessing_kind.ts";
import { STANDARDISE } from "./standardise.ts";

/** Every kind. */
const KINDS = Object.freeze({ standardise: STANDARDISE });

type SettingsOf<K> = K extends PreprocessingKind<infer S> ? S : never;

/** A preprocessing before it is fitted: the name of its kind, and its settings. Part of specifications. */
export type Preprocessing = SettingsOf<(typeof KINDS)[keyof typeof KINDS]>;

/** The kind of a preprocessing. */
export function kindOf({ type }: Preprocessing): PreprocessingKind<Preprocessing> {
  return KINDS[type];
}

/** What is true of each kind, by its name. */
const ofEach = <T>(value: (kind: PreprocessingKind<Preprocessing>) => T) =>
  Object.fromEntries(Object.values(KINDS).map((kind) => [kind.type, value(kind)])) as Record<
    Preprocessing["type"],
    T
  >;

/** Versions of the kinds: raised when their numbers move. */
export const PREPROCESSING_VERSIONS: Readonly<Record<Preprocessing["type"], number>> = Object.freeze(
  ofEach(({ version }) => version),
);

/** What a preprocessing must be. */
export const PREPROCESSING: Schema<Preprocessing> = variants<Preprocessing, "type">(
  "type",
  ofEach(({ schema }) => schema as Schema<never>), // each describes its own kind
);
