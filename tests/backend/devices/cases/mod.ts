/**
 * Random cases of every instruction, and what a device makes of them: what the reference device and all others must
 * agree on to the bit. Only finite numbers, with zeros of both signs among them.
 */
import type { Device } from "../../../../src/backend/program/device.ts";
import { type InstructionName, INSTRUCTIONS } from "../../../../src/backend/program/instructions.ts";
import { type CellType, type OperandKind, operandOf } from "../../../../src/backend/program/operands.ts";
import type { AnyOperand } from "../../../../src/backend/program/program.ts";
import { NONE, part, type Region } from "../../../../src/backend/program/region.ts";
import { Scalars } from "../../../../src/backend/program/scalars.ts";
import { Draw } from "./draw.ts";
import type { Drawn } from "./given.ts";
import { HEADS } from "./heads.ts";
import { IMAGES } from "./images.ts";
import { LAYERS } from "./layers.ts";
import { PRODUCTS } from "./products.ts";

type Numbers = Float32Array | Float64Array | Int32Array | Uint32Array | Uint8Array;
/** What a case gives, by operand. */
export type Case = Readonly<Record<string, number | string | Numbers | { same: string } | null>>;

const DRAWN: Drawn<InstructionName> = { ...IMAGES, ...LAYERS, ...HEADS, ...PRODUCTS };

/** Bytes after every region that nobody may touch. */
const GUARD = 64;

/** Case number i of an instruction. */
export function caseOf(name: InstructionName, i: number): Case {
  return DRAWN[name](new Draw(`${name}/${i}`));
}

/** What lies in every region of a case after the instruction has run, and in the bytes behind it. */
export function results(device: Device, name: InstructionName, given: Case): Record<string, Uint8Array> {
  using memory = new DisposableStack();
  const scalars = memory.use(new Scalars(device));
  const regions: Record<string, Region> = {};
  const place = (field: string, numbers: Numbers): Region => {
    const region = regions[field] = device.allocate(numbers.byteLength + GUARD);
    memory.defer(() => device.free(region));
    device.write(region, numbers);
    return part(region, 0, numbers.byteLength);
  };
  const cell = (type: CellType, value: number) =>
    type === "i32" ? scalars.int(value) : type === "f32" ? scalars.float(value) : scalars.double(value);
  const kinds = Object.entries<OperandKind>(INSTRUCTIONS[name]);
  const operands: Record<string, AnyOperand> = {};
  for (const [field, kind] of kinds) {
    const value = given[field]!, its = operandOf(kind);
    if (its.is === "cell") operands[field] = cell(its.type, value as number);
    else if (its.is !== "region") operands[field] = value as AnyOperand;
    else if (value === null) operands[field] = NONE;
    else if (ArrayBuffer.isView(value)) operands[field] = place(field, value);
  }
  for (const [field] of kinds) {
    const value = given[field];
    if (value !== null && typeof value === "object" && "same" in value) {
      operands[field] = operands[value.same]!;
    }
  }
  using program = device.compile([{ name, operands }], scalars.region);
  device.run(program, [scalars.values()]);
  const found = Object.fromEntries(
    Object.entries(regions).map(([field, region]) => [field, device.read(region, "u8")]),
  );
  return name === "mask" ? { ...found, output: unpadded(found.output!, given) } : found;
}

/** A mask without its padding, in which anything may lie, since it multiplies zeros. */
function unpadded(bytes: Uint8Array, { output, columns, pitch }: Case): Uint8Array {
  const length = (output as Numbers).byteLength;
  return bytes.filter((_, i) => i >= length || i % (pitch as number) < 4 * (columns as number));
}
