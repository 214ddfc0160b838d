/**
 * Whatever stands on disk, a parser gives a value or says what is wrong with a typed error: every truncation, every
 * flipped byte, random damage and random bytes. The seed is fixed, so a failure is the same for everybody.
 */
import fc from "fast-check";
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parseBoundedJson } from "../../src/files/bounded_json.ts";
import { parseChoices, parseClaims, parseErrata } from "../../src/claims/mod.ts";
import { gunzip, gzip } from "../../src/datasets/gzip.ts";
import { encodeIdxImages, encodeIdxLabels, parseIdxImages, parseIdxLabels } from "../../src/datasets/idx.ts";
import { drawGlyphs, GLYPHS_SEED, parseManifest } from "../../src/datasets/mod.ts";
import { DataError, HarnessingError } from "../../src/errors.ts";
import { initialise } from "../../src/models/mod.ts";
import { Rng } from "../../src/random/mod.ts";
import { chainStart } from "../../src/runs/chain.ts";
import { decodeCheckpoint, encodeCheckpoint } from "../../src/runs/checkpoints.ts";
import { emptyHistory, extended } from "../../src/runs/training_history.ts";
import {
  canonicalSpec,
  decodeSafetensors,
  encodeSafetensors,
  keyOf,
  namesOf,
  parseReceipt,
  receiptText,
  storedOf,
  type TrainSpec,
} from "../../src/runs/mod.ts";
import { sha256 } from "../../src/files/sha256.ts";
import { parseCosts } from "../../src/planning/costs.ts";
import { BASIS, TRAIN } from "../runs/support.ts";

const SEED = 20141220;
const encode = (text: string) => new TextEncoder().encode(text);
const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
const project = (path: string) => Deno.readFileSync(new URL(`../../${path}`, import.meta.url));

const digits = drawGlyphs({ seed: GLYPHS_SEED, split: "train", from: 0, to: 2 });
const small = { ...TRAIN.architecture, units: [2, 2] } as const;
const spec = canonicalSpec<TrainSpec>({ ...TRAIN, architecture: small });
const key = keyOf(spec, BASIS);
const parameters = initialise(small, 1, Rng.fromSeed(1));
const checkpoint = encodeCheckpoint(
  key,
  small,
  extended(emptyHistory(key), small, {
    ...{ epoch: 1, cost: 2, validation: null, parameters, optimiserState: parameters, best: null },
  }),
);
const roles = ["train-images", "train-labels", "test-images", "test-labels"];
const data = Object.fromEntries(roles.map((role) => [role, sha256(role)]));
const { engine, code } = BASIS;
const ownKey = keyOf(spec, { data, engine, code });
const chain = [chainStart(ownKey), sha256("1")];
const receipt = encode(receiptText({
  ...{ schema: 2, profile: "smoke", dataset: "glyphs", data, engine, code },
  claims: { selected: [], sha256: sha256("claims") },
  runs: [{
    ...{
      label: "maxout",
      seed: spec.seed,
      key: ownKey,
      spec,
      code: namesOf(code),
      chain,
      chainHead: chain[1]!,
    },
    ...{
      parametersSha256: sha256("p"),
      metrics: { costs: [1], parametersSha256: sha256("p") },
      metricsSha256: sha256("m"),
      sanitySha256: null,
    },
  }],
}));

/** Parsers with a good input. */
const PARSERS: Readonly<Record<string, readonly [Uint8Array, (bytes: Uint8Array) => unknown]>> = {
  "IDX images": [encodeIdxImages({ ...digits, count: 2 }), (bytes) => parseIdxImages(bytes, "file")],
  "IDX labels": [encodeIdxLabels(new Uint8Array([3, 1, 4])), (bytes) => parseIdxLabels(bytes, "file")],
  "safetensors": [
    encodeSafetensors(storedOf(small, parameters)),
    (bytes) => decodeSafetensors(bytes, "file"),
  ],
  "a checkpoint's history": [
    checkpoint["state.json"]!,
    (bytes) => decodeCheckpoint({ ...checkpoint, "state.json": bytes }, key, spec, 1),
  ],
  "a checkpoint's optimiser state": [
    checkpoint["optimiser.safetensors"]!,
    (bytes) => decodeCheckpoint({ ...checkpoint, "optimiser.safetensors": bytes }, key, spec, 1),
  ],
  "a receipt": [receipt, (bytes) => parseReceipt(bytes, "file")],
  "the manifest of a data set": [
    project("data/mnist.json"),
    (bytes) => parseManifest(parseBoundedJson(bytes, "file", 1e6), "file"),
  ],
  "the table of claims": [
    encode(decode(project("data/claims.csv")).split("\n").slice(0, 8).join("\n") + "\n"),
    (bytes) => parseClaims(decode(bytes), "file"),
  ],
  "the table of choices": [
    encode(decode(project("data/choices.csv")).split("\n").slice(0, 5).join("\n") + "\n"),
    (bytes) => parseChoices(decode(bytes), "file"),
  ],
  "the table of errata": [
    encode(decode(project("data/errata.csv")).split("\n").slice(0, 5).join("\n") + "\n"),
    (bytes) => parseErrata(decode(bytes), "file"),
  ],
  "the table of costs": [encode("id,seconds\na,0.5\nb,1e-3\n"), (bytes) => parseCosts(decode(bytes), "file")],
};

/** Whether bytes are taken; an error that is not ours, or takes long, fails. */
function taken(parse: (bytes: Uint8Array) => unknown, bytes: Uint8Array): boolean {
  const started = performance.now();
  try {
    parse(bytes);
    return true;
  } catch (error) {
    assert(error instanceof HarnessingError, `${error instanceof Error ? error.stack : error}`);
    return false;
  } finally {
    assert(performance.now() - started < 5000, "it took more than 5 s");
  }
}

/** Places spread over a file: all of a small one. */
const places = (length: number, most: number) =>
  Array.from({ length: Math.min(length, most) }, (_, i) => Math.floor(i * length / Math.min(length, most)));

for (const [name, [good, parse]] of Object.entries(PARSERS)) {
  Deno.test(`${name}: truncated anywhere, with any byte flipped, damaged at random, or of random bytes`, () => {
    assert(taken(parse, good), "the good input is refused");
    const few = name === "a receipt"; // each time its schema is compiled
    let refused = 0;
    for (const at of places(good.length, few ? 60 : 600)) {
      if (!taken(parse, good.slice(0, at))) refused++;
      if (!taken(parse, good.map((byte, i) => i === at ? byte ^ (1 << at % 8) : byte))) refused++;
    }
    assert(refused > 0, "nothing was refused");
    const damage = fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 20 });
    const options = { seed: SEED, numRuns: few ? 30 : 150 };
    fc.assert(
      fc.property(damage, fc.nat(good.length), fc.uint8Array({ maxLength: 40 }), (changes, cut, inserted) => {
        const bad = good.slice();
        for (const [at, byte] of changes) bad[at] = byte;
        taken(parse, Uint8Array.from([...bad.slice(0, cut), ...inserted, ...bad.slice(cut)]));
      }),
      options,
    );
    fc.assert(fc.property(fc.uint8Array({ maxLength: 2000 }), (bytes) => void taken(parse, bytes)), options);
    const text = fc.string({ maxLength: 200, unit: "binary" });
    fc.assert(fc.property(text, (each) => void taken(parse, encode(each))), options);
    fc.assert(fc.property(fc.json(), (each) => void taken(parse, encode(each))), options);
  });
}

Deno.test("gzip: truncated anywhere, with any byte flipped, or of random bytes", async () => {
  const good = await gzip(Uint8Array.from({ length: 300 }, (_, i) => i % 7));
  const unpacks = async (bytes: Uint8Array<ArrayBuffer>) => {
    const found = await gunzip(bytes, "file", 1000).catch((error) => {
      assert(error instanceof DataError, String(error));
    });
    return found !== undefined;
  };
  assert(await unpacks(good));
  for (let at = 0; at < good.length; at++) {
    assertEquals(await unpacks(good.slice(0, at)), false);
    await unpacks(good.map((byte, i) => i === at ? byte ^ 16 : byte));
  }
  const property = fc.asyncProperty(fc.uint8Array({ maxLength: 500 }), async (bytes) => {
    await unpacks(Uint8Array.from([0x1f, 0x8b, 8, 0, ...bytes]));
  });
  await fc.assert(property, { seed: SEED, numRuns: 100 });
});

Deno.test("a gzip bomb is given up as soon as it is larger than what is expected", async () => {
  const bomb = await gzip(new Uint8Array(200_000_000));
  assert(bomb.length < 300_000);
  const before = Deno.memoryUsage().rss;
  await assertRejects(() => gunzip(bomb, "bomb.gz", 1_000_000), DataError, "more than 1000000 bytes");
  assert(Deno.memoryUsage().rss - before < 100_000_000);
});

Deno.test("JSON of depth 100,000, objects as well as lists, is refused by every parser of JSON", () => {
  for (
    const deep of [
      "[".repeat(100_000) + "]".repeat(100_000),
      '{"a":'.repeat(100_000) + "1" + "}".repeat(100_000),
    ]
  ) {
    for (const name of ["a checkpoint's history", "a receipt", "the manifest of a data set"]) {
      assertThrows(() => PARSERS[name]![1](encode(deep)), DataError, "nested deeper");
    }
    const header = encode(`{"w":${deep}}`);
    const file = new Uint8Array(8 + header.length);
    new DataView(file.buffer).setBigUint64(0, BigInt(header.length), true);
    file.set(header, 8);
    assertThrows(() => decodeSafetensors(file, "file"), DataError);
  }
});

Deno.test("names of prototypes are names like any other, and change no object", () => {
  const poisoned = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"schema":1,"__proto__":null}',
  ];
  for (const [, parse] of Object.values(PARSERS)) for (const text of poisoned) taken(parse, encode(text));
  assertEquals(({} as Record<string, unknown>)["polluted"], undefined);
});
