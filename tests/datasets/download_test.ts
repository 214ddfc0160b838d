/** The downloader against mirrors that misbehave in every way we could think of, on localhost. */
import { assert, assertEquals, assertGreater, assertRejects, assertStringIncludes } from "@std/assert";
import { downloadFile, type DownloadOptions } from "../../src/datasets/download.ts";
import { gzip } from "../../src/datasets/gzip.ts";
import { DataError, InterruptedError } from "../../src/errors.ts";
import {
  deadAddress,
  list,
  serve,
  serveRaw,
  serveTiny,
  temporaryFolder,
  TINY,
  tinyManifest,
} from "./support.ts";

const TIMEOUTS = { connect: 300, idle: 300, total: 2000 };
const QUICK: DownloadOptions = { sleep: () => Promise.resolve(), timeouts: TIMEOUTS };
const NAME = "train-images-idx3-ubyte.gz";

/** Downloads the tiny training images from mirrors; an error must leave nothing behind. */
async function download(bases: string[], options: DownloadOptions = QUICK): Promise<Uint8Array | Error> {
  await using folder = await temporaryFolder();
  const file = (await tinyManifest(...bases)).files["train-images"];
  try {
    const decoded = await downloadFile(file, folder.path, options);
    assertEquals(list(folder.path), [NAME]);
    return decoded;
  } catch (error) {
    assertEquals(list(folder.path), []);
    return error as Error;
  }
}

/** Asserts that a mirror fails with a reason, alone, and that a good second mirror makes up for it. */
async function failsOver(base: string, reason: string): Promise<void> {
  const error = await download([base]);
  assert(error instanceof DataError, `expected a DataError, found ${error}`);
  assertStringIncludes(error.message, reason);
  assertStringIncludes(error.message, `${new URL(base).host}: `);
  await using good = serveTiny();
  assertEquals(await download([base, good.base]), TINY["train-images"]);
}

const text = new TextEncoder();
const packed = await gzip(TINY["train-images"]);

Deno.test("downloadFile() writes the file whole under its name and returns its content", async () => {
  await using good = serveTiny();
  assertEquals(await download([good.base]), TINY["train-images"]);
});

Deno.test("downloadFile() fails over from a 404 without asking again", async () => {
  await using missing = serve(() => new Response("no", { status: 404 }));
  await failsOver(missing.base, "HTTP status 404");
  assertEquals(missing.requests.length, 2); // one alone, one before the good mirror
});

Deno.test("downloadFile() asks a mirror with status 503 three times, with growing pauses", async () => {
  await using busy = serve(() => new Response("busy", { status: 503 }));
  const pauses: number[] = [];
  const sleep = (milliseconds: number) => Promise.resolve(void pauses.push(milliseconds));
  assertStringIncludes(String(await download([busy.base], { ...QUICK, sleep })), "HTTP status 503");
  assertEquals(busy.requests.length, 3);
  assertEquals(pauses.length, 2);
  assertGreater(pauses[1]!, pauses[0]!);
});

Deno.test("downloadFile() succeeds when a mirror recovers", async () => {
  await using shaky = serve((_, count) =>
    count < 3 ? new Response(null, { status: 500 }) : new Response(packed)
  );
  assertEquals(await download([shaky.base]), TINY["train-images"]);
});

Deno.test("downloadFile() fails over from wrong bytes of the right length", async () => {
  const wrong = packed.slice();
  wrong[12]! ^= 1;
  await using liar = serve(() => new Response(wrong));
  await failsOver(liar.base, "wrong bytes: SHA-256 is ");
});

Deno.test("downloadFile() fails over from a web page with status 200", async () => {
  const page = "<!doctype html><title>Sign in</title>";
  await using portal = serve(() => new Response(page, { headers: { "content-type": "text/html" } }));
  await failsOver(portal.base, "a web page instead of the file");
});

Deno.test("downloadFile() fails over from a long web page with status 200", async () => {
  await using portal = serve(() =>
    new Response("<p>".repeat(10000), { headers: { "content-type": "text/html" } })
  );
  await failsOver(portal.base, `more than ${packed.length} bytes`);
});

Deno.test("downloadFile() fails over from an endless body as soon as it is too long", async () => {
  let sent = 0;
  await using endless = serve(() =>
    new Response(
      new ReadableStream({
        pull(controller) {
          sent += 1024;
          controller.enqueue(new Uint8Array(1024));
        },
      }),
    )
  );
  await failsOver(endless.base, `more than ${packed.length} bytes, the size of the file`);
  assert(sent < 64 * 2 ** 20);
});

Deno.test("downloadFile() fails over from a body that is shorter than its Content-Length", async () => {
  await using cut = serveRaw(async (connection) => {
    await connection.read(new Uint8Array(4096));
    await connection.write(text.encode(`HTTP/1.1 200 OK\r\ncontent-length: ${packed.length}\r\n\r\n`));
    await connection.write(packed.subarray(0, 20));
  });
  await failsOver(cut.base, "after 20 bytes");
  assertEquals(cut.requests.length, 6); // three attempts each time
});

Deno.test("downloadFile() fails over from a truncated body without Content-Length", async () => {
  await using cut = serveRaw(async (connection) => {
    await connection.read(new Uint8Array(4096));
    await connection.write(text.encode("HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n"));
    await connection.write(packed.subarray(0, 20));
  });
  await failsOver(cut.base, `only 20 of ${packed.length} bytes`);
});

Deno.test("downloadFile() fails over from a reset connection", async () => {
  await using reset = serveRaw(() => Promise.resolve()); // closed with the request unread
  await failsOver(reset.base, `${new URL(reset.base).host}: `);
});

Deno.test("downloadFile() fails over from a refused connection", async () => {
  await failsOver(deadAddress(), "refused");
});

Deno.test("downloadFile() fails over from a body that stalls", async () => {
  await using stalled = serve(() =>
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(packed.slice(0, 10)) }))
  );
  await failsOver(stalled.base, "no data for 0.3 s after 10 bytes");
});

Deno.test("downloadFile() fails over from a mirror that never answers, after asking once", async () => {
  await using silent = serveRaw(async (connection) => {
    while (await connection.read(new Uint8Array(4096)) !== null);
  });
  await failsOver(silent.base, "no answer within 0.3 s");
  assertEquals(silent.requests.length, 2);
});

Deno.test("downloadFile() fails over from a body that trickles without end", async () => {
  await using trickle = serve(() => {
    let timer: ReturnType<typeof setInterval>;
    return new Response(
      new ReadableStream({
        start: (controller) => void (timer = setInterval(() => controller.enqueue(new Uint8Array(1)), 100)),
        cancel: () => clearInterval(timer),
      }),
    );
  });
  const timeouts = { connect: 300, idle: 300, total: 500 };
  assertStringIncludes(
    String(await download([trickle.base], { ...QUICK, timeouts })),
    "not done within 0.5 s",
  );
});

Deno.test("downloadFile() follows a redirect within the hosts of the manifest", async () => {
  await using good = serveTiny();
  await using moved = serve((request) =>
    request.url.includes("/new/")
      ? new Response(packed)
      : new Response(null, { status: 302, headers: { location: `/new/${NAME}` } })
  );
  assertEquals(await download([moved.base]), TINY["train-images"]);
  await using away = serve(() =>
    new Response(null, { status: 301, headers: { location: `${good.base}/${NAME}` } })
  );
  assertEquals(await download([away.base, good.base]), TINY["train-images"]);
  assertEquals(good.requests.length, 1);
});

Deno.test("downloadFile() fails over from a redirect to a host that the manifest does not list", async () => {
  await using away = serve(() =>
    new Response(null, { status: 302, headers: { location: "https://elsewhere.example/" } })
  );
  await failsOver(away.base, "redirects to https://elsewhere.example/, which the manifest does not list");
});

Deno.test("downloadFile() fails over from redirects in a circle", async () => {
  await using circle = serve(() => new Response(null, { status: 302, headers: { location: `/${NAME}` } }));
  await failsOver(circle.base, "more than 5 redirects");
});

Deno.test("downloadFile() lists every mirror with its reason in one line when all fail", async () => {
  await using missing = serve(() => new Response("no", { status: 404 }));
  const dead = deadAddress();
  const error = await download([missing.base, dead]) as Error;
  assertEquals(error.message.includes("\n"), false);
  assertStringIncludes(error.message, "2 of 2 mirrors failed");
  assertStringIncludes(error.message, `${new URL(missing.base).host}: HTTP status 404`);
  assertStringIncludes(error.message, `${new URL(dead).host}: `);
});

Deno.test("downloadFile() ends at once and leaves nothing when it is interrupted", async () => {
  await using stalled = serve(() =>
    new Response(new ReadableStream({ start: (controller) => controller.enqueue(packed.slice(0, 10)) }))
  );
  const abort = new AbortController();
  const error = await download([stalled.base], { signal: abort.signal, onProgress: () => abort.abort() });
  assert(error instanceof InterruptedError, `found ${error}`);
});

Deno.test("downloadFile() ends at once when it is interrupted while it waits to try again", async () => {
  await using busy = serve(() => new Response("busy", { status: 503 }));
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 50);
  const began = performance.now();
  const error = await download([busy.base], { signal: abort.signal });
  assert(error instanceof InterruptedError, `found ${error}`);
  assert(performance.now() - began < 250, "the pause of 300 ms was waited for");
});

Deno.test("downloadFile() reports its progress in compressed bytes", async () => {
  await using good = serveTiny();
  const events: number[] = [];
  await download([good.base], { ...QUICK, onProgress: ({ received }) => void events.push(received) });
  assertEquals(events.at(-1), packed.length);
});

Deno.test("downloadFile() leaves an older file alone when it fails", async () => {
  await using folder = await temporaryFolder();
  await Deno.writeTextFile(`${folder.path}/${NAME}`, "old");
  const file = (await tinyManifest(deadAddress())).files["train-images"];
  await assertRejects(() => downloadFile(file, folder.path, QUICK), DataError);
  assertEquals(await Deno.readTextFile(`${folder.path}/${NAME}`), "old");
});
