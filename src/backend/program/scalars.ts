/**
 * The scalars of programs: parameters that may change from step to step. They live on the host; a device gets all of
 * them at once with every step that it runs.
 */
import { Cell, type CellType } from "./cell.ts";
import type { Device } from "./device.ts";
import { part, type Region } from "./region.ts";

const CELLS = 64;
const CELL_BYTES = 8;

/** Up to 64 cells in one region; dispose it to free them together. */
export class Scalars implements Disposable {
  readonly region: Region;
  readonly #device: Device;
  readonly #host = new Uint8Array(CELLS * CELL_BYTES);
  #used = 0;

  constructor(device: Device) {
    this.#device = device;
    this.region = device.allocate(CELLS * CELL_BYTES);
  }

  int(value: number): Cell<"i32"> {
    return this.#cell("i32", value);
  }
  float(value: number): Cell<"f32"> {
    return this.#cell("f32", value);
  }
  double(value: number): Cell<"f64"> {
    return this.#cell("f64", value);
  }

  /** Two words, such as the key of a stream of random numbers. */
  words(first: number, second: number): Region {
    const { host, region } = this.#next();
    host.setUint32(0, first, true);
    host.setUint32(4, second, true);
    return region;
  }

  /** A copy of all values as they are now: what `Device.run()` takes for a step. */
  values(): Uint8Array<ArrayBuffer> {
    return this.#host.slice();
  }

  [Symbol.dispose](): void {
    this.#device.free(this.region);
  }

  #cell<T extends CellType>(type: T, value: number): Cell<T> {
    const { host, region } = this.#next();
    return new Cell(host, type, region, value);
  }

  #next(): { host: DataView; region: Region } {
    const offset = CELL_BYTES * this.#used++;
    const region = part(this.region, offset, CELL_BYTES);
    return { host: new DataView(this.#host.buffer, offset, CELL_BYTES), region };
  }
}
