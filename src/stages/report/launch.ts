/** The launcher's side of the report stage. */
import { ASSET_PATHS } from "../../report/mod.ts";
import { Child } from "../child.ts";
import type { ReportReply, ReportRequest } from "../messages.ts";
import { errorOf } from "../stage_error.ts";

/**
 * A report stage for one folder. Loading what draws takes as long as drawing a few figures: whoever knows early that a
 * report will be drawn starts it early.
 */
export class ReportStage implements Disposable {
  readonly #child: Child<ReportRequest, ReportReply>;
  readonly #out: string;

  /** Starts the stage, which may write the folder `out` and nothing else. */
  constructor(out: string, signal: AbortSignal) {
    this.#out = out;
    this.#child = new Child(
      "report/stage.ts",
      { read: [out, ...ASSET_PATHS], write: [out], net: [] },
      signal,
    );
  }

  /**
   * Has the report drawn and written; returns the path of the page. A figure that cannot be drawn is a notice.
   *
   * @throws {HarnessingError} what the stage met
   */
  async write(request: Omit<ReportRequest, "out">, notice: (text: string) => void): Promise<string> {
    const answer = await this.#child.ask({ ...request, out: this.#out });
    await this.#child.close();
    if (answer.type === "error") throw errorOf(answer);
    answer.undrawn.forEach((text) => notice(text));
    return answer.path;
  }

  /** Ends the stage, also where nothing was written. */
  [Symbol.dispose](): void {
    this.#child.kill();
  }
}
