/** Which place a path means, whatever links, dots and letter cases it is spelt with. */
import { basename, dirname, resolve } from "node:path";

/** More links than that, one after the other, are a circle. */
const MOST_LINKS = 40;

/** The nearest folder or file above a path, or the path itself, that is there; its links are followed. */
export function existingPart(path: string): string {
  for (let at = resolve(path);; at = dirname(at)) {
    try {
      return Deno.realPathSync(at);
    } catch (error) {
      if (at === dirname(at)) throw error;
    }
  }
}

/**
 * An absolute path without links and dots; what of it is not there yet is kept as it is spelt.
 *
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const folder = Deno.realPathSync(Deno.makeTempDirSync());
 * Deno.symlinkSync(folder, `${folder}/link`);
 * assertEquals(realPath(`${folder}/link/../link/new/file`), `${folder}/new/file`);
 * Deno.removeSync(folder, { recursive: true });
 * ```
 */
export function realPath(path: string): string {
  return withoutLinks(resolve(path), MOST_LINKS);
}

function withoutLinks(path: string, links: number): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    const above = dirname(path);
    if (above === path) return path;
    const target = linkTarget(path);
    if (target !== null && links > 0) return withoutLinks(resolve(above, target), links - 1);
    return resolve(withoutLinks(above, links), basename(path));
  }
}

/** Where a link points, also to nothing; null for what is no link. */
function linkTarget(path: string): string | null {
  try {
    return Deno.readLinkSync(path);
  } catch {
    return null;
  }
}

/** Whether two paths are one file or folder on disk, as hard evidence: file systems may ignore the case of letters. */
function sameOnDisk(a: string, b: string): boolean {
  try {
    const [one, other] = [Deno.statSync(a), Deno.statSync(b)];
    return one.ino !== null && one.ino === other.ino && one.dev === other.dev;
  } catch {
    return false; // one of them is not there
  }
}

/** Whether `path` is the folder `folder` or lies inside it; neither needs to be there. */
export function isWithin(path: string, folder: string): boolean {
  const place = realPath(folder);
  for (let at = realPath(path);; at = dirname(at)) {
    if (at === place || sameOnDisk(at, place)) return true;
    if (at === dirname(at)) return false;
  }
}
