/** What computes in this program: the engine and the code, from which keys are made. */
import { ENGINE, type EngineIdentity, INSTRUCTION_CODE } from "../backend/identity.ts";
import { type CodeIdentity, innerTrainings, type KeyContext, type TrainSpec, VERSIONS } from "../runs/mod.ts";
import { instructionsOfModel, instructionsOfTraining } from "../training/mod.ts";

/** A program that computes runs. */
export interface Program {
  readonly engine: EngineIdentity;
  readonly code: CodeIdentity;
}

type Trained = Pick<TrainSpec, "architecture" | "recipe" | "monitor" | "preprocessing" | "continues">;

/**
 * The instructions of a training; a preprocessing gives it float32 images, watching it evaluates its model, and continuing
 * another evaluates it under dropout.
 */
function ofTraining({ architecture, recipe, monitor, preprocessing, continues }: Trained): readonly string[] {
  const steps = instructionsOfTraining(
    architecture,
    recipe,
    preprocessing === undefined ? "bytes" : "floats",
  );
  const readings = continues ? [{ gradient: "exact", dropout: recipe.dropout !== undefined }] as const : [];
  return monitor === undefined && continues === undefined
    ? steps
    : [...steps, ...instructionsOfModel(architecture, readings)];
}

/** This program. */
export const PROGRAM: Program = Object.freeze({
  engine: ENGINE,
  code: {
    versions: VERSIONS,
    kernels: INSTRUCTION_CODE,
    instructionsOf(spec, models, attacks) {
      if (spec.kind === "fit") return [];
      if (spec.kind === "train") return ofTraining(spec);
      const inner = innerTrainings(spec.parameters);
      return [
        ...inner.flatMap(ofTraining),
        ...[...inner, ...models].flatMap(({ architecture }) => instructionsOfModel(architecture, attacks)),
      ];
    },
  } satisfies CodeIdentity,
});

/** What the keys of a program's runs on these data are made from. */
export function keyContext({ engine, code }: Program, data: KeyContext["data"]): KeyContext {
  return { data, engine: { class: engine.class }, code };
}
