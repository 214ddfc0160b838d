/** The tables of `data/` that belong to the project, read from its own folder. */
import {
  type Choice,
  type Claim,
  type Erratum,
  parseChoices,
  parseClaims,
  parseErrata,
} from "../claims/mod.ts";
import { DataError } from "../errors.ts";
import { sha256 } from "../files/sha256.ts";
import { rootPath } from "./root.ts";
import { type Costs, parseCosts } from "../planning/costs.ts";

async function parsed<T>(name: string, parse: (text: string, file: string) => T): Promise<T> {
  const path = `data/${name}`;
  let text: string;
  try {
    text = await Deno.readTextFile(rootPath(path));
  } catch (error) {
    throw new DataError(
      `Cannot read ${path} of the project: ${error instanceof Error ? error.message : error}`,
    );
  }
  return parse(text, path);
}

/** Reads `data/claims.csv`. */
export function readClaims(): Promise<readonly Claim[]> {
  return parsed("claims.csv", parseClaims);
}

/** The SHA-256 of `data/claims.csv`. */
export function claimsDigest(): Promise<string> {
  return parsed("claims.csv", sha256);
}

/** Reads `data/choices.csv`. */
export function readChoices(): Promise<readonly Choice[]> {
  return parsed("choices.csv", parseChoices);
}

/** Reads `data/errata.csv`. */
export function readErrata(): Promise<readonly Erratum[]> {
  return parsed("errata.csv", parseErrata);
}

/** Reads `data/costs.csv`. */
export function readCosts(): Promise<Costs> {
  return parsed("costs.csv", parseCosts);
}
