import type { Confounder, Factor, Identification } from '../../contract/effects';
import type { ComparedRun } from './comparedRun';
import { heldEqual, heldEqualOf } from './heldEqual';

/** What a pair is held against. */
export interface Guard {
  readonly factor: Factor;
  /** Whether the effect is one on time, for which machine and what ran beside must be equal too. */
  readonly isTimed?: boolean;
  /** Whether runs of another build of the same numerics count. */
  readonly acceptsBuilds?: boolean;
}

/** So much of a core's time that other programs took may differ between two runs before their times do not compare, in percent. */
export const BESIDE_TOLERANCE = 20;

/** What other programs took of the machine. */
const BESIDE = 'what ran beside';

/** The name of what is named, and counts after somebody has said so. */
export const BUILD = 'trainer build';

/**
 * Whether the difference of two runs can be put down to one parameter: everything else that could change the result must be equal. The
 * workspace's Git commit is no part of it: committing runs changes it.
 */
export function identify(
  reference: ComparedRun,
  other: ComparedRun,
  { factor, isTimed = false, acceptsBuilds = false }: Guard,
): Identification {
  const confounders: Confounder[] = [];
  const decided: Confounder[] = [];
  const unverified: string[] = [];
  for (const { name, of, decidedBy = [], only } of heldEqualOf([reference, other])) {
    if (name === factor || (only === 'time' && !isTimed)) continue;
    const [a, b] = [of(reference), of(other)];
    if (a === undefined || b === undefined) {
      unverified.push(name);
      continue;
    }
    if (a === b) continue;
    const difference: Confounder = { name, values: [a, b] };
    if (decidedBy.includes(factor) || (only === 'build' && acceptsBuilds)) decided.push(difference);
    else confounders.push(difference);
  }
  if (isTimed) {
    const beside = [reference, other].map(({ summary }) => summary?.besideCpuPercent);
    const [a, b] = beside;
    if (a === undefined || b === undefined) unverified.push(BESIDE);
    else if (Math.abs(a - b) > BESIDE_TOLERANCE) confounders.push({ name: BESIDE, values: [besideInWords(a), besideInWords(b)] });
  }
  return { confounders, decided, unverified };
}

/** Whether the times of a pair can be held against each other: what they depend on is known of both runs. */
export function isOnOneMachine({ unverified }: Pick<Identification, 'unverified'>): boolean {
  return !unverified.some(name => name === BESIDE || heldEqual.some(one => one.name === name && one.only === 'time'));
}

function besideInWords(cpuPercent: number): string {
  return `${Math.round(cpuPercent)} % of a core`;
}
