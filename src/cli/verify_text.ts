/** What `verify` prints. */
import type { ReceiptRun, SegmentResult, TensorDifference } from "../runs/mod.ts";
import type { Difference, Verification } from "../commands/verify/verification.ts";
import type { Spot } from "../commands/verify/scope.ts";

const nameOf = ({ label, seed }: Pick<ReceiptRun, "label" | "seed">) => `${label}, seed ${seed}`;

/** How much of a tensor differs. */
export function tensorLine({ tensor, digests, elements, differing, ulps }: TensorDifference): string {
  const distance = ulps === null ? "not numbers" : `at most ${ulps} ulps apart`;
  return `  ${tensor}: ${differing} of ${elements} elements differ, ${distance}; SHA-256 ${digests[0]} and ${
    digests[1]
  }`;
}

/** A difference, with the tensors below it. */
export function differenceText({ run, text, tensors }: Difference): string {
  return [`DIFFERS  ${nameOf(run)}: ${text}`, ...tensors.map(tensorLine)].join("\n");
}

/** Which epochs were chosen, and how to choose them again. */
export function spotsText(spots: readonly Spot[], seed: number): string {
  const count = spots.reduce((sum, { epochs }) => sum + epochs.length, 0);
  return [
    `${count} random ${count === 1 ? "epoch" : "epochs"}; --spot-seed ${seed} repeats this choice:`,
    ...spots.map(({ run, epochs }) => `  ${nameOf(run)}: ${epochs.join(", ")} of ${run.chain!.length - 1}`),
  ].join("\n");
}

/** An epoch that agrees. */
export function epochText(run: ReceiptRun, { epoch, from }: SegmentResult): string {
  return `same  ${nameOf(run)}, epoch ${epoch} (computed from ${
    from === 0 ? "the beginning" : `the end of epoch ${from}, which agrees`
  })`;
}

/** The last lines. */
export function verificationText(found: Verification, spot: boolean, path: string): string {
  const { agreed, differences, kept, receipt } = found;
  const what = spot ? (agreed === 1 ? "epoch" : "epochs") : agreed === 1 ? "run" : "runs";
  const lines = [
    `${agreed} ${what} of ${path} (${receipt.profile}, ${receipt.dataset}) recomputed bit for bit`,
  ];
  if (differences.length > 0) {
    lines.push(`${differences.length} differ${differences.length === 1 ? "s" : ""}`);
  }
  if (kept !== null) lines.push(`The recomputed runs are kept in ${kept}`);
  return lines.join("\n");
}
