/** Asks the worker with unmodified tfjs for its times. */
import type { StockRequest } from "./stock_worker.ts";

/** Unmodified tfjs in a worker; dispose it to end that. */
export class Stock implements Disposable {
  readonly #worker = new Worker(new URL("./stock_worker.ts", import.meta.url), { type: "module" });

  /** Milliseconds of what is asked for. */
  ask(request: StockRequest): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#worker.onmessage = ({ data }: MessageEvent<number>) => resolve(data);
      this.#worker.onerror = (event) => {
        event.preventDefault();
        reject(new Error(`Cannot measure unmodified tfjs: ${event.message}`));
      };
      this.#worker.postMessage(request);
    });
  }

  [Symbol.dispose](): void {
    this.#worker.terminate();
  }
}
