import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import {
  type CommandSpec,
  duration,
  helpText,
  oneOf,
  parseOptions,
  wholeNumber,
} from "../../src/cli/options.ts";
import { UsageError } from "../../src/errors.ts";

const SPEC: CommandSpec = {
  task: "reproduce",
  summary: "Does it.",
  options: {
    threads: { value: "N", help: "threads" },
    store: { value: "DIR", help: "the store" },
    json: { help: "print JSON" },
    "no-color": { help: "no colours" },
  },
};

const parse = (...args: string[]) => parseOptions(SPEC, args);
const refuses = (args: string[], message: string) => {
  const error = assertThrows(() => parse(...args), UsageError, message);
  assertEquals([error.exitCode, error.message.includes("\n")], [2, false]);
};

Deno.test("parseOptions() finds values and switches, with a space or an equals sign", () => {
  assertEquals(parse(), {});
  assertEquals(parse("--threads", "2", "--json"), { threads: "2", json: true });
  assertEquals(parse("--threads=2", "--no-color", "--help"), { threads: "2", "no-color": true, help: true });
});

Deno.test("parseOptions() leaves values as they are typed", () => {
  for (const value of ["a b", "ä,ö", "100%", "a=b", "007", "true", "./-x", "$HOME"]) {
    assertEquals(parse("--store", value), { store: value });
    assertEquals(parse(`--store=${value}`), { store: value });
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

Deno.test("helpText() has a line for each option, --help included", () => {
  const lines = helpText(SPEC).split("\n");
  assertEquals(lines[0], "deno task reproduce [options]");
  for (const [name, { value, help }] of Object.entries(SPEC.options)) {
    const left = value === undefined ? `--${name}` : `--${name} ${value}`;
    assertEquals(lines.filter((line) => line.trim().startsWith(`${left} `) && line.endsWith(help)).length, 1);
  }
  assertStringIncludes(helpText(SPEC), "--help");
});

Deno.test("duration() reads seconds, minutes and hours", () => {
  assertEquals(["90s", "10m", "2h", "0.5s", "1.5h"].map((text) => duration("budget", text)), [
    90_000,
    600_000,
    7_200_000,
    500,
    5_400_000,
  ]);
});

Deno.test("duration() refuses what is no duration above zero", () => {
  for (const text of ["", "10", "m", "-1m", "0s", "0.0h", "10 m", "10min", "1e3s", "1m30s", "∞s", "10M"]) {
    assertThrows(
      () => duration("budget", text),
      UsageError,
      `--budget is "${text}", expected a duration such as 90s`,
    );
  }
});

Deno.test("wholeNumber() takes numbers within its bounds and nothing else", () => {
  assertEquals([wholeNumber("threads", "1", 1, 64), wholeNumber("threads", "64", 1, 64)], [1, 64]);
  for (const text of ["0", "65", "-1", "1.5", "1e1", "0x10", " 2", "", "two", "99999999999999999999"]) {
    const message = `--threads is "${text}", expected a whole number from 1 to 64`;
    assertThrows(() => wholeNumber("threads", text, 1, 64), UsageError, message);
  }
});

Deno.test("oneOf() takes a word of its list and suggests the nearest to another", () => {
  assertEquals(oneOf("profile", "quick", ["smoke", "quick"]), "quick");
  assertThrows(
    () => oneOf("profile", "quikc", ["smoke", "quick"]),
    UsageError,
    '--profile is "quikc", expected smoke, quick (did you mean "quick"?)',
  );
});
