/** A scalar of a program: a parameter that may change from step to step. */
import type { Region } from "./region.ts";

/** The types of scalars. */
export type CellType = "i32" | "f32" | "f64";

/** A scalar. Changing its value changes what `Scalars.values()` gives from then on. */
export class Cell<T extends CellType = CellType> {
  /** Where a device finds it. */
  readonly region: Region;
  readonly #type: T;
  readonly #host: DataView;

  constructor(host: DataView, type: T, region: Region, value: number) {
    this.#host = host;
    this.#type = type;
    this.region = region;
    this.value = value;
  }

  get value(): number {
    if (this.#type === "i32") return this.#host.getInt32(0, true);
    return this.#type === "f32" ? this.#host.getFloat32(0, true) : this.#host.getFloat64(0, true);
  }
  set value(value: number) {
    if (this.#type === "i32") this.#host.setInt32(0, value, true);
    else if (this.#type === "f32") this.#host.setFloat32(0, value, true);
    else this.#host.setFloat64(0, value, true);
  }
}
