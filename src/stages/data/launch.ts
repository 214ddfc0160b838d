/** The launcher's side of the data stage: which data set, from where, and with which permissions it is provided. */
import { type DatasetFiles, type DatasetSource, manifestHosts, readManifest } from "../../datasets/mod.ts";
import { Child } from "../child.ts";
import type { DataReply, DataRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** Which data set, and from where. Paths are absolute. */
export interface DataOptions {
  readonly dataset: DatasetSource;
  readonly dataDir: string | null;
  readonly cacheDir: string;
  readonly manifest: string;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

/**
 * Provides a data set through the data stage.
 *
 * @throws {HarnessingError} what the stage met
 */
export async function provideData(
  options: DataOptions,
  events: { downloading(file: string, received: number, total: number): void },
): Promise<DatasetFiles> {
  const { dataset, dataDir, cacheDir, manifest, offline, signal } = options;
  const folders = [dataDir, dataset.kind === "idx" ? dataset.folder : null].filter((path) => path !== null);
  const child = new Child<DataRequest, DataReply>("data/stage.ts", {
    read: [cacheDir, manifest, ...folders],
    write: [cacheDir],
    net: offline ? [] : manifestHosts(await readManifest(manifest)),
  }, signal);
  const answer = await child.ask(
    { dataset, dataDir, cacheDir, manifest, offline },
    (progress) => {
      if (progress.type === "progress") {
        events.downloading(progress.file, progress.received, progress.total);
      }
    },
  );
  await child.close();
  if (answer.type !== "data") throw errorOf(answer as Extract<DataReply, { type: "error" }>);
  return answer.files;
}
