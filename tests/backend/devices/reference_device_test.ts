/** What the reference device promises beyond the contract of devices: mistakes with memory are found. */
import { assertThrows } from "@std/assert";
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import type { Program } from "../../../src/backend/program/device.ts";
import { NONE } from "../../../src/backend/program/region.ts";
import { bitwise } from "../../support/compare.ts";
import { place, run } from "./run.ts";

Deno.test("a mask that is absent is no mask of zeros", () => {
  using device = new ReferenceDevice();
  const input = place(device, Float32Array.of(-1, 2, 0, 0));
  const common = { columns: 2, kind: "relu", input, output: input, pitch: 16 } as const;
  run(device, (b, scalars) => b.emit("activation", { rows: scalars.int(1), mask: NONE, ...common }));
  bitwise(device.read(input, "f32"), [0, 2, 0, 0]);
});

Deno.test("what is freed cannot be used, not even after something else was allocated", () => {
  using device = new ReferenceDevice();
  const region = device.allocate(64);
  device.free(region);
  assertThrows(() => device.read(region, "f32"), RangeError, "not part of an allocated region");
  device.allocate(64);
  assertThrows(() => device.clear(region), RangeError, "not part of an allocated region");
});

Deno.test("a program of another device is refused", () => {
  using device = new ReferenceDevice();
  const foreign: Program = { length: 0, [Symbol.dispose]() {} };
  assertThrows(() => device.run(foreign, []), TypeError, "compiled for another device");
});

Deno.test("a disposed device has no memory left", () => {
  const device = new ReferenceDevice();
  const region = device.allocate(8);
  device[Symbol.dispose]();
  assertThrows(() => device.read(region, "u8"), RangeError, "not part of an allocated region");
});
