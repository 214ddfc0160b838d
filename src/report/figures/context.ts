/** What a figure may look at besides its own rows: the judged claims, the shape of the data, what was run. */
import type { ClaimResult, ReportData } from "../data.ts";
import type { ImageShape } from "../charts/pixels.ts";

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
    throw new RangeError("Cannot draw the image: the report does not say its height and width");
  }
  return image;
}

/** The claim of that id, or null where the report has none. */
export function claimOf({ claims }: FigureContext, id: string): ClaimResult | null {
  return claims.find((claim) => claim.id === id) ?? null;
}
