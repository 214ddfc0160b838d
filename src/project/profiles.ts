/** The profiles, and the data set that each of them is about. */
import type { Profile } from "../claims/mod.ts";

/** The profiles, shortest first. */
export const PROFILES: readonly Profile[] = ["smoke", "quick", "standard", "full"];

/** The data set of a profile where the user names none. */
export function defaultDataset(profile: Profile): "glyphs" | "mnist" {
  return profile === "smoke" ? "glyphs" : "mnist";
}
