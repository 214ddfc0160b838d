/** The launcher's side of the data stage: which data set, from where, and with which permissions it is provided. */
import type { Profile } from "../../claims/mod.ts";
import { type DatasetFiles, type GlyphCounts, manifestHosts, readManifest } from "../../datasets/mod.ts";
import type { DataShape } from "../../experiments/experiment.ts";
import { defaultDataset } from "../../project/profiles.ts";
import { Child } from "../child.ts";
import type { DataReply, DataRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** Which data set, and from where. Paths are absolute. */
export interface DataOptions {
  readonly profile: Profile;
  /** `mnist`, `glyphs`, `idx:DIR`, or null for the profile's own. */
  readonly dataset: string | null;
  readonly dataDir: string | null;
  readonly cacheDir: string;
  readonly manifest: string;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

/** How many glyphs are drawn where MNIST is not used. */
const GLYPHS = { smoke: { train: 2000, test: 1000 }, whole: { train: 60_000, test: 10_000 } };

/** How many digits a profile draws where it draws any. */
export function glyphCounts(profile: Profile): GlyphCounts {
  return profile === "smoke" ? GLYPHS.smoke : GLYPHS.whole;
}

/**
 * Runs the data stage.
 *
 * @throws {HarnessingError} what the stage met
 */
export async function provideData(
  options: DataOptions,
  events: { downloading(file: string, received: number, total: number): void },
): Promise<{ files: DatasetFiles; shape: DataShape }> {
  const { profile, dataDir, cacheDir, manifest, offline, signal } = options;
  // null: MNIST, or the glyphs where it cannot be had
  const dataset = options.dataset ?? (defaultDataset(profile) === "glyphs" ? "glyphs" : null);
  const folders = [dataDir ?? "", dataset?.startsWith("idx:") ? dataset.slice(4) : ""].filter((path) =>
    path !== ""
  );
  const child = new Child<DataRequest, DataReply>("data/stage.ts", {
    read: [cacheDir, manifest, ...folders],
    write: [cacheDir],
    net: offline ? [] : manifestHosts(await readManifest(manifest)),
  }, signal);
  const answer = await child.ask(
    {
      dataset,
      dataDir,
      cacheDir,
      manifest,
      offline,
      glyphs: glyphCounts(profile),
    },
    (progress) => {
      if (progress.type === "progress") {
        events.downloading(progress.file, progress.received, progress.total);
      }
    },
  );
  await child.close();
  if (answer.type !== "data") throw errorOf(answer as Extract<DataReply, { type: "error" }>);
  return answer;
}
