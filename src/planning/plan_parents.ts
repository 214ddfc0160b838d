/** The runs that a measurement waits for, of one seed: trainings, and the fitted preprocessings of their images. */
import type { FitPlan, TrainPlan } from "../runs/mod.ts";

/** A run that others may wait for. */
export type ParentPlan = FitPlan | TrainPlan;

/** Adds a run, which may start after others, to the plan and returns its key; `mostEpochs` is 0 for a fit. */
export type AddParent = (plan: ParentPlan, after: readonly string[], mostEpochs: number) => string;

/** The runs of one seed by their roles. */
export interface Roles {
  readonly fits: Readonly<Record<string, FitPlan>>;
  readonly models: Readonly<Record<string, TrainPlan>>;
}

/**
 * Plans runs, each after those that it continues or takes its number of epochs and its preprocessing from; a
 * preprocessing that no model uses is not planned.
 *
 * @returns keys of the models by role, in the order of `models`, and of the preprocessings that they use
 * @throws {RangeError} when what a model names is no role of that kind, or models wait for each other
 */
export function planParents(
  { fits, models }: Roles,
  add: AddParent,
): { readonly models: Record<string, string>; readonly fits: readonly string[] } {
  const fitted = new Map<string, string>();
  const trained = new Map<string, { readonly key: string; readonly epochs: number }>();

  const fit = (role: string, model: string): string => {
    const plan = fits[role];
    if (plan === undefined) {
      const roles = Object.keys(fits).join(", ") || "none";
      throw new RangeError(
        `Cannot plan ${model}: its preprocessing is from ${role}, expected a role of fits (${roles})`,
      );
    }
    const key = fitted.get(role) ?? add(plan, [], 0);
    fitted.set(role, key);
    return key;
  };

  const train = (
    role: string,
    waiting: readonly string[],
  ): { readonly key: string; readonly epochs: number } => {
    const plan = models[role];
    if (plan === undefined || waiting.includes(role)) {
      throw new RangeError(`Cannot plan ${[...waiting, role].join(" → ")}: expected a role, and no circle`);
    }
    const done = trained.get(role);
    if (done !== undefined) return done;
    const { recipe, preprocessing, continues } = plan;
    const { epochs } = recipe;
    const after: string[] = [];
    let own = plan;
    let most: number;
    if (typeof epochs === "number") most = epochs;
    else {
      const parent = train(epochs.from, [...waiting, role]);
      after.push(parent.key);
      own = { ...own, recipe: { ...recipe, epochs: { ...epochs, from: parent.key } } };
      most = parent.epochs;
    }
    if (continues !== undefined) {
      const parent = train(continues.from, [...waiting, role]);
      after.push(parent.key);
      own = { ...own, continues: { ...continues, from: parent.key } };
    }
    if (preprocessing !== undefined) {
      const from = fit(preprocessing.from, role);
      after.push(from);
      own = { ...own, preprocessing: { from } };
    }
    const found = { key: add(own, after, most), epochs: most };
    trained.set(role, found);
    return found;
  };
  const keys = Object.fromEntries(Object.keys(models).map((role) => [role, train(role, []).key]));
  return { models: keys, fits: [...new Set(fitted.values())] };
}
