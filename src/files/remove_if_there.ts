/** Removal of what another process may have removed already. */

/** Removes a file, or a folder with all that is in it; that it is gone already is as good. */
export async function removeIfThere(path: string): Promise<void> {
  try {
    await Deno.remove(path, { recursive: true });
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
}
