/** How instructions become records: with lists where a layer has them, and with barriers where records must wait. */
import { assertEquals } from "@std/assert";
import { kernelsOf } from "../../../../src/backend/devices/wasm/lowering.ts";
import { WasmDevice } from "../../../../src/backend/devices/wasm/wasm_device.ts";
import { INSTRUCTIONS } from "../../../../src/backend/program/instructions.ts";
import type { InstructionName } from "../../../../src/backend/program/instructions.ts";
import { ProgramBuilder } from "../../../../src/backend/program/program.ts";
import { NONE, part } from "../../../../src/backend/program/region.ts";
import { Scalars } from "../../../../src/backend/program/scalars.ts";

async function recordsOf(
  compose: (builder: ProgramBuilder, scalars: Scalars, device: WasmDevice) => void,
): Promise<readonly string[]> {
  using device = await WasmDevice.start({ threads: 1 });
  using scalars = new Scalars(device);
  const builder = new ProgramBuilder();
  compose(builder, scalars, device);
  using program = device.compile(builder.instructions, scalars.region);
  return device.recordsOf(program).names;
}

Deno.test("a layer's products become a list and a product each, which wait for each other", async () => {
  const names = await recordsOf((builder, scalars, device) => {
    const rows = scalars.int(4);
    const region = () => device.allocate(64);
    const layer = { rows, units: 4, pieces: 1, weights: region(), weightPitch: 16, mask: NONE };
    const [input, output] = [region(), region()];
    builder.emit("forward", {
      ...{
        ...layer,
        columns: 4,
        input,
        inputPitch: 16,
        bias: region(),
        output,
        outputPitch: 16,
        winners: NONE,
      },
    });
    builder.emit("inputGradient", {
      ...{ ...layer, gradient: output, gradientPitch: 16, winners: NONE, output: input },
    });
  });
  assertEquals(names, [
    "prepare",
    "barrier",
    "forward",
    "barrier",
    "winnerLists",
    "barrier",
    "inputGradient",
    "end",
  ]);
});

Deno.test("records on different rows of a region do not wait for each other, those on the same rows do", async () => {
  const names = await recordsOf((builder, scalars, device) => {
    const region = device.allocate(64);
    const multiply = (first: number, output: number) =>
      builder.emit("multiply", {
        ...{
          rows: scalars.int(1),
          input: part(region, first, 16),
          factor: part(region, first, 16),
          pitch: 16,
        },
        output: part(region, output, 16),
      });
    multiply(0, 0);
    multiply(16, 16);
    multiply(32, 16);
  });
  assertEquals(names, ["multiply", "multiply", "barrier", "multiply", "end"]);
});

Deno.test("the kernels of an instruction are those that it is lowered to", () => {
  assertEquals(kernelsOf("forward"), ["prepare", "forward"]);
  assertEquals(kernelsOf("inputGradient"), ["winnerLists", "inputGradient"]);
  const others = (Object.keys(INSTRUCTIONS) as InstructionName[]).filter((name) =>
    kernelsOf(name).length === 1
  );
  assertEquals(others.length, Object.keys(INSTRUCTIONS).length - 2);
  others.forEach((name) => assertEquals(kernelsOf(name), [name]));
});
