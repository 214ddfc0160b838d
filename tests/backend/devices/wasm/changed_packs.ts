/** The kernel pack with changes, compiled for a test. */
import type { KernelPack } from "../../../../src/backend/devices/wasm/compile_kernels.ts";

/** What differs from the pack as it is committed: other records, other files or texts of files. */
export type PackChanges = Partial<KernelPack>;

/** Compiles the pack once with each of the changes. */
export async function compileChanged(changes: readonly PackChanges[]): Promise<Uint8Array<ArrayBuffer>[]> {
  const script = new URL("./compile_pack.ts", import.meta.url).href;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--frozen", "--allow-read", "--allow-env", script, JSON.stringify(changes)],
    cwd: new URL("../../../..", import.meta.url),
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim().split("\n")
    .map((line) => Uint8Array.from(line.match(/../g)!, (byte) => parseInt(byte, 16)));
}

/** The text of a kernel file with a change, which must be possible. */
export function edited(file: string, from: string, to: string): Record<string, string> {
  const folder = new URL("../../../../src/backend/devices/wasm/kernels/", import.meta.url);
  const text = Deno.readTextFileSync(new URL(file, folder));
  if (!text.includes(from)) throw new Error(`Cannot edit ${file}: it has no ${from}`);
  return { [file]: text.replace(from, to) };
}
