/** The rehearsal in a process of its own, without any permission: digests by the way in which it was computed. */
import { startEngine } from "../../backend/engine.ts";
import { evaluationDigest, rehearsalData, rehearse } from "../../runs/invariance_probe.ts";
import { endWithParent } from "../end_with_parent.ts";
import { jsonLines, reply } from "../json_lines.ts";
import type { RehearsalRequest } from "../messages.ts";
import { errorMessage } from "../stage_error.ts";

async function digestsOf({ threads, batches, interruptedAfter }: RehearsalRequest) {
  const dataset = rehearsalData();
  const byThreads: string[] = [];
  const byBatch: string[] = [];
  let resumed: string | null = null;
  for (const [i, width] of threads.entries()) {
    using engine = await startEngine({ threads: width });
    const found = await rehearse(engine, dataset);
    byThreads.push(found.chainHead);
    if (i > 0) continue;
    for (const batch of batches) byBatch.push(evaluationDigest(engine, found, dataset, batch));
    if (interruptedAfter !== null) resumed = (await rehearse(engine, dataset, interruptedAfter)).chainHead;
  }
  return { byThreads, byBatch, resumed };
}

if (import.meta.main) {
  using _watch = endWithParent();
  for await (const request of jsonLines<RehearsalRequest>(Deno.stdin.readable)) {
    try {
      reply({ type: "digests", ...await digestsOf(request) });
    } catch (error) {
      reply(errorMessage(error));
    }
  }
}
