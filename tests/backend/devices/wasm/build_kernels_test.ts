/** The committed module is what the sources compile to. In a process of its own: the compiler reads the environment. */
import { assertEquals } from "@std/assert";

Deno.test("deno task build:kernels reproduces the committed module byte for byte", async () => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--no-prompt",
      "--frozen",
      "--allow-read",
      "--allow-env",
      "tasks/build_kernels.ts",
      "--check",
    ],
    cwd: new URL("../../../..", import.meta.url),
  }).output();
  assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
});
