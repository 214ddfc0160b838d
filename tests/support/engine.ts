/** Runs a test with the engine on, and fails it if tensors are left behind. */
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import { type Engine, startEngine } from "../../src/backend/engine.ts";

/** Starts the engine for `test`, on `threads` threads, and checks that no tensor outlives it. */
export async function withEngine(test: (engine: Engine) => void | Promise<void>, threads = 1): Promise<void> {
  using engine = await startEngine({ threads });
  const before = tf.memory().numTensors;
  tf.engine().startScope();
  try {
    await test(engine);
  } finally {
    tf.engine().endScope();
  }
  assertEquals(tf.memory().numTensors, before, "tensors are left behind");
}
