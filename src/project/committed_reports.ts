/** The reports that are committed with the project, which only `deno task reference` may write. */
import type { Profile } from "../claims/mod.ts";
import { isWithin } from "../files/real_path.ts";
import { PROFILES } from "./profiles.ts";
import { rootPath } from "./root.ts";

/** The profile whose committed report `path` is or lies in, by whatever name; undefined for any other path. */
export function committedProfile(path: string): Profile | undefined {
  return PROFILES.find((profile) => isWithin(path, rootPath(`reports/${profile}`)));
}
