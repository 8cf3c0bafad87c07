import type { ComparisonPlan, Factor, Level, TestNoise } from '../contract/effects';
import { newRunId } from '../contract/runId';
import { comparedRuns } from '../designs/comparedRuns';
import { comparisonStore } from '../designs/comparisonStore';
import type { ComparedRun } from '../experiment/effects/comparedRun';
import { comparisonResult, type ComparisonResult } from '../experiment/effects/comparisonResult';
import { levelInWords } from '../experiment/effects/effectInWords';
import { comparisonOfRuns } from '../experiment/effects/ofRuns';
import type { FindRun } from '../experiment/effects/pairs';
import { withBuilds } from '../experiment/effects/planning';
import { plansOverRuns } from '../experiment/effects/plansOverRuns';
import { testNoises } from '../runs/designs/testNoises';
import type { Inspector } from '../runs/inspector';
import { messageOf } from '../util/messageOf';
import { QuestionError } from './questionError';

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
 * What chosen runs of one folder tell of a parameter; with `acceptsBuilds` those of another build of the same numerics count too.
 * @throws {QuestionError} if they have fewer than two values of it, one of them has none, or no seed, or no seed has two of them
 */
export async function effectOfRuns(
  runs: readonly ComparedRun[],
  factor: Factor,
  { runsFolder, inspector, acceptsBuilds = false }: Omit<Place, 'most'> & { readonly acceptsBuilds?: boolean },
): Promise<EffectFound> {
  const plan = planOver(runs, factor);
  checkForPairs(plan);
  return { source: 'runs', result: await resultOf(acceptsBuilds ? withBuilds(plan) : plan, { runsFolder, inspector }) };
}

/** Nothing can be told of runs no two of which make a pair. @throws {QuestionError} */
function checkForPairs({ factor, levels: [reference, ...others], runs }: ComparisonPlan): void {
  const seedsOf = (level: Level): number[] => runs.flatMap(run => (run.level === level ? [run.seed] : [])).toSorted((a, b) => a - b);
  const ofReference = seedsOf(reference!);
  if (others.some(level => seedsOf(level).some(seed => ofReference.includes(seed)))) return;
  const each = [reference!, ...others].map(level => `${levelInWords(factor, level)}: ${[...new Set(seedsOf(level))].join(', ')}`);
  throw new QuestionError(
    `No two of these runs make a pair, which takes one seed and two values of ${factor}, that of the first run among them. Their seeds are, ${each.join('; ')}.`,
  );
}

function planOver(runs: readonly ComparedRun[], factor: Factor): ComparisonPlan {
  const now = new Date();
  try {
    return comparisonOfRuns({ runs, factor, hypothesis: null, author: null, now, id: newRunId(now) });
  } catch (error) {
    throw new QuestionError(messageOf(error), { cause: error });
  }
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
