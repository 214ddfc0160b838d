/**
 * Downloads a file of a manifest into a folder: the mirrors in turn, each tried again with growing pauses while it
 * fails in a way that may pass. What is written has the right content, under its name only when it is whole.
 */
import { writeAtomically } from "../files/atomic_write.ts";
import { DataError, InterruptedError } from "../errors.ts";
import { gunzip } from "./gzip.ts";
import { hostOf, type ManifestFile, type Mirror } from "./manifest.ts";
import { fetchMirror, MirrorError, type Timeouts } from "./mirror.ts";
import { sha256 } from "../files/sha256.ts";

/** Pauses before the second, third, … attempt at one mirror, in milliseconds. */
const BACK_OFF: readonly number[] = Object.freeze([300, 1200]);

const TIMEOUTS: Timeouts = Object.freeze({ connect: 10_000, idle: 20_000, total: 15 * 60_000 });

/** State of a download. */
export interface DownloadProgress {
  /** Name of the file. */
  readonly file: string;
  /** Compressed bytes so far; starts again from a small number with the next attempt. */
  readonly received: number;
  /** Compressed bytes of the whole file. */
  readonly total: number;
}

/** How to download. */
export interface DownloadOptions {
  /** Ends the download when it is aborted. */
  readonly signal?: AbortSignal | undefined;
  /** Called as bytes arrive. */
  readonly onProgress?: ((event: DownloadProgress) => void) | undefined;
  /** Waits between attempts; tests pass one that does not. */
  readonly sleep?: ((milliseconds: number, signal?: AbortSignal) => Promise<void>) | undefined;
  /** How long to wait for a mirror; default 10 s for an answer, 20 s for more data, 15 minutes in all. */
  readonly timeouts?: Timeouts | undefined;
}

/** Resolves after a time, or at once when the signal is aborted. */
function sleepFor(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", wake);
      resolve();
    };
    const timer = setTimeout(wake, milliseconds);
    if (signal?.aborted) wake();
    signal?.addEventListener("abort", wake);
  });
}

/** The file from one mirror, compressed and decoded, after as many attempts as make sense. */
async function fromMirror(
  file: ManifestFile,
  mirror: Mirror,
  options: DownloadOptions,
): Promise<{ compressed: Uint8Array<ArrayBuffer>; decoded: Uint8Array<ArrayBuffer> }> {
  const { signal, onProgress, sleep = sleepFor, timeouts = TIMEOUTS } = options;
  const hosts = file.mirrors.map((each) => hostOf(each.url));
  const progress = (received: number) => onProgress?.({ file: file.name, received, total: mirror.bytes });
  for (let attempt = 0;; attempt++) {
    try {
      const compressed = await fetchMirror(mirror, { hosts, timeouts, signal, onProgress: progress });
      const decoded = await gunzip(compressed, file.name, file.bytes);
      const digest = sha256(decoded);
      if (digest === file.sha256) return { compressed, decoded };
      throw new MirrorError(`wrong content: SHA-256 is ${digest}, expected ${file.sha256}`, false);
    } catch (error) {
      signal?.throwIfAborted();
      const pause = BACK_OFF[attempt];
      if (!(error instanceof MirrorError && error.transient) || pause === undefined) throw error;
      await sleep(pause, signal);
      signal?.throwIfAborted();
    }
  }
}

/**
 * Downloads `file` to `<folder>/<name>`; the folder must exist.
 *
 * @returns the decoded bytes.
 * @throws {DataError} with a line on every mirror if none gave the file; nothing is left in the folder.
 * @throws {InterruptedError} if `signal` was aborted; nothing is left in the folder.
 */
export async function downloadFile(
  file: ManifestFile,
  folder: string,
  options: DownloadOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const reasons: string[] = [];
  for (const mirror of file.mirrors) {
    try {
      const { compressed, decoded } = await fromMirror(file, mirror, options);
      options.signal?.throwIfAborted();
      await writeAtomically(`${folder}/${file.name}`, compressed);
      return decoded;
    } catch (error) {
      if (options.signal?.aborted) {
        throw new InterruptedError(
          `Interrupted while downloading ${file.name}; run the same command to go on`,
        );
      }
      if (!(error instanceof MirrorError || error instanceof DataError)) throw error;
      reasons.push(`${new URL(mirror.url).host}: ${error.message}`);
    }
  }
  throw new DataError(
    `Cannot download ${file.name}: ${reasons.length} of ${reasons.length} mirrors failed (${
      reasons.join("; ")
    }); check the network and try again, or put the file into ${folder} by hand`,
  );
}
