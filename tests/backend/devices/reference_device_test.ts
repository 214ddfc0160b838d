/** The reference device as a device: memory, programs of several instructions, steps, and what it refuses. */
import { assertEquals, assertThrows } from "@std/assert";
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import type { Program } from "../../../src/backend/program/device.ts";
import { ProgramBuilder } from "../../../src/backend/program/program.ts";
import { NONE, part } from "../../../src/backend/program/region.ts";
import { Scalars } from "../../../src/backend/program/scalars.ts";
import { bitwise } from "../../support/compare.ts";

Deno.test("a region is zeros at a multiple of 64, and keeps what is written to it and to its parts", () => {
  using device = new ReferenceDevice();
  device.allocate(3);
  const region = device.allocate(16);
  assertEquals(region.address % 64, 0);
  bitwise(device.read(region, "f32"), [0, 0, 0, 0]);
  device.write(part(region, 8, 8), Float32Array.of(-0, 2));
  bitwise(device.read(region, "f32"), [0, 0, -0, 2]);
  bitwise(device.read(part(region, 4, 8), "u32"), [0, 2 ** 31]);
  device.clear(part(region, 8, 8));
  bitwise(device.read(region, "f64"), [0, 0]);
});

Deno.test("what is read is a copy", () => {
  using device = new ReferenceDevice();
  const region = device.allocate(8);
  device.read(region, "i32")[0] = 7;
  assertEquals(device.read(region, "i32")[0], 0);
});

Deno.test("a step has its own scalars, and an instruction sees what those before it have written", () => {
  using device = new ReferenceDevice();
  using scalars = new Scalars(device);
  const rows = scalars.int(1), scale = scalars.float(.1);
  const [a, b] = [device.allocate(16), device.allocate(16)];
  device.write(a, Float32Array.of(1, 2, 3, 4));
  device.write(b, Float32Array.of(1, 1, 1, 1));
  using program = device.compile(
    new ProgramBuilder()
      .emit("addScaled", { rows, a, b, scale, output: a, pitch: 16 })
      .emit("multiply", { rows, input: a, factor: a, output: b, pitch: 16 })
      .instructions,
    scalars.region,
  );
  assertEquals(program.length, 2);
  const first = scalars.values();
  scale.value = -.1;
  rows.value = 0;
  device.run(program, [first, scalars.values()]);
  const moved = [1, 2, 3, 4].map((v) => Math.fround(v + Math.fround(.1)));
  bitwise(device.read(a, "f32"), moved);
  bitwise(device.read(b, "f32"), moved.map((v) => Math.fround(v * v)));
});

Deno.test("a region that is absent is no region of zeros", () => {
  using device = new ReferenceDevice();
  using scalars = new Scalars(device);
  const input = device.allocate(16);
  device.write(input, Float32Array.of(-1, 2));
  using program = device.compile(
    new ProgramBuilder().emit("activation", {
      ...{ rows: scalars.int(1), columns: 2, kind: "relu", input, mask: NONE, output: input, pitch: 16 },
    }).instructions,
    scalars.region,
  );
  device.run(program, [scalars.values()]);
  bitwise(device.read(input, "f32"), [0, 2, 0, 0]);
});

Deno.test("what is freed cannot be used, freed again or found by its address", () => {
  using device = new ReferenceDevice();
  const region = device.allocate(64);
  device.free(region);
  assertThrows(() => device.free(region), RangeError, "is not allocated");
  assertThrows(() => device.read(region, "f32"), RangeError, "not part of an allocated region");
  device.allocate(64);
  assertThrows(() => device.clear(region), RangeError, "not part of an allocated region");
});

Deno.test("work that throws leaves no region behind, and work that ends keeps its own", () => {
  using device = new ReferenceDevice();
  const before = device.allocate(8);
  let lost = NONE;
  assertThrows(
    () =>
      device.allOrNothing(() => {
        lost = device.allocate(8);
        throw new TypeError("on purpose");
      }),
    TypeError,
    "on purpose",
  );
  assertThrows(() => device.free(lost), RangeError);
  const kept = device.allOrNothing(() => device.allocate(8));
  device.free(kept);
  device.free(before);
});

Deno.test("more numbers than a region has room for, and a program of another device, are refused", () => {
  using device = new ReferenceDevice();
  const region = device.allocate(8);
  assertThrows(() => device.write(region, new Float64Array(2)), RangeError, "16 bytes to a region of 8");
  const foreign: Program = { length: 0, [Symbol.dispose]() {} };
  assertThrows(() => device.run(foreign, []), TypeError, "compiled for another device");
});

Deno.test("a disposed device has no memory left", () => {
  const device = new ReferenceDevice();
  const region = device.allocate(8);
  device[Symbol.dispose]();
  assertThrows(() => device.read(region, "u8"), RangeError, "not part of an allocated region");
});
