/** Schemas of lists, records, objects and unions of objects. */
import { demand, InvalidValue, type JsonSchema, memberPath, type Schema, shown } from "./schema.ts";

/** A field that need not be there. */
export interface OptionalField<T> {
  readonly optional: Schema<T>;
}

/** A field that has its default where it is not there. */
export interface DefaultedField<T> extends OptionalField<T> {
  readonly default: T;
}

/** A type with the fields D, which have defaults. */
export type Completed<T, D extends keyof T> = T & { readonly [K in D]-?: Exclude<T[K], undefined> };

/** A schema for each field of T; those of D have defaults. */
export type Fields<T, D extends keyof T = never> = {
  readonly [K in keyof T]-?: K extends D ? DefaultedField<Exclude<T[K], undefined>>
    : Record<never, never> extends Pick<T, K> ? OptionalField<Exclude<T[K], undefined>>
    : Schema<T[K]>;
};

/** A field that may be absent, which means something else than any value. */
export function optional<T>(schema: Schema<T>): OptionalField<T> {
  return { optional: schema };
}

/** A field that need not be written when it has this value. */
export function defaulted<T>(schema: Schema<T>, value: T): DefaultedField<T> {
  return { optional: schema, default: schema.canonical(value) };
}

type AnyField = Schema<unknown> | OptionalField<unknown> | DefaultedField<unknown>;

const schemaOf = (field: AnyField) => "optional" in field ? field.optional : field;
const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function membersOf(value: unknown, path: string, expected: string): Readonly<Record<string, unknown>> {
  const valid = typeof value === "object" && value !== null && !Array.isArray(value);
  demand(valid, path, value, expected);
  return value as Record<string, unknown>;
}

/** A list of values of one kind. */
export function list<T>(
  of: Schema<T>,
  { least = 0, most = 1e5 }: { readonly least?: number; readonly most?: number } = {},
): Schema<readonly T[]> {
  return {
    canonical(value, path = "") {
      const valid = Array.isArray(value) && value.length >= least && value.length <= most;
      demand(valid, path, value, `a list of ${least} to ${most}`);
      return (value as readonly unknown[]).map((each, i) => of.canonical(each, memberPath(path, i)));
    },
    complete: (value) => value,
    json: { type: "array", minItems: least, maxItems: most, items: of.json },
  };
}

/** An object whose fields have any names that `names` matches, and values of one kind. */
export function record<T>(names: RegExp, of: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return {
    canonical(value, path = "") {
      const members = membersOf(value, path, "an object");
      return Object.fromEntries(
        Object.keys(members).sort().map((name) => {
          const at = memberPath(path, name);
          if (!names.test(name)) {
            throw new InvalidValue(path, `has the field ${shown(name)}, expected names like ${names.source}`);
          }
          return [name, of.canonical(members[name], at)];
        }),
      );
    },
    complete: (value) => value,
    json: { type: "object", propertyNames: { pattern: names.source }, additionalProperties: of.json },
  };
}

/**
 * An object with these fields and no others. D names the fields that have defaults.
 *
 * @example
 * ```ts
 * import { assertEquals, assertThrows } from "@std/assert";
 * import { number } from "./scalars.ts";
 * const decay = object<{ l1?: number }, "l1">({ l1: defaulted(number({ least: 0 }), 0) });
 * assertEquals([decay.canonical({ l1: 0 }), decay.canonical({ l1: 1 })], [{}, { l1: 1 }]);
 * assertEquals(decay.complete({}), { l1: 0 });
 * assertThrows(() => decay.canonical({ l2: 1 }), Error, 'it has the unknown field "l2", expected l1');
 * ```
 */
export function object<T extends object, D extends keyof T = never>(
  fields: Fields<T, D>,
): Schema<T, Completed<T, D>> {
  const entries = Object.entries<AnyField>(fields).sort(([a], [b]) => a < b ? -1 : 1);
  const names = entries.map(([name]) => name);
  const defaults = Object.fromEntries(
    entries.flatMap(([name, field]) => "default" in field ? [[name, field.default]] : []),
  );
  const jsonOf = ([name, field]: [string, AnyField]) => {
    const { json } = schemaOf(field);
    return [name, "default" in field ? { ...json, default: field.default } : json];
  };
  return {
    canonical(value, path = "") {
      const members = membersOf(value, path, "an object");
      for (const name of Object.keys(members)) {
        if (names.includes(name)) continue;
        throw new InvalidValue(path, `has the unknown field ${shown(name)}, expected ${names.join(", ")}`);
      }
      const found = entries.flatMap(([name, field]) => {
        const member = Object.hasOwn(members, name) ? members[name] : undefined;
        if (member === undefined && "optional" in field) return [];
        const own = schemaOf(field).canonical(member, memberPath(path, name));
        return "default" in field && same(own, field.default) ? [] : [[name, own]];
      });
      return Object.fromEntries(found);
    },
    complete: (value) => ({ ...defaults, ...value }) as Completed<T, D>,
    json: {
      type: "object",
      additionalProperties: false,
      required: entries.filter(([, field]) => !("optional" in field)).map(([name]) => name),
      properties: Object.fromEntries(entries.map(jsonOf)),
    },
  };
}

/** Objects of several kinds, told apart by the text in the field `tag`; each schema has that field too. */
export function variants<T extends { readonly [tag in Tag]: string }, Tag extends string>(
  tag: Tag,
  table: { readonly [K in T[Tag]]: Schema<Extract<T, { readonly [tag in Tag]: K }>> },
): Schema<T> {
  const schemas: Readonly<Record<string, Schema<unknown>>> = table;
  const expected = Object.keys(schemas).map((name) => JSON.stringify(name)).join(" or ");
  return {
    canonical(value, path = "") {
      const kind = membersOf(value, path, `an object with ${tag} ${expected}`)[tag];
      const known = typeof kind === "string" && Object.hasOwn(schemas, kind);
      demand(known, memberPath(path, tag), kind, expected);
      return schemas[kind as string]!.canonical(value, path) as T;
    },
    complete: (value) => schemas[value[tag]]!.complete(value) as T,
    json: { type: "object", required: [tag], oneOf: Object.values(schemas).map(({ json }) => json) },
  };
}

/** What one schema or the other describes: `objects` is asked about objects, `others` about everything else. */
export function either<A, B extends object>(others: Schema<A>, objects: Schema<B>): Schema<A | B> {
  return {
    canonical(value, path = "") {
      const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
      return isObject ? objects.canonical(value, path) : others.canonical(value, path);
    },
    complete: (value) => value,
    json: { oneOf: [others.json, objects.json] },
  };
}

/** A value, or null. */
export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return {
    canonical: (value, path) => value === null ? null : schema.canonical(value, path),
    complete: (value) => value,
    json: { oneOf: [{ type: "null" }, schema.json] },
  };
}

/** Any JSON value; an object for which `ofObject` names a schema must be what that describes, wherever it lies. */
export function anyJson(
  ofObject: (value: unknown) => Schema<unknown> | undefined = () => undefined,
): Schema<unknown> {
  const any: Schema<unknown> = {
    canonical(value, path = "") {
      if (Array.isArray(value)) return value.map((each, i) => any.canonical(each, memberPath(path, i)));
      if (typeof value === "object" && value !== null) {
        const own = ofObject(value);
        if (own !== undefined) return own.canonical(value, path);
        const members = value as Readonly<Record<string, unknown>>;
        const names = Object.keys(members).sort();
        return Object.fromEntries(
          names.map((name) => [name, any.canonical(members[name], memberPath(path, name))]),
        );
      }
      const isJson = value === null || typeof value === "boolean" || typeof value === "string" ||
        typeof value === "number" && Number.isFinite(value);
      demand(isJson, path, value, "a value that JSON can hold");
      return value === 0 ? 0 : value;
    },
    complete: (value) => value,
    json: {} satisfies JsonSchema,
  };
  return any;
}
