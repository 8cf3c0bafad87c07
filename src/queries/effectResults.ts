import type { ComparisonPlan, Factor, TestNoise } from '../contract/effects';
import { newRunId } from '../contract/runId';
import { comparedRuns } from '../designs/comparedRuns';
import { comparisonStore } from '../designs/comparisonStore';
import type { ComparedRun } from '../experiment/effects/comparedRun';
import { comparisonResult, type ComparisonResult } from '../experiment/effects/comparisonResult';
import { comparisonOfRuns } from '../experiment/effects/ofRuns';
import type { FindRun } from '../experiment/effects/pairs';
import { plansOverRuns } from '../experiment/effects/plansOverRuns';
import { testNoises } from '../runs/designs/testNoises';
import type { Inspector } from '../runs/inspector';

/** What is known of a parameter's effect: of a comparison that somebody planned, or computed over runs that are there. */
export interface EffectFound {
  readonly source: 'comparison' | 'runs';
  readonly result: ComparisonResult;
}

export interface EffectsFound {
  readonly found: readonly EffectFound[];
  /** So many more there are, which were not computed. */
  readonly leftOut: number;
}

interface Place {
  readonly runsFolder: string;
  readonly inspector: Pick<Inspector, 'ask'>;
  /** So many are computed at most. */
  readonly most: number;
}

/**
 * The effects of a parameter that the comparisons beside a folder of runs found, the newest first, and then those that its runs tell without a
 * plan. Trains nothing and writes nothing.
 * @param runs those of the folder
 */
export async function effectsIn(
  runs: readonly ComparedRun[],
  factor: Factor,
  { runsFolder, inspector, most }: Place,
): Promise<EffectsFound> {
  const { designs } = await comparisonStore(runsFolder).list();
  const kept = designs.flatMap(({ plan }) => (plan.factor === factor ? [plan] : [])).toReversed();
  const now = new Date();
  const planned = kept.map(plan => ({ source: 'comparison' as const, plan }));
  const unplanned = plansOverRuns(runs, factor, { now, id: newRunId(now) }).filter(plan => !isAnswered(plan, kept));
  const all = [...planned, ...unplanned.map(plan => ({ source: 'runs' as const, plan }))];
  const found: EffectFound[] = [];
  for (const { source, plan } of all.slice(0, most)) found.push({ source, result: await resultOf(plan, { runsFolder, inspector }) });
  return { found, leftOut: Math.max(0, all.length - most) };
}

/**
 * What chosen runs of one folder tell of a parameter.
 * @throws {Error} if they have fewer than two values of it, or one of them has none
 */
export async function effectOfRuns(
  runs: readonly ComparedRun[],
  factor: Factor,
  { runsFolder, inspector }: Omit<Place, 'most'>,
): Promise<EffectFound> {
  const now = new Date();
  const plan = comparisonOfRuns({ runs, factor, hypothesis: null, author: null, now, id: newRunId(now) });
  return { source: 'runs', result: await resultOf(plan, { runsFolder, inspector }) };
}

/** A comparison has the same runs already: it says of them what there is to say, with what was planned. */
function isAnswered(plan: ComparisonPlan, kept: readonly ComparisonPlan[]): boolean {
  return kept.some(({ runs }) => {
    const ids = new Set(runs.map(({ id }) => id));
    return plan.runs.every(({ id }) => ids.has(id));
  });
}

async function resultOf(plan: ComparisonPlan, place: Omit<Place, 'most'>): Promise<ComparisonResult> {
  const find = await comparedRuns([plan], place.runsFolder);
  return comparisonResult(plan, find, await noiseOf(plan, find, place));
}

/** Nothing of runs whose arrays cannot be read: what the test images leave open is then not told. */
async function noiseOf(plan: ComparisonPlan, find: FindRun, { runsFolder, inspector }: Omit<Place, 'most'>): Promise<TestNoise[]> {
  try {
    return await testNoises(inspector, plan, { runsFolder, find });
  } catch {
    return [];
  }
}
