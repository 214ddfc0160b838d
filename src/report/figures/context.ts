/** What a figure may look at besides its own rows: the judged claims, the shape of the data, what was run. */
import type { ClaimResult, ReportData } from "../data.ts";
import { listing } from "../../text/listing.ts";
import type { ImageShape } from "../../datasets/mod.ts";
import { distinct } from "../charts/rows.ts";
import { ascending, short } from "../format.ts";

/** What all figures of a report share. */
export type FigureContext = Pick<ReportData, "claims" | "measurements"> & {
  readonly data: Pick<ReportData["data"], "image" | "classes">;
};

/**
 * The shape of the images.
 *
 * @throws {RangeError} the report does not say it
 */
export function imageShape({ data: { image } }: FigureContext): ImageShape {
  if (image === null) {
    throw new RangeError("Cannot draw the image: the report does not say the shape of its images");
  }
  return image;
}

/** The claim of that id, or null where the report has none. */
export function claimOf({ claims }: FigureContext, id: string): ClaimResult | null {
  return claims.find((claim) => claim.id === id) ?? null;
}

/** A number that measurements of some experiments were run with, as their parameters have it; distinct, ascending. */
export function parametersOf(
  { measurements }: Pick<FigureContext, "measurements">,
  experiments: readonly string[],
  path: readonly string[],
): readonly number[] {
  const values = measurements.filter(({ experiment }) => experiments.includes(experiment)).map((each) =>
    path.reduce<unknown>(
      (value, name) =>
        typeof value === "object" && value !== null ? (value as Record<string, unknown>)[name] : undefined,
      each.parameters,
    )
  );
  return distinct(values.filter((value) => typeof value === "number")).toSorted(ascending);
}

/** ", ε = .25": the ε that experiments were run with, to follow "under FGSM"; "" where the report does not know it. */
export function epsilonText(
  context: Pick<FigureContext, "measurements">,
  experiments: readonly string[],
  path: readonly string[] = ["epsilon"],
): string {
  return epsilonsText(parametersOf(context, experiments, path));
}

/** ", ε = .1 and .25"; "" for none. */
export function epsilonsText(epsilons: readonly number[]): string {
  return epsilons.length === 0 ? "" : `, ε = ${listing(epsilons.map(short))}`;
}
