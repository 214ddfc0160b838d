/** Short programs for tests. */
import type { Device, Numbers } from "../../../src/backend/program/device.ts";
import { ProgramBuilder } from "../../../src/backend/program/program.ts";
import type { Region } from "../../../src/backend/program/region.ts";
import { Scalars } from "../../../src/backend/program/scalars.ts";

/** A region with these numbers. */
export function place(device: Device, numbers: Numbers): Region {
  const region = device.allocate(numbers.byteLength);
  device.write(region, numbers);
  return region;
}

/** Runs what `compose` emits, once. */
export function run(device: Device, compose: (builder: ProgramBuilder, scalars: Scalars) => void): void {
  using scalars = new Scalars(device);
  const builder = new ProgramBuilder();
  compose(builder, scalars);
  using program = device.compile(builder.instructions, scalars.region);
  device.run(program, [scalars.values()]);
}
