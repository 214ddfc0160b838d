/**
 * One attempt at one mirror: the compressed file as the manifest describes it, or the reason in a few words. The
 * body is never trusted: reading stops at the first byte too many, after a silence, or when it takes too long.
 */
import { hostOf, type Mirror } from "./manifest.ts";
import { sha256 } from "../files/sha256.ts";

/** How long to wait, in milliseconds. */
export interface Timeouts {
  /** For the header of the answer. */
  readonly connect: number;
  /** For the next bytes of the body. */
  readonly idle: number;
  /** For the whole body. */
  readonly total: number;
}

/** Why a mirror did not give the file. */
export class MirrorError extends Error {
  /** Whether another attempt at the same mirror may succeed. */
  readonly transient: boolean;

  constructor(reason: string, transient: boolean, options?: ErrorOptions) {
    super(reason, options);
    this.transient = transient;
  }
}

/** What an attempt needs besides the mirror. */
export interface MirrorOptions {
  /** `host:port` that a redirect may lead to. */
  readonly hosts: readonly string[];
  readonly timeouts: Timeouts;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((received: number) => void) | undefined;
}

const MOST_REDIRECTS = 5;

/** The response at the end of at most five redirects, none of which leaves the hosts of the manifest. */
async function request(url: string, hosts: readonly string[], signal: AbortSignal): Promise<Response> {
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    const response = await fetch(url, {
      redirect: "manual",
      headers: { "accept-encoding": "identity" }, // a decoded body would not be the file the digest is of
      signal,
    });
    if (response.status === 200) return response;
    await response.body?.cancel();
    const location = response.headers.get("location");
    if (response.status < 300 || response.status > 399 || location === null) {
      const transient = response.status >= 500 || response.status === 429 || response.status === 408;
      throw new MirrorError(`HTTP status ${response.status}`, transient);
    }
    if (!URL.canParse(location, url)) throw new MirrorError(`redirects to ${location}`, false);
    url = new URL(location, url).href;
    if (!/^https?:/.test(url) || !hosts.includes(hostOf(url))) {
      throw new MirrorError(`redirects to ${url.slice(0, 100)}, which the manifest does not list`, false);
    }
  }
  throw new MirrorError(`more than ${MOST_REDIRECTS} redirects`, false);
}

/** The innermost message of a failed fetch, without the address that it repeats and the layers it passed. */
function reasonOf(error: unknown): string {
  const inner = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const line = (inner instanceof Error ? inner.message : String(inner)).split("\n")[0]!;
  const layers =
    /^error sending request( for url \(.*?\))?(: )?|client error \(\w+\): |failed to lookup address information: /g;
  return line.replace(layers, "").slice(0, 200) || "the connection failed";
}

/**
 * Downloads one file from one mirror, once.
 *
 * @returns the compressed bytes, exactly `mirror.bytes` of them, with the digest of the mirror.
 * @throws {MirrorError} with the reason if the mirror gave anything else; the reason of `signal` if it was aborted.
 */
export async function fetchMirror(mirror: Mirror, options: MirrorOptions): Promise<Uint8Array<ArrayBuffer>> {
  const { timeouts, signal, hosts } = options;
  const bytes = new Uint8Array(mirror.bytes);
  let received = 0;
  let contentType = "";
  const stop = new AbortController();
  const stopBy = (error: MirrorError, milliseconds: number) =>
    setTimeout(() => stop.abort(error), milliseconds);
  const seconds = (milliseconds: number) => `${milliseconds / 1000} s`;
  // A host that does not answer at all is not asked again: without network every mirror would take its time thrice.
  let silence = stopBy(
    new MirrorError(`no answer within ${seconds(timeouts.connect)}`, false),
    timeouts.connect,
  );
  const total = stopBy(new MirrorError(`not done within ${seconds(timeouts.total)}`, false), timeouts.total);
  try {
    const response = await request(
      mirror.url,
      hosts,
      signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]),
    );
    contentType = response.headers.get("content-type") ?? "";
    const stall = () =>
      new MirrorError(`no data for ${seconds(timeouts.idle)} after ${received} bytes`, true);
    for await (const chunk of response.body ?? []) {
      clearTimeout(silence);
      if (received + chunk.length > mirror.bytes) {
        throw new MirrorError(`more than ${mirror.bytes} bytes, the size of the file`, false);
      }
      bytes.set(chunk, received);
      received += chunk.length;
      options.onProgress?.(received);
      silence = stopBy(stall(), timeouts.idle);
    }
  } catch (error) {
    signal?.throwIfAborted();
    if (stop.signal.aborted) throw stop.signal.reason;
    if (error instanceof MirrorError) throw error;
    const transient = !(error instanceof Deno.errors.NotCapable);
    throw new MirrorError(`${reasonOf(error)}${received > 0 ? ` after ${received} bytes` : ""}`, transient, {
      cause: error,
    });
  } finally {
    clearTimeout(silence);
    clearTimeout(total);
  }
  const web = contentType.includes("html") ? ", a web page instead of the file" : "";
  if (received < mirror.bytes) {
    throw new MirrorError(`only ${received} of ${mirror.bytes} bytes${web}`, web === "");
  }
  const digest = sha256(bytes);
  if (digest !== mirror.sha256) {
    throw new MirrorError(`wrong bytes: SHA-256 is ${digest}, expected ${mirror.sha256}${web}`, false);
  }
  return bytes;
}
