/**
 * Radial basis functions (§7): a unit responds by e^z, z = -Σ β (x - μ)², with a centre μ and a diagonal β >= 0 of its
 * own. The classes' units, on top, give their logarithms z; hidden ones the responses.
 */
import type { Device } from "../../program/device.ts";
import type { ProgramBuilder } from "../../program/program.ts";
import { NONE, type Region, rowPitch } from "../../program/region.ts";
import { padded, unpad } from "../padding.ts";
import { ownRows } from "../rows.ts";
import type { ParameterCells, UpdateCells } from "../optimiser.ts";
import { type Layer, type LayerKind, numbersOf, type Parameters, type Place } from "./layer.ts";

/** Radial basis functions. */
export interface RbfSize {
  readonly units: number;
  /** What comes out: e^z, or z. */
  readonly output: "response" | "logit";
}

/** A parameter [units, inputs], and what the optimiser keeps of it. */
interface Parameter {
  readonly values: Region;
  readonly gradient: Region;
  /** Adam's moments. */
  readonly mean: Region;
  readonly square: Region;
}

const NAMES = ["mu", "beta"] as const;
/** The order in which they are stored. */
const STORED = ["beta", "mu"] as const;

/** In the store the parameters of the top layer are "mu" and "beta", those of others "h0/mu", "h0/beta", … */
function named({ name }: Place, { output }: RbfSize, parameter: string): string {
  return output === "logit" ? parameter : `${name}/${parameter}`;
}

function allocateParameter(device: Device, bytes: number): Parameter {
  const [values, gradient, mean, square] = Array.from({ length: 4 }, () => device.allocate(bytes)) as [
    Region,
    Region,
    Region,
    Region,
  ];
  return { values, gradient, mean, square };
}

/** Radial basis functions. */
export const rbf: LayerKind<RbfSize> = {
  shapes: (place, own) =>
    Object.fromEntries(STORED.map((name) => [named(place, own, name), [own.units, place.inputs]])),
  stateShapes: (place, own) =>
    Object.fromEntries(
      STORED.flatMap((name) => ["mean", "square"].map((moment) => `${named(place, own, name)}/${moment}`))
        .map((name) => [name, [own.units, place.inputs]]),
    ),

  allocate(device, place, own, capacity): Layer {
    const { name, inputs } = place;
    const { units } = own;
    const inputPitch = rowPitch(inputs);
    const pitch = rowPitch(units);
    const rows = () => device.allocate(capacity * pitch);
    const [mu, beta] = NAMES.map(() => allocateParameter(device, units * inputPitch)) as [
      Parameter,
      Parameter,
    ];
    const logits = rows();
    const output = own.output === "response" ? rows() : logits;
    const gradient = rows();
    const all = [mu, beta].flatMap((
      parameter,
    ) => [parameter.values, parameter.gradient, parameter.mean, parameter.square]);

    const write = (region: Region, key: string, values: Parameters) => {
      const matrix = numbersOf(values, key, [units, inputs]);
      device.write(region, padded(matrix, inputs, inputPitch / 4));
    };
    const read = (region: Region) => {
      const matrix = new Float32Array(units * inputs);
      unpad(device.read(region, "f32"), inputPitch / 4, inputs, matrix);
      return matrix;
    };
    const parameters = [mu, beta].map((regions, i) => ({ key: named(place, own, NAMES[i]!), ...regions }));

    return {
      ...{ name, inputs, units, pitch, output, gradient, sums: NONE, winners: NONE },
      load(values, state) {
        for (const { key, values: region, mean, square } of parameters) {
          write(region, key, values);
          if (state) {
            write(mean, `${key}/mean`, state);
            write(square, `${key}/square`, state);
          } else [mean, square].forEach((moment) => device.clear(moment));
        }
      },
      parameters: () => Object.fromEntries(parameters.map(({ key, values }) => [key, read(values)])),
      state: () =>
        Object.fromEntries(
          parameters.flatMap(({ key, mean, square }) => [
            [`${key}/mean`, read(mean)],
            [`${key}/square`, read(square)],
          ]),
        ),
      forward(c, input, mask) {
        refuseMask(mask, place);
        c.builder.emit("rbfForward", {
          ...{ rows: c.rows, units, columns: inputs, input: input.region, pitch: input.pitch },
          ...{ mu: mu.values, beta: beta.values, output: ownRows(c, logits, pitch), outputPitch: pitch },
        });
        if (output === logits) return;
        c.builder.emit("exponential", {
          ...{ rows: c.rows, columns: units, input: ownRows(c, logits, pitch) },
          ...{ output: ownRows(c, output, pitch), pitch },
        });
      },
      slope(c) {
        const own = ownRows(c, gradient, pitch);
        if (output === logits) return;
        c.builder.emit("multiply", {
          ...{ rows: c.rows, input: own, factor: ownRows(c, output, pitch), output: own, pitch },
        });
      },
      backward(c, input, to, mask) {
        refuseMask(mask, place);
        c.builder.emit("rbfInputGradient", {
          ...{ rows: c.rows, units, gradient: ownRows(c, gradient, pitch), gradientPitch: pitch },
          ...{ input: input.region, pitch: input.pitch, mu: mu.values, beta: beta.values, output: to },
        });
      },
      update(c, input, cells) {
        c.builder.emit("rbfGradient", {
          ...{ rows: c.rows, units, gradient: ownRows(c, gradient, pitch), gradientPitch: pitch },
          ...{ input: input.region, pitch: input.pitch, mu: mu.values, beta: beta.values },
          ...{ muGradient: mu.gradient, betaGradient: beta.gradient },
        });
        const rule = rulesOf(cells, place);
        if (rule.sharedBeta) {
          c.builder.emit("rowMeans", { units, columns: inputs, values: beta.gradient, pitch: inputPitch });
        }
        follow(c.builder, rule, mu, { units, inputs, pitch: inputPitch }, false);
        follow(c.builder, rule, beta, { units, inputs, pitch: inputPitch }, true);
      },
      free: () => [...all, ...new Set([logits, output, gradient])].forEach((region) => device.free(region)),
    };
  },
};

function refuseMask(mask: Region, { name }: Place): void {
  if (mask !== NONE) {
    throw new RangeError(`Cannot compose dropout at layer ${name}: radial basis functions have none`);
  }
}

function rulesOf(cells: UpdateCells, { name }: Place): ParameterCells {
  if (cells.type === "momentum") {
    throw new RangeError(
      `Cannot update layer ${name} by momentum: expected adam or descent, the optimisers of radial basis functions`,
    );
  }
  return cells;
}

/** Moves a parameter along its gradient. */
function follow(
  builder: ProgramBuilder,
  cells: ParameterCells,
  { values, gradient, mean, square }: Parameter,
  { units, inputs, pitch }: { readonly units: number; readonly inputs: number; readonly pitch: number },
  nonNegative: boolean,
): void {
  if (cells.type === "adam") {
    const { learningRate, beta1, beta2, epsilon, correction1, correction2, zero, free } = cells;
    const common = { learningRate, beta1, beta2, epsilon, correction1, correction2 };
    builder.emit("adam", {
      ...{ ...common, units, pitch, gradient, parameters: values, mean, square },
      minimum: nonNegative ? zero : free,
    });
    return;
  }
  const { scale } = cells;
  const rows = cells.rows(units);
  builder.emit("addScaled", { rows, a: values, b: gradient, scale, output: values, pitch });
  if (nonNegative) {
    builder.emit("activation", {
      ...{ rows, columns: inputs, kind: "relu", input: values, mask: NONE, output: values, pitch },
    });
  }
}
