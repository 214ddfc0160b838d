/**
 * Every instruction has the same bits on every device as on the reference device, whose plain loops say what it computes:
 * what the kernels skip, block, pack, unroll and share among threads cannot be seen.
 */
import { assert, AssertionError } from "@std/assert";
import type { Functions } from "../../../src/backend/devices/reference/functions.ts";
import { ReferenceDevice } from "../../../src/backend/devices/reference/reference_device.ts";
import type { Device } from "../../../src/backend/program/device.ts";
import { type InstructionName, INSTRUCTIONS } from "../../../src/backend/program/instructions.ts";
import { bitwise } from "../../support/compare.ts";
import { caseOf, CASES, results, same } from "./cases/mod.ts";
import { COMPARED } from "./devices.ts";

const NAMES = Object.keys(INSTRUCTIONS) as InstructionName[];

/** Asserts that a device leaves in all regions what the reference device does. */
function agree(device: Device, reference: Device, name: InstructionName, i: number): void {
  const given = caseOf(name, i);
  const [found, expected] = [results(device, name, given), results(reference, name, given)];
  if (same(found, expected)) return;
  for (const [field, values] of Object.entries(expected)) {
    try {
      bitwise(found[field]!, values);
    } catch (error) {
      throw new AssertionError(`Case ${i}, ${field}: ${(error as Error).message}`);
    }
  }
}

for (const name of NAMES) {
  Deno.test(`${name} has the reference device's bits in ${CASES} random cases`, async () => {
    using reference = new ReferenceDevice();
    for (const { start, oneOf } of Object.values(COMPARED)) {
      using device = await start();
      for (let i = 0; i < CASES; i += oneOf) agree(device, reference, name, i);
    }
  });
}

Deno.test("most cases of every instruction change something", () => {
  const nothing = Object.fromEntries(NAMES.map((name) => [name, () => {}])) as unknown as Functions;
  using reference = new ReferenceDevice();
  using idle = new ReferenceDevice(nothing);
  for (const name of NAMES) {
    const cases = Array.from({ length: 20 }, (_, i) => caseOf(name, i));
    const changed = cases.filter((given) =>
      !same(results(idle, name, given), results(reference, name, given))
    );
    assert(changed.length > 10, `only ${changed.length} of 20 cases of ${name} change anything`);
  }
});
