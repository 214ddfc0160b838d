/** Runs a test with the engine on, and fails it if tensors or regions of the heap are left behind. */
import * as tf from "@tensorflow/tfjs-core";
import { assertEquals } from "@std/assert";
import type { WasmDevice } from "../../src/backend/devices/wasm/wasm_device.ts";
import { type Engine, startEngine } from "../../src/backend/engine.ts";

/** Starts the engine for `test`, on `threads` threads, and checks that nothing outlives it. */
export async function withEngine(test: (engine: Engine) => void | Promise<void>, threads = 1): Promise<void> {
  using engine = await startEngine({ threads });
  const { heap } = (engine.device as WasmDevice).pool;
  const before = [tf.memory().numTensors, heap.allocatedRegions];
  tf.engine().startScope();
  try {
    await test(engine);
  } finally {
    tf.engine().endScope();
  }
  assertEquals([tf.memory().numTensors, heap.allocatedRegions], before, "memory is left behind");
}
