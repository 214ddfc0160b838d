/** Schemas of plain data: validation, defaults and documentation from one description. @module */
export { canonical, InvalidValue, type JsonSchema, refined, type Schema } from "./schema.ts";
export { choice, flag, number, type Range, text, whole } from "./scalars.ts";
export {
  anyJson,
  type Completed,
  defaulted,
  type DefaultedField,
  either,
  type Fields,
  list,
  nullable,
  object,
  optional,
  type OptionalField,
  record,
  variants,
} from "./structures.ts";
