/** The `environment.json` of a store entry: the machine and the moment of one run, recorded and never compared. */
export interface RunEnvironment {
  readonly threads: number;
  /** Wall-clock time. */
  readonly seconds: number;
  /** The epoch of the checkpoint that the run went on from: the seconds are of those after it. */
  readonly resumedAfter?: number;
  /** Digests of the code that the run went through, by room of \`src/\`; entries of older versions have none. */
  readonly code?: Readonly<Record<string, string>>;
  readonly deno: string;
  readonly v8: string;
  /** "linux x86_64". */
  readonly platform: string;
  /** ISO 8601. */
  readonly finished: string;
}
