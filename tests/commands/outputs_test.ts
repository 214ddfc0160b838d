/** Where results go: places that cannot be written are found before any work, and streams that are full cost none. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { makeReadOnly } from "../support/read_only.ts";
import { filesBelow } from "../runs/support.ts";
import { checkout, reproduce } from "./support.ts";

const SMOKE = ["--profile", "smoke", "--claims", "Q2"];
/** A shell that runs the rest of its arguments with a stream that is always full. */
const full = (stream: 1 | 2) => ["sh", "-c", `exec "$@" ${stream}>/dev/full`, "sh"];

Deno.test("a result that cannot be written to standard output is exit 3, and the rest is kept", async (t) => {
  await using place = await checkout();
  const { work } = place;

  await t.step("progress that cannot be written is given up, and the work goes on", async () => {
    const args = [...SMOKE, "--store", "store", "--out", "out"];
    const { code, stdout } = await reproduce(place, args, { before: full(2) });
    assertEquals(code, 0);
    assertMatch(stdout, /^Report: .*out\/report\.html$/m);
    assertMatch(stdout, /\nNothing was graded, so the exit code says nothing about the claims\.\n$/);
  });

  await t.step("standard output that is full costs the table, not the report", async () => {
    const args = [...SMOKE, "--store", "store", "--out", "again"];
    const { code, errors } = await reproduce(place, args, { before: full(1) });
    assertEquals(code, 3);
    assertMatch(
      errors.at(-1)!,
      /^error: Cannot write the result to standard output: No space left.* is kept/,
    );
    assert(Deno.statSync(`${work}/again/report.html`).isFile);
  });

  await t.step("a mistake in the command line keeps its exit code where it cannot be explained", async () => {
    assertEquals((await reproduce(place, ["--profil", "smoke"], { before: full(2) })).code, 2);
  });
});

Deno.test({
  name: "a read-only checkout",
  ignore: Deno.build.os !== "linux",
  fn: async (t) => {
    await using place = await checkout();
    await using mount = await makeReadOnly(place.root);
    if (mount === undefined) return; // only root can mount
    const { work } = place;
    await Deno.mkdir(`${work}/sealed`);
    await using sealed = await makeReadOnly(`${work}/sealed`);
    assert(sealed !== undefined);

    await t.step(
      "works with the store and the report elsewhere, and keeps drawn digits in the store",
      async () => {
        const { code, errors } = await reproduce(place, [...SMOKE, "--store", "store", "--out", "out"]);
        assertEquals(code, 0, errors.join("\n"));
        assert(filesBelow(`${work}/store`).some((path) => path.startsWith("cache/glyphs-")));
        const again = await reproduce(place, ["--store", "store", "--yes"], { task: "clean" });
        assertEquals([again.code, filesBelow(`${work}/store`)], [0, ["cache"]]);
      },
    );

    await t.step("is refused before any work where the store or the report would lie in it", async () => {
      for (const args of [["--store", "store2"], ["--out", "out2"]]) {
        const { code, errors } = await reproduce(place, [...SMOKE, ...args]);
        const option = args[0] === "--store" ? "--out" : "--store";
        assertEquals([code, errors.length], [3, 1], errors.join("\n"));
        assertMatch(
          errors[0]!,
          new RegExp(`^error: Cannot write to ${option} .* name another folder with ${option} DIR$`),
        );
        assertEquals(filesBelow(work).filter((path) => path.includes("2")), []);
      }
    });

    await t.step("is no obstacle to report, which writes no store", async () => {
      await Deno.mkdir(`${work}/stored`);
      const { code } = await reproduce(place, [...SMOKE, "--store", "stored", "--out", "out3"]);
      assertEquals(code, 0);
      await using held = await makeReadOnly(`${work}/stored`);
      assert(held !== undefined);
      const report = await reproduce(place, [...SMOKE, "--store", "stored", "--out", "out4"], {
        task: "report",
      });
      assertEquals(report.code, 0, report.errors.join("\n"));
    });

    await t.step("bench measures nothing where its result cannot be written", async () => {
      for (const args of [[], ["--out", "sealed/new/bench"]]) {
        const { code, errors } = await reproduce(place, args, { task: "bench" });
        assertEquals(code, 3);
        assertMatch(
          errors.join("\n"),
          /^error: Cannot write to --out .*: .* is read-only for this user; name/,
        );
      }
    });
  },
});
