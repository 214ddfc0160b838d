/**
 * A lint plugin for `src/` that bans what would make numbers depend on anything but the run's specification: ambient
 * randomness, clocks, and mathematics that ECMAScript leaves to the engine. Where a clock only feeds progress or
 * `environment.json`, the line says so in a `deno-lint-ignore`.
 */

/** Exactly specified by ECMAScript, or (sqrt) rounded correctly by every IEEE 754 machine. */
const ALLOWED_MATH = new Set([
  ...["abs", "ceil", "clz32", "floor", "fround", "imul", "max", "min", "round", "sign", "sqrt", "trunc"],
  ...["E", "LN2", "PI"],
]);

const RANDOM_OPS = new Set([
  ...[
    "dropout",
    "multinomial",
    "rand",
    "randomGamma",
    "randomNormal",
    "randomStandardNormal",
    "randomUniform",
  ],
  ...["randomUniformInt", "truncatedNormal"],
]);

const BANNED: Readonly<Record<string, ReadonlySet<string>>> = {
  crypto: new Set(["getRandomValues", "randomUUID"]),
  Date: new Set(["now"]),
  performance: new Set(["now"]),
  tf: RANDOM_OPS,
};

function nameOf(
  node: Deno.lint.Expression | Deno.lint.PrivateIdentifier | Deno.lint.Super,
): string | undefined {
  if (node.type === "Identifier") return node.name;
  if (node.type === "Literal" && typeof node.value === "string") return node.value;
}

const inSource = (filename: string) => /[\\/]src[\\/]/.test(filename);

const plugin: Deno.lint.Plugin = {
  name: "determinism",
  rules: {
    "no-engine-math": {
      create(context) {
        if (!inSource(context.filename)) return {};
        return {
          MemberExpression(node) {
            if (nameOf(node.object) !== "Math") return;
            const member = nameOf(node.property);
            if (member !== undefined && ALLOWED_MATH.has(member)) return;
            context.report({
              node,
              message: `Math.${member ?? "[…]"} is not specified to the bit`,
              hint: "Use src/numeric/elementary.ts or src/random/",
            });
          },
          BinaryExpression(node) {
            if (node.operator !== "**" || node.left.type === "Literal" && node.left.value === 2) return;
            context.report({ node, message: "** is not specified to the bit but for powers of 2" });
          },
        };
      },
    },
    "no-ambient": {
      create(context) {
        if (!inSource(context.filename)) return {};
        return {
          MemberExpression(node) {
            const object = nameOf(node.object);
            const member = nameOf(node.property);
            if (object === undefined || member === undefined || !BANNED[object]?.has(member)) return;
            context.report({ node, message: `${object}.${member} depends on the machine or the moment` });
          },
          NewExpression(node) {
            if (nameOf(node.callee) === "Date" && node.arguments.length === 0) {
              context.report({ node, message: "new Date() depends on the moment" });
            }
          },
        };
      },
    },
  },
};

export default plugin;
