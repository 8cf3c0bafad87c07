import type { PairedResult } from '../../contract/inspection';
import type { Level, TestNoise } from '../../contract/effects';
import { mcnemarExact, pairedSharesInterval } from '../../statistics/pairedShares';

interface OfPair {
  readonly level: Level;
  readonly seed: number;
  /** Images that the run with the level got right. */
  readonly right: number;
}

/**
 * What the test images alone leave open between two models.
 * @param result of the run with the level, against that with the reference
 * @returns undefined where they were not tested on the same images
 */
export function testNoise(result: PairedResult, { right, ...of }: OfPair): TestNoise | undefined {
  if (result.outcome === 'refused') return undefined;
  const { onlyRun: onlyLevel, onlyBaseline: onlyReference, images } = result;
  const bothRight = right - onlyLevel;
  const counts = { both: bothRight, onlyA: onlyLevel, onlyB: onlyReference, neither: images - bothRight - onlyLevel - onlyReference };
  return {
    ...of,
    onlyLevel,
    onlyReference,
    images,
    difference: (onlyLevel - onlyReference) / images,
    ...pairedSharesInterval(counts),
    p: mcnemarExact(counts),
  };
}
