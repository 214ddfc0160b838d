/** What every device promises (program/device.ts), tried on each. */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { ProgramBuilder } from "../../../src/backend/program/program.ts";
import { NONE, part } from "../../../src/backend/program/region.ts";
import { Scalars } from "../../../src/backend/program/scalars.ts";
import { DEVICES } from "./devices.ts";

for (const [name, { start }] of Object.entries(DEVICES)) {
  Deno.test(`${name} allocates zeros, at addresses that are no other region's`, async () => {
    using device = await start();
    const regions = [64, 4, 0, 1000].map((bytes) => device.allocate(bytes));
    for (const region of regions) {
      assert(region !== NONE && region.address % 64 === 0);
      assertEquals(device.read(region, "u8"), new Uint8Array(region.bytes));
    }
    assertEquals(new Set(regions.map(({ address }) => address)).size, 4);
    regions.forEach((region) => device.free(region));
    assertThrows(() => device.free(regions[0]!), RangeError, "not allocated");
  });

  Deno.test(`${name} reads copies, of any type, and writes no further than a region`, async () => {
    using device = await start();
    const region = device.allocate(16);
    device.write(region, Float32Array.of(1, 2));
    const copy = device.read(region, "f32");
    assertEquals(copy, Float32Array.of(1, 2, 0, 0));
    copy[0] = 7;
    assertEquals(device.read(part(region, 0, 4), "u32"), Uint32Array.of(0x3f800000));
    device.write(part(region, 8, 8), Float64Array.of(.5));
    assertEquals(device.read(part(region, 8, 8), "f64"), Float64Array.of(.5));
    assertThrows(() => device.write(region, new Float32Array(5)), RangeError, "20 bytes to a region of 16");
    device.clear(region);
    assertEquals(device.read(region, "i32"), new Int32Array(4));
  });

  Deno.test(`${name} runs many steps in one call, each with its own scalars, in order`, async () => {
    using device = await start();
    using scalars = new Scalars(device);
    const [rows, scale] = [scalars.int(1), scalars.float(0)];
    const [a, b] = [device.allocate(16), device.allocate(16)];
    device.write(b, Float32Array.of(1, 2, 3, 4));
    const builder = new ProgramBuilder();
    // a = b · scale + a: the last step's term is added to what those before have left
    builder.emit("addScaled", { rows, a, b, scale, output: a, pitch: 16 });
    using program = device.compile(builder.instructions, scalars.region);
    assertEquals(program.length, 1);
    const steps = [1, 10, 100].map((value) => {
      scale.value = value;
      return scalars.values();
    });
    scale.value = 5; // after the steps were taken
    device.run(program, steps);
    assertEquals(device.read(a, "f32"), Float32Array.of(111, 222, 333, 444));
    device.run(program, []);
    assertEquals(device.read(a, "f32"), Float32Array.of(111, 222, 333, 444));
  });

  Deno.test(`${name} lets an instruction see what those before it wrote`, async () => {
    using device = await start();
    using scalars = new Scalars(device);
    const rows = scalars.int(64);
    const region = device.allocate(64 * 16);
    device.write(region, new Float32Array(256).fill(1.5));
    const builder = new ProgramBuilder();
    const doubled = { rows, a: region, b: region, scale: scalars.float(1), output: region, pitch: 16 };
    for (let i = 0; i < 20; i++) builder.emit("addScaled", doubled);
    using program = device.compile(builder.instructions, scalars.region);
    device.run(program, [scalars.values()]);
    assertEquals(device.read(region, "f32"), new Float32Array(256).fill(1.5 * 2 ** 20));
  });

  Deno.test(`${name} frees what failing work has allocated`, async () => {
    using device = await start();
    let region = NONE;
    const failing = () =>
      device.allOrNothing(() => {
        region = device.allocate(8);
        throw new TypeError("no");
      });
    assertThrows(failing, TypeError, "no");
    assertThrows(() => device.free(region), RangeError, "not allocated");
  });
}
