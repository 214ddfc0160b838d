/** The report stage, a process of its own without network: it draws one report and writes it to its folder. */
import { writeReport } from "../../report/mod.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { ReportRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

if (import.meta.main) {
  for await (const { out, data, attachments } of jsonLines<ReportRequest>(Deno.stdin.readable)) {
    try {
      reply({ type: "report", ...await writeReport(data, out, attachments) });
    } catch (error) {
      reply(errorMessage(error));
    }
  }
}
