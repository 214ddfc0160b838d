import { assertEquals, assertStringIncludes } from "@std/assert";
import { parseOptions } from "../../src/cli/options/options.ts";
import { REPRODUCE, reproduceOptions } from "../../src/cli/options/reproduce_options.ts";
import { nameOf } from "../../src/datasets/mod.ts";
import { claimCommand, type Invoked, reproduceCommand } from "../../src/report/command.ts";
import { FIXTURE } from "./fixture/report.ts";
import { fileOf } from "./support.ts";

const PLAIN: Invoked = {
  profile: "standard",
  dataset: "mnist",
  invocation: { claims: [], seeds: null },
};

Deno.test("the command of a plain report names its profile, and its data set where it is not MNIST", () => {
  assertEquals(reproduceCommand(PLAIN), "deno task reproduce --profile standard");
  assertEquals(
    reproduceCommand({ ...PLAIN, profile: "smoke", dataset: "glyphs" }),
    "deno task reproduce --profile smoke --dataset glyphs",
  );
  assertEquals(
    claimCommand({ ...PLAIN, profile: "smoke", dataset: "glyphs" }, "Q3a"),
    "npx --yes deno@2.9.6 task reproduce --profile smoke --claims Q3a --dataset glyphs",
  );
});

Deno.test("the command of one claim starts the Deno that CI starts", async () => {
  const [pinned] = /npx --yes deno@[\d.]+/.exec(await Deno.readTextFile(".ci/run"))!;
  assertStringIncludes(claimCommand(PLAIN, "Q3a"), `${pinned} task reproduce `);
});

Deno.test({
  name: "a shell and the option parser read from the command what was asked for",
  ignore: Deno.build.os === "windows",
  async fn() {
    const invocations = [
      { claims: ["Q2", "s5"], seeds: [0, 1, 2], dataset: 'idx:/data/it\'s `a` "mess" $HOME' },
      { claims: ["L1.growth"], seeds: [4], dataset: "idx:/data/plain" },
      { claims: [], seeds: [2, 0, 7], dataset: "glyphs" },
    ];
    for (const { dataset, ...invocation } of invocations) {
      const command = reproduceCommand({ profile: "quick", dataset, invocation });
      const shell = new Deno.Command("sh", {
        args: ["-c", command.replace(/^deno task reproduce/, "printf '%s\\n'")],
      });
      const words = new TextDecoder().decode((await shell.output()).stdout).trimEnd().split("\n");
      const environment = { data: "", folder: "/", color: true };
      const read = reproduceOptions(
        parseOptions(REPRODUCE, words),
        environment,
        () => 0,
        new AbortController().signal,
      );
      assertEquals(
        { dataset: nameOf(read.dataset), claims: read.claims, seeds: read.seeds },
        { dataset, claims: invocation.claims, seeds: invocation.seeds },
      );
    }
  },
});

Deno.test("page, Markdown and CSV give the same commands, with the claims and seeds of the call", async () => {
  const data = {
    ...FIXTURE,
    dataset: "idx:/a b",
    invocation: { claims: ["Q2", "Q3"], seeds: [0, 1] },
  };
  const whole = "deno task reproduce --profile quick --claims Q2,Q3 --dataset 'idx:/a b' --seeds 2";
  const one =
    "npx --yes deno@2.9.6 task reproduce --profile quick --claims Q2a --dataset 'idx:/a b' --seeds 2";
  assertStringIncludes(await fileOf(data, "report.md"), `\`${whole}\``);
  const page = (await fileOf(data, "report.html")).replaceAll("&#39;", "'");
  assertStringIncludes(page.replaceAll(/<\/?span[^>]*>/g, ""), whole);
  assertStringIncludes(page, one);
  assertStringIncludes(await fileOf(data, "claims.csv"), one);
});
