/**
 * Light entries: results without parameters, a few kilobytes instead of megabytes. Everything but a new measurement can
 * use them; a run that needs the parameters trains them again, and they must have the digest that the entry kept.
 */
import { removeFile } from "../files/whole_folder.ts";
import { ENTRY_REMEDY, entryPath, PARAMETERS_FILE } from "./store.ts";

/**
 * Removes the parameters of an entry and keeps the rest; an entry without parameters stays as it is.
 *
 * @throws {DataError} when there is no such entry, or its manifest is damaged
 */
export async function lightenEntry(store: string, key: string): Promise<void> {
  await removeFile(entryPath(store, key), PARAMETERS_FILE, ENTRY_REMEDY);
}
