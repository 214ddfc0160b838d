/** The profiles, and the data set that each of them is about. */
import type { Profile } from "../claims/mod.ts";
import type { DatasetSource, DatasetWord, GlyphCounts } from "../datasets/mod.ts";
import { MNIST_SHAPE, sourceOf } from "../datasets/mod.ts";

/** The profiles, shortest first. */
export const PROFILES: readonly Profile[] = ["smoke", "quick", "standard", "full"];

/** As many glyphs as MNIST has images. */
export const WHOLE: GlyphCounts = Object.freeze({ train: MNIST_SHAPE.train, test: MNIST_SHAPE.test });

const REHEARSAL: GlyphCounts = Object.freeze({ train: 2000, test: 1000 });

/** The data set of a profile where the user names none. */
export function defaultDataset(profile: Profile): "glyphs" | "mnist" {
  return profile === "smoke" ? "glyphs" : "mnist";
}

/**
 * The data set that a command in a profile is about. Where the user names none it is the profile's own, and glyphs
 * stand in for MNIST where that cannot be had.
 */
export function profileSource(profile: Profile, word: DatasetWord | null): DatasetSource {
  const counts = profile === "smoke" ? REHEARSAL : WHOLE;
  const source = sourceOf(word ?? { kind: defaultDataset(profile) }, counts);
  return word === null && source.kind === "mnist" ? { ...source, standIn: counts } : source;
}
