/** A file system that is soon full. */

async function succeeds(command: string, args: string[]): Promise<boolean> {
  return await new Deno.Command(command, { args, stderr: "null" }).output().then(
    ({ success }) => success,
    () => false,
  );
}

/** Mounts `kilobytes` of memory at a new folder; `undefined` where nothing can be mounted. */
export async function mountSmall(
  folder: string,
  kilobytes: number,
): Promise<AsyncDisposable | undefined> {
  await Deno.mkdir(folder);
  if (!await succeeds("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "none", folder])) {
    return undefined;
  }
  return { [Symbol.asyncDispose]: async () => void await succeeds("umount", [folder]) };
}
