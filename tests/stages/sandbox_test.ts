/** Least privilege: each stage can do what it must and is refused everything else. */
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { manifestHosts, readManifest } from "../../src/datasets/mod.ts";
import { UsageError } from "../../src/errors.ts";
import { permissionFlags, type Permissions } from "../../src/stages/child.ts";
import { rootPath } from "../../src/project/root.ts";
import { serve } from "../datasets/support.ts";
import { temporaryFolder } from "../runs/support.ts";
import {
  type Checkout,
  checkout,
  milliseconds,
  processesOf,
  start,
  writeDigits,
} from "../commands/support.ts";

/** Tries things by name and prints what came of each: "done" or the name of the error. */
const PROBE = `
const { folders, allowed, other } = JSON.parse(Deno.args[0]);
const connect = async (address) => {
  const { hostname, port } = new URL(address);
  (await Deno.connect({ hostname, port: Number(port) })).close();
};
const things = {
  connectAllowed: () => connect(allowed),
  fetchAllowed: async () => await (await fetch(allowed)).body?.cancel(),
  connectOther: () => connect(other),
  fetchOther: () => fetch(other),
  fetchByName: () => fetch("https://example.com"),
  resolve: () => Deno.resolveDns("example.com", "A"),
  listen: () => Deno.listen({ hostname: "127.0.0.1", port: 0 }).close(),
  socket: () => { new WebSocket(other.replace("http", "ws")); },
  importModule: () => import("https://" + "esm.sh/x.ts"),
  importPackage: () => import("npm:" + "left-pad@1.3.0"),
  run: () => new Deno.Command("true").output(),
  runDeno: () => new Deno.Command(Deno.execPath(), { args: ["--version"] }).output(),
  signalAnother: () => Deno.kill(Deno.ppid, "SIGCONT"),
  library: () => Deno.dlopen("libc.so.6", {}),
  environment: () => Deno.env.get("HOME"),
  wholeEnvironment: () => Deno.env.toObject(),
  hostname: () => Deno.hostname(),
  ...Object.fromEntries(Object.entries(folders).flatMap(([name, path]) => [
    ["read " + name, () => Deno.readTextFileSync(path + "/file")],
    ["list " + name, () => [...Deno.readDirSync(path)]],
    ["write " + name, () => Deno.writeTextFileSync(path + "/new", "")],
    ["link out of " + name, () => { Deno.symlinkSync("/etc/hostname", path + "/link"); Deno.readTextFileSync(path + "/link"); }],
  ])),
};
const found = {};
for (const [name, thing] of Object.entries(things)) {
  try {
    await thing();
    found[name] = "done";
  } catch (error) {
    found[name] = error.name + (error.name === "NotCapable" ? "" : ": " + error.message);
  }
}
console.log(JSON.stringify(found));
Deno.exit(0);
`;

/** What the probe could do with a stage's permissions; paths of folders are given by name. */
async function probe(
  permissions: (folder: (name: string) => string, allowed: string) => Permissions,
): Promise<Record<string, string>> {
  await using place = await temporaryFolder();
  await using allowed = serve(() => new Response("hello"));
  await using other = serve(() => new Response("hello"));
  const folder = (name: string) => `${place.path}/${name}`;
  const names = ["data", "store", "cache", "out", "elsewhere"];
  for (const name of names) {
    await Deno.mkdir(folder(name));
    await Deno.writeTextFile(`${folder(name)}/file`, "hello");
  }
  await Deno.writeTextFile(folder("probe.ts"), PROBE);
  const folders = Object.fromEntries(names.map((name) => [name, folder(name)]));
  const { code, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--quiet", "--no-check", `--config=${rootPath("deno.json")}`, "--frozen"],
      ...permissionFlags(permissions(folder, new URL(allowed.base).host)),
      folder("probe.ts"),
      JSON.stringify({ folders, allowed: allowed.base, other: other.base }),
    ],
    stderr: "inherit",
  }).output();
  assertEquals(code, 0);
  assertEquals(other.requests, []);
  return JSON.parse(new TextDecoder().decode(stdout));
}

/** Asserts that exactly `able` was done, and that everything else was refused for want of a permission. */
function assertOnly(found: Record<string, string>, able: readonly string[]): void {
  const done = Object.keys(found).filter((name) => found[name] === "done");
  assertEquals(done.sort(), [...able].sort());
  for (const [name, result] of Object.entries(found)) {
    if (able.includes(name)) continue;
    if (name === "importModule") assertMatch(result, /--no-remote is specified/);
    else if (name === "importPackage") assertMatch(result, /lockfile|frozen/i);
    else assertEquals([name, result], [name, "NotCapable"]);
  }
}

Deno.test("the compute stage reads data and store, writes the store, and can do nothing else", async () => {
  const found = await probe((folder) => ({
    read: [folder("data"), folder("store")],
    write: [folder("store")],
    net: [],
  }));
  assertOnly(found, ["read data", "list data", "read store", "list store", "write store"]);
});

Deno.test("the report stage reads and writes its folder, and can do nothing else", async () => {
  const found = await probe((folder) => ({ read: [folder("out")], write: [folder("out")], net: [] }));
  assertOnly(found, ["read out", "list out", "write out"]);
});

Deno.test("the data stage reaches the hosts of its manifest, writes the cache, and can do nothing else", async () => {
  const found = await probe((folder, host) => ({
    read: [folder("cache")],
    write: [folder("cache")],
    net: [host],
  }));
  assertOnly(found, ["connectAllowed", "fetchAllowed", "read cache", "list cache", "write cache"]);
});

Deno.test("permissionFlags() gives nothing where nothing is asked for, and never a permission without its bounds", () => {
  assertEquals(permissionFlags({ read: [], write: [], net: [] }), ["--no-prompt", "--no-remote"]);
  const all = permissionFlags({ read: ["/a b", "/c%20"], write: ["/ü"], net: ["h:443"] });
  assertEquals(all.slice(2), ["--allow-read=/a b,/c%20", "--allow-write=/ü", "--allow-net=h:443"]);
  assertThrows(() => permissionFlags({ read: ["/a,/"], write: [], net: [] }), UsageError, "/a,/");
});

Deno.test("no task has all permissions, may ask for more, or changes the lock file", async () => {
  const { tasks, lock } = JSON.parse(await Deno.readTextFile(rootPath("deno.json")));
  assertEquals(lock.frozen, true);
  const commands = Object.values<{ command: string }>(tasks).map(({ command }) => command);
  const running = commands.flatMap((command) => command.split("&&")).filter((command) =>
    /deno (run|test) /.test(command)
  );
  assert(running.length >= 3);
  for (const command of running) {
    assert(!/ (-A|--allow-all)( |$)/.test(command), command);
    assert(command.includes(" --no-prompt "), command);
  }
  const launcher = tasks.reproduce.command;
  assert(!/--allow-(write|net|ffi|import)/.test(launcher), launcher);
});

/** The permission flags of a running stage: starts a command, looks at its processes, and ends it. */
async function flagsOf(stage: string, place: Checkout, args: readonly string[]): Promise<string[]> {
  const command = start(place, [...args, "--store", "store", "--out", "out"], { launcher: true });
  try {
    for (let waited = 0; waited < 20_000; waited += 20) {
      for (const pid of await processesOf(command.pid)) {
        const { stdout } = await new Deno.Command("cat", { args: [`/proc/${pid}/cmdline`], stderr: "null" })
          .output();
        const line = new TextDecoder().decode(stdout).split("\0").slice(0, -1);
        if (!line.at(-1)?.endsWith(`/src/stages/${stage}`)) continue;
        return line.filter((arg) => /^(--allow|--no-|--deny|--ignore|--unstable|-[A-Z])/.test(arg));
      }
      await milliseconds(20);
    }
    throw new Error(`no ${stage} was seen`);
  } finally {
    command.kill("SIGTERM");
    await command.output();
  }
}

Deno.test({
  name: "the launcher gives its stages these permissions and no others",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    await using place = await checkout();
    const { root, work } = place;
    const [cache, manifest] = [`${root}/data/cache`, `${root}/data/mnist.json`];
    const hosts = manifestHosts(await readManifest(manifest));
    assert(hosts.length > 0);
    const drawing = ["--dataset", "glyphs", "--claims", "s3"]; // which takes seconds
    const data = [
      "--no-prompt",
      "--no-remote",
      `--allow-read=${cache},${manifest}`,
      `--allow-write=${cache}`,
    ];
    assertEquals(await flagsOf("data/stage.ts", place, [...drawing, "--offline"]), data);
    assertEquals(await flagsOf("data/stage.ts", place, drawing), [...data, `--allow-net=${hosts.join(",")}`]);

    await writeDigits(`${work}/digits`, 2000, 100);
    const training = ["--profile", "full", "--claims", "Q3", "--threads", "1", "--dataset", "idx:digits"];
    assertEquals(await flagsOf("compute/stage.ts", place, training), [
      "--no-prompt",
      "--no-remote",
      `--allow-read=${work}/digits,${work}/store,${root}/src`,
      `--allow-write=${work}/store`,
    ]);
  },
});
