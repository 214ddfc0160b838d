/** Where data sets are kept once they were downloaded or drawn. */
import { unwritablePart } from "../files/writable.ts";
import { rootPath } from "./root.ts";

/** The project's own folder for data sets. */
export const CACHE = "data/cache";

/** The folder of a store that replaces it where the checkout is read-only and has no cache. */
export const STORE_CACHE = "cache";

function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/** `data/cache` of the project; in a read-only checkout without one, `cache` in the store. */
export function cacheFolder(store: string): string {
  const usual = rootPath(CACHE);
  return isThere(usual) || unwritablePart(usual) === null ? usual : `${store}/${STORE_CACHE}`;
}
