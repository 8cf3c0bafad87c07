import path from 'node:path';
import type { ComparisonPlan, TestNoise } from '../../contract/effects';
import { pairsOf, type FindRun } from '../../experiment/effects/pairs';
import { testNoise } from '../../experiment/effects/testNoise';
import type { Inspector } from '../inspector';

interface Place {
  readonly runsFolder: string;
  readonly find: FindRun;
}

/** Of each level with a single pair: what the test images alone leave open; nothing of one whose runs have no arrays of the same images. */
export async function testNoises(
  inspector: Pick<Inspector, 'ask'>,
  plan: ComparisonPlan,
  { runsFolder, find }: Place,
): Promise<TestNoise[]> {
  const noises: TestNoise[] = [];
  const paired = pairsOf(plan, find).filter(({ state }) => state === 'paired');
  for (const level of plan.levels.slice(1)) {
    const [pair, ...more] = paired.filter(one => one.level === level);
    const [reference, other] = pair?.runs ?? [null, null];
    if (!pair || more.length > 0 || reference === null || other === null) continue;
    const [baseline, folder] = [path.join(runsFolder, reference), path.join(runsFolder, other)];
    const { results } = await inspector.ask({ type: 'paired', baseline, folders: [folder] });
    const right = find(other)?.summary?.confusionMatrix?.reduce((sum, row, truth) => sum + (row[truth] ?? 0), 0);
    const [result] = results;
    const noise = result && right !== undefined ? testNoise(result, { level, seed: pair.seed, right }) : undefined;
    if (noise) noises.push(noise);
  }
  return noises;
}
