/** For a process that computes for minutes without a look at its input: whether anybody still waits for it. */

/** Runs in a thread of its own, since the main one does not yield. A process may always end itself. */
const WATCHER = `
onmessage = ({ data: { parent, self } }) =>
  setInterval(() => Deno.ppid === parent || Deno.kill(self, "SIGKILL"), 500);
`;

/** Ends this process soon after the one that started it has ended; dispose it, or it keeps the process alive. */
export function endWithParent(): Disposable {
  const worker = new Worker(`data:text/javascript,${encodeURIComponent(WATCHER)}`, { type: "module" });
  worker.postMessage({ parent: Deno.ppid, self: Deno.pid });
  return { [Symbol.dispose]: () => worker.terminate() };
}
