/**
 * Golden bits of a whole training: the rehearsal of four epochs with dropout, the adversarial objective and early
 * stopping, its hash chain and an evaluation. Run by arm64.sh on another architecture; prints two lines.
 */
import { startEngine } from "../../../../../src/backend/engine.ts";
import { evaluationDigest, rehearsalData, rehearse } from "../../../../../src/runs/invariance_probe.ts";

using engine = await startEngine({ threads: Number(Deno.args[0] ?? 1) });
const data = rehearsalData();
const found = await rehearse(engine, data);
console.log(`${found.chainHead}  hash chain of a short training`);
console.log(`${evaluationDigest(engine, found, data, 100)}  its evaluation`);
