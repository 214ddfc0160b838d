/** The launcher's side of the store stage. */
import { Child } from "../child.ts";
import type { StoreReply, StoreRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/**
 * Has something removed from a folder, or an entry or the record of a data set written to a store.
 *
 * @throws {HarnessingError} what the stage met
 */
export async function askStore(request: StoreRequest, signal: AbortSignal): Promise<void> {
  const child = new Child<StoreRequest, StoreReply>("store/stage.ts", {
    read: [request.root],
    write: [request.root],
    net: [],
  }, signal);
  const answer = await child.ask(request);
  await child.close();
  if (answer.type === "error") throw errorOf(answer);
}
