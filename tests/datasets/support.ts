/** What the tests of data sets share: a tiny data set, its manifest, folders that go away, servers on localhost. */
import type { DatasetIdentity } from "../../src/datasets/dataset_files.ts";
import type { FileRole } from "../../src/datasets/idx_names.ts";
import { FILE_ROLES, IDX_NAMES } from "../../src/datasets/idx_names.ts";
import { gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxImages, encodeIdxLabels } from "../../src/datasets/idx.ts";
import { type Manifest, parseManifest } from "../../src/datasets/manifest.ts";
import { sha256 } from "../../src/files/sha256.ts";

/** MNIST to whoever looks at names and digests alone. */
export const MNIST_IDENTITY: DatasetIdentity = { name: "mnist", digests: { "train-images": "0" } };

/** Decoded IDX files of three training and two test images of 2 × 2 pixels. */
export const TINY: Readonly<Record<FileRole, Uint8Array<ArrayBuffer>>> = {
  "train-images": encodeIdxImages({
    count: 3,
    height: 2,
    width: 2,
    pixels: Uint8Array.from({ length: 12 }, (_, i) => i),
  }),
  "train-labels": encodeIdxLabels(new Uint8Array([3, 7, 3])),
  "test-images": encodeIdxImages({ count: 2, height: 2, width: 2, pixels: new Uint8Array(8).fill(9) }),
  "test-labels": encodeIdxLabels(new Uint8Array([7, 3])),
};

/** A manifest of the tiny data set with one mirror per base address. */
export async function tinyManifest(...bases: string[]): Promise<Manifest> {
  const entry = async (role: FileRole) => {
    const packed = await gzip(TINY[role]);
    const mirrors = bases.map((base) => ({
      url: `${base}/${IDX_NAMES[role]}.gz`,
      bytes: packed.length,
      sha256: sha256(packed),
    }));
    return [role, {
      name: `${IDX_NAMES[role]}.gz`,
      bytes: TINY[role].length,
      sha256: sha256(TINY[role]),
      mirrors,
    }];
  };
  const files = Object.fromEntries(await Promise.all(FILE_ROLES.map(entry)));
  return parseManifest({ schema: 1, dataset: "mnist", files }, "tiny.json");
}

/** Writes the tiny data set, gzipped, into `folder`. */
export async function writeTiny(folder: string): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  for (const role of FILE_ROLES) {
    await Deno.writeFile(`${folder}/${IDX_NAMES[role]}.gz`, await gzip(TINY[role]));
  }
}

/** A folder that is removed at the end of its `using` block. */
export async function temporaryFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "harnessing-test-" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Names below `folder`, sorted. */
export function list(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map((entry) => entry.name).sort();
}

/** A web server on localhost that counts its requests. */
export interface TestServer extends AsyncDisposable {
  readonly base: string;
  readonly requests: string[];
}

/** Serves `handler`; the requests' paths are kept. */
export function serve(
  handler: (request: Request, count: number) => Response | Promise<Response>,
): TestServer {
  const requests: string[] = [];
  const stop = new AbortController();
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, (request) => {
    requests.push(new URL(request.url).pathname);
    return handler(request, requests.length);
  });
  return {
    base: `http://127.0.0.1:${server.addr.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      stop.abort();
      await server.finished;
    },
  };
}

/** Serves the tiny data set as a good mirror does. */
export function serveTiny(): TestServer {
  return serve(async (request) => {
    const role = FILE_ROLES.find((each) => request.url.endsWith(`/${IDX_NAMES[each]}.gz`));
    return role === undefined
      ? new Response("not here", { status: 404 })
      : new Response(await gzip(TINY[role]), { headers: { "content-type": "application/gzip" } });
  });
}

/** A server below HTTP: what it answers to each connection is written as it is, then the connection is closed. */
export function serveRaw(answer: (connection: Deno.Conn, count: number) => Promise<void>): TestServer {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const requests: string[] = [];
  const connections: Promise<void>[] = [];
  const accepting = (async () => {
    for await (const connection of listener) {
      requests.push("connection");
      connections.push(
        answer(connection, requests.length).catch(() => {}).finally(() => {
          try {
            connection.close();
          } catch { /* closed already */ }
        }),
      );
    }
  })();
  return {
    base: `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      listener.close();
      await accepting;
      await Promise.all(connections);
    },
  };
}

/** An address on localhost at which nobody listens. */
export function deadAddress(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return `http://127.0.0.1:${port}`;
}
