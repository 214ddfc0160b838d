/** The report: from one plain value to a page, a Markdown text, tables, figures and lines for the terminal. */
export { buildReport } from "./build.ts";
export { claimCommand } from "./command.ts";
export type { ReportData, RunRow } from "./data.ts";
export { headlineText } from "./summary.ts";
export { ASSET_PATHS } from "./formats/page/assets.ts";
export { claimLine, claimsTable } from "./formats/terminal.ts";
export { writeReport } from "./write.ts";
