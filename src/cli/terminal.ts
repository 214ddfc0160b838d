/** What the terminal can do: some can move no cursor and show no colours. */

/** The width of the terminal; null where there is none. */
function columnsOf(): number | null {
  try {
    return Deno.consoleSize().columns;
  } catch {
    return null;
  }
}

/** Whether only plain lines make sense: TERM is "dumb", or the terminal says that it has no width. */
export function isPlain(): boolean {
  return Deno.env.get("TERM") === "dumb" || columnsOf() === 0;
}

/** Standard error as a screen: whether a line can be redrawn there, and how wide it may be. */
export function screen(): { readonly terminal: boolean; readonly columns: number } {
  const columns = columnsOf();
  const terminal = Deno.stderr.isTerminal() && columns !== null && !isPlain();
  return { terminal, columns: terminal ? columns : 80 };
}
