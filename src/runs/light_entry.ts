/** Light entries: training runs whose results stay and whose parameters, which take nearly all the space, are gone. */
import { writeAtomically } from "../files/atomic_write.ts";
import { MANIFEST } from "../files/whole_folder.ts";
import { entryPath } from "./store.ts";

const PARAMETERS = "parameters.safetensors";

/**
 * Removes the parameters of an entry; the manifest keeps their digest under "removed". Nothing happens to an entry
 * that is light already.
 */
export async function lightenEntry(store: string, key: string): Promise<void> {
  const path = entryPath(store, key);
  const { files: { [PARAMETERS]: digest, ...files }, removed, ...rest } = JSON.parse(
    await Deno.readTextFile(`${path}/${MANIFEST}`),
  );
  if (digest !== undefined) {
    const manifest = { ...rest, files, removed: { ...removed, [PARAMETERS]: digest } };
    const text = JSON.stringify(manifest, null, 2) + "\n";
    await writeAtomically(`${path}/${MANIFEST}`, new TextEncoder().encode(text));
  }
  try {
    await Deno.remove(`${path}/${PARAMETERS}`);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
