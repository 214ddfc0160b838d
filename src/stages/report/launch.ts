/** The launcher's side of the report stage. */
import { ASSET_PATHS } from "../../report/mod.ts";
import { Child } from "../child.ts";
import type { ReportReply, ReportRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/** Has a report drawn and written; returns the path of the page. A figure that cannot be drawn is a notice. */
export async function writeReport(
  request: ReportRequest,
  signal: AbortSignal,
  notice: (text: string) => void,
): Promise<string> {
  const child = new Child<ReportRequest, ReportReply>("report/stage.ts", {
    read: [request.out, ...ASSET_PATHS],
    write: [request.out],
    net: [],
  }, signal);
  const answer = await child.ask(request);
  await child.close();
  if (answer.type === "error") throw errorOf(answer);
  answer.undrawn.forEach((text) => notice(text));
  return answer.path;
}
