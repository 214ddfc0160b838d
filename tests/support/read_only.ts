/** A folder that nobody can write, not even root, for whom permissions mean nothing. */

async function succeeds(command: string, ...args: string[]): Promise<boolean> {
  return await new Deno.Command(command, { args, stderr: "null" }).output().then(
    ({ success }) => success,
    () => false,
  );
}

/** Mounts a folder over itself, read-only, until disposed; `undefined` where nothing can be mounted. */
export async function makeReadOnly(folder: string): Promise<AsyncDisposable | undefined> {
  if (!await succeeds("mount", "--bind", folder, folder)) return undefined;
  const mount = { [Symbol.asyncDispose]: async () => void await succeeds("umount", folder) };
  if (await succeeds("mount", "-o", "remount,ro,bind", folder)) return mount;
  await mount[Symbol.asyncDispose]();
  return undefined;
}
