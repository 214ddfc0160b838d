/** Mutants of a TypeScript source: the same text with one operation, number or loop changed. */

/** One changed place. */
export interface Mutant {
  /** The function or constant at the top level of the file that it is in. */
  readonly owner: string;
  readonly line: number;
  /** The changed line, without its indent. */
  readonly changed: string;
  /** The whole text with the change. */
  readonly source: string;
}

/** A loop upwards: its variable, its first value, and the end. */
const LOOP = /for \(let (\w+) = (\w+); \1 < (.+?); \1\+\+\)/g;

/** What is looked for, and what takes its place. */
const RULES: readonly (readonly [RegExp, string | ((found: string) => string)])[] = [
  [/ \+ /g, " - "],
  [/ - /g, " + "],
  [/ \* /g, " / "],
  [/ \/ /g, " * "],
  [/ % /g, " * "],
  [/ < /g, " <= "],
  [/ <= /g, " < "],
  [/ > /g, " >= "],
  [/ >= /g, " > "],
  [/ === /g, " !== "],
  [/ !== /g, " === "],
  [/ \|\| /g, " && "],
  [/ \+= /g, " -= "],
  [/ \*= /g, " /= "],
  [/(?<=[([]|[=?:,>] |return )-(?=[\w(])/g, ""],
  [/\bf\(/g, "("], // a result is not rounded to float32
  [/Math\.max\b/g, "Math.min"],
  [/Math\.min\b/g, "Math.max"],
  [/Math\.floor\b/g, "Math.ceil"],
  [/Math\.(?:abs|sqrt|sign)\b/g, "Number"],
  [/\breduce\(/g, "reduceRight("],
  [LOOP, (loop) => loop.replace(LOOP, "for (let $1 = ($3) - 1; $1 >= $2; $1--)")],
  [/(?<![\w.])\d+(?:\.\d+)?(?:e-?\d+)?(?![\w.])/g, (n) => n === "0" ? "1" : String(2 * Number(n))],
];

/** The text with spaces where comments are. */
function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, (comment) => comment.replaceAll(/[^\n]/g, " "));
}

/** Every mutant of a source, in the order of its lines. */
export function mutantsOf(source: string): Mutant[] {
  const mutants: Mutant[] = [];
  const lines = source.split("\n"), bare = withoutComments(source).split("\n");
  let owner: string | undefined;
  bare.forEach((line, at) => {
    const declared = /^(?:export )?(\w+)(?: (\w+))?/.exec(line);
    if (declared) owner = ["function", "const"].includes(declared[1]!) ? declared[2] : undefined;
    if (owner === undefined || /^(?:export )?function/.test(line)) return;
    for (const [pattern, replacement] of RULES) {
      for (const { 0: found, index } of line.matchAll(pattern)) {
        const put = typeof replacement === "string" ? replacement : replacement(found);
        const text = lines[at]!;
        const changed = text.slice(0, index) + put + text.slice(index + found.length);
        mutants.push({
          ...{ owner, line: at + 1, changed: changed.trim() },
          source: lines.with(at, changed).join("\n"),
        });
      }
    }
  });
  return mutants;
}
