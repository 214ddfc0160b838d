/**
 * The multithreaded SIMD build of the TensorFlow.js WebAssembly backend, running in Deno.
 *
 * The package supports that build in browsers only: its flag is false where `process.versions.node` exists, and its
 * Emscripten glue would take the branch for Node.js. But the backend, too, hands the glue over as text, so we
 * evaluate that text in a scope where `process` is undefined; no global is patched and no file is copied.
 */
import { BackendWasm, getThreadsCount, setThreadsCount } from "@tensorflow/tfjs-backend-wasm";
import glue from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js";
import workerScript from "@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.worker.js";
import * as tf from "@tensorflow/tfjs-core";
import { PlatformError } from "../../errors.ts";
import { wasmModule } from "./tfjs_wasm_module.js";

/** What the backend uses of the Emscripten module. */
export interface EmscriptenModule {
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  cwrap(name: string, result: "number" | null, parameters: "number"[]): (...values: number[]) => number;
  readonly wasmMemory: WebAssembly.Memory;
  readonly PThread: { unusedWorkers: Worker[]; runningWorkers: Worker[] };
  tfjs?: Record<string, (...values: number[]) => number>;
}

/** The module that a thread runs: the package's own worker script with the glue in its scope. */
const THREAD_SCRIPT = `
const process = undefined, importScripts = () => {};
const WasmBackendModuleThreadedSimd = ${glue};
${workerScript.wasmWorkerContents.replaceAll("\n", "\\n")}`;

/** Deno has module workers only. */
class ModuleWorker extends Worker {
  constructor(url: string) {
    super(url, { type: "module" });
  }
}

/**
 * Makes `_malloc` throw where it would return 0, which the backend does not check before it writes, and return addresses
 * from 2 GiB on as what they are: WebAssembly has signed integers alone.
 */
function guardMalloc(wasm: EmscriptenModule): void {
  wasm._free(wasm._malloc(16)); // the glue's functions replace themselves when they are first called
  const malloc = wasm._malloc;
  wasm._malloc = (bytes) => {
    const pointer = malloc(bytes) >>> 0;
    if (pointer === 0 && bytes > 0) {
      throw new PlatformError(
        `Cannot allocate tensors: ${bytes} more bytes do not fit into the 4 GiB heap; use smaller batches or dispose tensors`,
      );
    }
    return pointer;
  };
}

async function instantiate(threads: number): Promise<EmscriptenModule> {
  const url = URL.createObjectURL(new Blob([THREAD_SCRIPT], { type: "text/javascript" }));
  const create = new Function("process", "Worker", `return ${glue}`)(undefined, ModuleWorker);
  const wasm: EmscriptenModule = await create({
    locateFile: () => url,
    mainScriptUrlOrBlob: "already in the scope of the worker script",
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
    ) {
      const env = {
        ...imports.env,
        emscripten_num_logical_cores: () => 2 * threads, // the build uses half of the cores at most
        emscripten_check_blocking_allowed: () => {}, // Deno's main thread may block
      };
      WebAssembly.instantiate(wasmModule, { ...imports, env }).then((instance) => done(instance, wasmModule));
      return {};
    },
  });
  URL.revokeObjectURL(url);
  guardMalloc(wasm);
  const wrap = (name: string, result: "number" | null, parameters: number) =>
    wasm.cwrap(name, result, Array(parameters).fill("number"));
  wasm.tfjs = {
    init: wrap("init", null, 0),
    initWithThreadsCount: wrap("init_with_threads_count", null, 1),
    getThreadsCount: wrap("get_threads_count", "number", 0),
    registerTensor: wrap("register_tensor", null, 3),
    disposeData: wrap("dispose_data", null, 1),
    dispose: wrap("dispose", null, 0),
  };
  return wasm;
}

/** The WebAssembly backend with a typed view of its module. */
export type ThreadedBackend = BackendWasm & { readonly wasm: EmscriptenModule };

/** Ends the backend "wasm" with its threads, if there is one; its tensors are gone then. */
export function stopThreadedWasm(): void {
  if (tf.findBackendFactory("wasm") !== null) tf.removeBackend("wasm");
}

/**
 * Replaces tfjs' backend "wasm" by its build for `threads` threads (1 to 8) and makes it the current one.
 * Until `stopThreadedWasm()` its threads keep the process alive.
 *
 * @throws {PlatformError} when the build does not run here or reports another number of threads
 */
export async function startThreadedWasm(threads: number): Promise<ThreadedBackend> {
  let failure: unknown;
  stopThreadedWasm();
  tf.registerBackend("wasm", async () => {
    try {
      const wasm = await instantiate(threads);
      setThreadsCount(threads);
      // deno-lint-ignore no-explicit-any -- the package's own type of the module is not exported
      const backend = new BackendWasm(wasm as any);
      for (const worker of wasm.PThread.unusedWorkers.splice(0)) worker.terminate();
      return backend;
    } catch (error) {
      failure = error;
      throw error;
    }
  });
  if (!await tf.setBackend("wasm")) {
    throw new PlatformError(
      `Cannot start the WebAssembly engine: ${
        failure ?? "the backend refused"
      }; it needs SIMD and shared memory`,
    );
  }
  const running = getThreadsCount();
  if (running !== threads) {
    stopThreadedWasm();
    throw new PlatformError(
      `Cannot start the WebAssembly engine: it runs ${running} threads, expected ${threads}`,
    );
  }
  return tf.backend() as ThreadedBackend;
}
