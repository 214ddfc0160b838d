/** The tables that experiments write and figures read. @module */
export {
  columnsOf,
  type MeasuredRow,
  type MeasuredTables,
  ofFirstSeed,
  readTable,
  type TableName,
  type TableRow,
} from "./row.ts";
