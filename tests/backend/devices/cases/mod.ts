/**
 * Random cases of every instruction, and what a device makes of them: what the reference device and all others must
 * agree on to the bit. Only finite numbers, with zeros of both signs among them.
 */
import type { CellType } from "../../../../src/backend/program/cell.ts";
import type { Arrays, Device } from "../../../../src/backend/program/device.ts";
import { type InstructionName, INSTRUCTIONS } from "../../../../src/backend/program/instructions.ts";
import { type ElementType, type OperandKind, operandOf } from "../../../../src/backend/program/operands.ts";
import type { AnyOperand } from "../../../../src/backend/program/program.ts";
import { NONE, part, type Region } from "../../../../src/backend/program/region.ts";
import { Scalars } from "../../../../src/backend/program/scalars.ts";
import { Draw } from "./draw.ts";
import type { Drawn } from "./given.ts";
import { HEADS } from "./heads.ts";
import { IMAGES } from "./images.ts";
import { LAYERS } from "./layers.ts";
import { PRODUCTS } from "./products.ts";

type Numbers = Arrays[ElementType];

/** What a case gives, by operand. */
export type Case = Readonly<Record<string, number | string | Numbers | { same: string } | null>>;

/** What lies in every region of a case, and in the bytes behind it. */
export type Results = Readonly<Record<string, Numbers>>;

/** How many cases of every instruction there are. */
export const CASES = 200;

const DRAWN: Drawn<InstructionName> = { ...IMAGES, ...LAYERS, ...HEADS, ...PRODUCTS };

/** Bytes after every region that nobody may touch. */
const GUARD = 64;

/** Case number i of an instruction. */
export function caseOf(name: InstructionName, i: number): Case {
  return DRAWN[name](new Draw(`${name}/${i}`));
}

/** What a device leaves in the regions of a case when it has run the instruction. */
export function results(device: Device, name: InstructionName, given: Case): Results {
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
  const description: Readonly<Record<string, OperandKind>> = INSTRUCTIONS[name];
  const operands: Record<string, AnyOperand> = {};
  for (const [field, kind] of Object.entries(description)) {
    const value = given[field]!, its = operandOf(kind);
    if (its.is === "cell") operands[field] = cell(its.type, value as number);
    else if (its.is !== "region") operands[field] = value as AnyOperand;
    else if (value === null) operands[field] = NONE;
    else if (ArrayBuffer.isView(value)) operands[field] = place(field, value);
  }
  for (const [field, value] of Object.entries(given)) {
    if (value !== null && typeof value === "object" && "same" in value) {
      operands[field] = operands[value.same]!;
    }
  }
  using program = device.compile([{ name, operands }], scalars.region);
  device.run(program, [scalars.values()]);
  const found = Object.entries(regions).map(([field, region]) => {
    const { type } = operandOf(description[field]!) as { type: ElementType };
    return [field, device.read(region, type)] as const;
  });
  return Object.fromEntries(
    name === "mask" ? found.map(([f, v]) => [f, f === "output" ? unpadded(v, given) : v]) : found,
  );
}

/** A mask without its padding, in which anything may lie, since it multiplies zeros. */
function unpadded(mask: Numbers, { output, columns, pitch }: Case): Numbers {
  const { length } = output as Numbers;
  return mask.filter((_, i) => i >= length || i % (pitch as number / 4) < (columns as number));
}

/** Whether both are the same to the bit. */
export function same(found: Results, expected: Results): boolean {
  return Object.entries(expected).every(([field, values]) => {
    const bytes = (numbers: Numbers) => new Uint8Array(numbers.buffer);
    const [own, other] = [bytes(found[field]!), bytes(values)];
    return own.length === other.length && own.every((byte, i) => byte === other[i]);
  });
}
