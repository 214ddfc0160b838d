import { fileURLToPath } from "node:url";
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { getThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import * as tf from "@tensorflow/tfjs-core";
import { startEngine } from "../../src/backend/engine.ts";
import { uninitialised } from "../../src/backend/tfjs/heap.ts";
import { ENGINE } from "../../src/backend/identity.ts";
import { PlatformError, UsageError } from "../../src/errors.ts";
import { Rng } from "../../src/random/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { bitwise } from "../support/compare.ts";
import { withEngine } from "../support/engine.ts";

Deno.test("startEngine() runs the number of threads it was asked for", async () => {
  for (const threads of [1, 2, 3]) {
    await withEngine((engine) => {
      assertEquals([engine.threads, getThreadsCount()], [threads, threads]);
    }, threads);
  }
});

Deno.test("startEngine() refuses numbers of threads that it cannot run", async () => {
  for (const threads of [0, 65, 1.5, NaN]) {
    await assertRejects(() => startEngine({ threads }), UsageError, "1 to 64");
  }
});

Deno.test("the engine's identity is the digest of the committed kernels", async () => {
  assertEquals(
    sha256(await Deno.readFile(new URL("../../src/backend/devices/wasm/kernels.wasm", import.meta.url))),
    ENGINE.wasm,
  );
});

Deno.test("a product has the same bits on 1, 2, 3 and 8 threads", async () => {
  const results: Float32Array[] = [];
  for (const threads of [1, 2, 3, 8]) {
    await withEngine(() => {
      const rng = Rng.fromSeed(1);
      const a = tf.tensor2d(Float32Array.from(rng.fork("a").normal(67 * 301)), [67, 301]);
      const b = tf.tensor2d(Float32Array.from(rng.fork("b").normal(301 * 91)), [301, 91]);
      results.push(tf.matMul(a, b).dataSync() as Float32Array);
    }, threads);
  }
  for (const result of results) bitwise(result, results[0]!);
});

Deno.test("an allocation beyond the heap is an error, not a write to address 0", async () => {
  await withEngine(() => {
    const kept: tf.Tensor[] = [];
    assertThrows(
      () => {
        for (let i = 0; i < 5; i++) kept.push(uninitialised([1 << 28]));
      },
      PlatformError,
      "4 GiB",
    );
    tf.dispose(kept);
  });
});

Deno.test("a process with the engine on ends by itself once the engine is disposed", async () => {
  const script = `
    import { startEngine } from ${JSON.stringify(import.meta.resolve("../../src/backend/engine.ts"))};
    using engine = await startEngine({ threads: 2 });
    console.log(engine.threads);`;
  const config = fileURLToPath(new URL("../../deno.json", import.meta.url));
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", `--config=${config}`, "-"],
    stdin: "piped",
    stdout: "piped",
    signal: AbortSignal.timeout(20_000),
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const { code, stdout } = await child.output();
  assertEquals([code, new TextDecoder().decode(stdout)], [0, "2\n"]);
});
