/**
 * Atomic files: a reader never meets half a file, whatever moment the program was stopped in.
 * The bytes go to a temporary file in the same directory, reach the disk, and take the name in one step.
 */

/** Opens `.<name>.<pid>.<n>.tmp` beside `path` for the first n that no other writer has taken. */
async function openTemporary(path: string): Promise<{ file: Deno.FsFile; temporary: string }> {
  const slash = path.lastIndexOf("/") + 1;
  for (let n = 0;; n++) {
    const temporary = `${path.slice(0, slash)}.${path.slice(slash)}.${Deno.pid}.${n}.tmp`;
    try {
      return { file: await Deno.open(temporary, { write: true, createNew: true }), temporary };
    } catch (error) {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    }
  }
}

/**
 * Writes `bytes` to `path`, replacing what is there, so that the file is always the old or the new one as a whole.
 * The directory must exist.
 *
 * @throws the error of the file system; the temporary file is removed and what stood at `path` is untouched.
 * @example
 * ```ts
 * import { assertEquals } from "@std/assert";
 * const folder = await Deno.makeTempDir();
 * await writeAtomically(`${folder}/answer.txt`, new TextEncoder().encode("42"));
 * assertEquals(await Deno.readTextFile(`${folder}/answer.txt`), "42");
 * assertEquals([...Deno.readDirSync(folder)].length, 1);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const { file, temporary } = await openTemporary(path);
  try {
    try {
      for (let written = 0; written < bytes.length;) written += await file.write(bytes.subarray(written));
      await file.syncData();
    } finally {
      file.close();
    }
    await Deno.rename(temporary, path);
  } catch (error) {
    await Deno.remove(temporary).catch(() => {}); // the first error is the one to report
    throw error;
  }
}
