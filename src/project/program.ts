/** What computes in this program: the engine and the code, from which keys are made. */
import { ENGINE, type EngineIdentity } from "../backend/identity.ts";
import { INSTRUCTIONS } from "../backend/program/instruction_set.ts";
import { type CodeIdentity, type KeyContext, VERSIONS } from "../runs/mod.ts";

/** A program that computes runs. */
export interface Program {
  readonly engine: EngineIdentity;
  readonly code: CodeIdentity;
}

const instructions = Object.keys(INSTRUCTIONS);

/** This program: every run is taken to contain every kernel, and each has the digest of their one module. */
export const PROGRAM: Program = Object.freeze({
  engine: ENGINE,
  code: {
    versions: VERSIONS,
    kernels: Object.fromEntries(instructions.map((name) => [name, ENGINE.wasm])),
    instructionsOf: () => instructions,
  },
});

/** What the keys of a program's runs on these data are made from. */
export function keyContext({ engine, code }: Program, data: KeyContext["data"]): KeyContext {
  return { data, engine: { class: engine.class }, code };
}
