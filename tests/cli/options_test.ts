import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { command, flag, helpText, parseOptions, valued } from "../../src/cli/options/options.ts";
import { text, wholeNumber } from "../../src/cli/options/values.ts";
import { UsageError } from "../../src/errors.ts";

const SPEC = command({
  task: "reproduce",
  summary: "Does it.",
  options: {
    threads: valued("N", "threads", wholeNumber(1, 64), 1),
    store: valued("DIR", "the store", text),
    json: flag("print JSON"),
    "no-color": flag("no colours"),
  },
});

/** What a command line without options says. */
const NOTHING = { threads: 1, store: null, json: false, "no-color": false, help: false };

const parse = (...args: string[]) => parseOptions(SPEC, args);
const refuses = (args: string[], message: string) => {
  const error = assertThrows(() => parse(...args), UsageError, message);
  assertEquals([error.exitCode, error.message.includes("\n")], [2, false]);
};

Deno.test("parseOptions() finds values and switches, with a space or an equals sign", () => {
  assertEquals(parse(), NOTHING);
  assertEquals(parse("--threads", "2", "--json"), { ...NOTHING, threads: 2, json: true });
  const rest = { "no-color": true, help: true };
  assertEquals(parse("--threads=2", "--no-color", "--help"), { ...NOTHING, threads: 2, ...rest });
});

Deno.test("parseOptions() leaves values as they are typed", () => {
  for (const value of ["a b", "ä,ö", "100%", "a=b", "007", "true", "./-x", "$HOME"]) {
    assertEquals(parse("--store", value), { ...NOTHING, store: value });
    assertEquals(parse(`--store=${value}`), { ...NOTHING, store: value });
  }
});

Deno.test("parseOptions() suggests the nearest option for an unknown one", () => {
  refuses(["--treads", "2"], 'Unknown option --treads (did you mean "--threads"?)');
  refuses(["--jsn"], '(did you mean "--json"?)');
  refuses(["--stroe=x"], 'Unknown option --stroe (did you mean "--store"?)');
  refuses(["--Threads", "2"], '(did you mean "--threads"?)');
  refuses(["--no-json"], "Unknown option --no-json");
  refuses(["-x"], "Unknown option -x: see --help");
  refuses(["--__proto__", "x"], "Unknown option --__proto__");
});

Deno.test("parseOptions() refuses an option without its value", () => {
  for (const args of [["--threads"], ["--threads="], ["--threads", "--json"]]) {
    refuses(args, "--threads needs a value: --threads N");
  }
});

Deno.test("parseOptions() refuses a value for a switch, which would otherwise be ignored", () => {
  refuses(["--json=false"], '--json takes no value, found "false"');
  refuses(["--no-color="], '--no-color takes no value, found ""');
  refuses(["--help=threads"], '--help takes no value, found "threads"');
  refuses(["--json", "false"], '--json takes no value, found "false"');
});

Deno.test("parseOptions() refuses an option given twice", () => {
  refuses(["--threads", "1", "--threads=2"], "--threads is given 2 times, expected once");
});

Deno.test("parseOptions() refuses arguments that belong to no option", () => {
  refuses(["mnist"], 'Unexpected argument "mnist"');
  refuses(["--json", "yes"], 'Unexpected argument "yes"');
  refuses(["--store", ""], 'Unexpected argument ""');
  refuses(["--threads", "1", "2"], 'Unexpected argument "2"');
  refuses(["--", "x"], 'Unexpected argument "x"');
});

Deno.test("parseOptions() names the option whose value cannot be parsed", () => {
  refuses(["--threads", "65"], '--threads is "65", expected a whole number from 1 to 64');
});

Deno.test("parseOptions() takes arguments in their order, and null for one that is not given", () => {
  const spec = command({ task: "diff", summary: "Compares.", arguments: ["a", "b"], options: {} });
  assertEquals(parseOptions(spec, ["x", "y"]), { a: "x", b: "y", help: false });
  assertEquals(parseOptions(spec, ["7"]), { a: "7", b: null, help: false });
  assertThrows(() => parseOptions(spec, ["x", "y", "z"]), UsageError, "diff takes A B only");
});

Deno.test("helpText() has a line for each option, --help included", () => {
  const lines = helpText(SPEC).split("\n");
  assertEquals(lines[0], "deno task reproduce [options]");
  for (const [name, { value, help }] of Object.entries(SPEC.options)) {
    const left = value === null ? `--${name}` : `--${name} ${value}`;
    assertEquals(lines.filter((line) => line.trim().startsWith(`${left} `) && line.endsWith(help)).length, 1);
  }
  assertStringIncludes(helpText(SPEC), "--help");
});
