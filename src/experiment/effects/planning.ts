import type { ComparedRunPlan, ComparisonPlan, Factor, Hypothesis, Level } from '../../contract/effects';
import { parameterTable, type Parameters } from '../../contract/parameters';
import { random } from '../../util/random';
import type { ComparedRun } from './comparedRun';
import { hasResultUnder, settingKey, type Conditions } from './conditions';
import { pairsOf, type FindRun } from './pairs';
import { parametersOf, plannedRun, seedsOf } from './planned';

/** What a person asks. */
export interface Question {
  readonly factor: Factor;
  /** The first is what the others are compared with. */
  readonly levels: readonly Level[];
  readonly baseline: Parameters;
  readonly baselineRun: string | null;
  readonly hypothesis: Hypothesis | null;
}

export interface Planning {
  readonly question: Question;
  /** Replicates. */
  readonly count: number;
  readonly conditions: Conditions;
  /** All runs that there are. */
  readonly existing: readonly ComparedRun[];
  /** Whether runs that exist take the place of those that would be trained. By default they do. */
  readonly reuses?: boolean;
  readonly author: string | null;
  readonly now: Date;
  /** New ids, all different. */
  readonly ids: (count: number) => readonly string[];
}

/**
 * A plan for a question. Where no run is to be reused, seeds are passed over whose results can already be seen: the same seed would come to
 * the same result again.
 */
export function planComparison({ question, count, conditions, existing, reuses = true, author, now, ids }: Planning): ComparisonPlan {
  const [id, ...runIds] = ids(1 + count * question.levels.length);
  const seen = reuses ? new Set<number>() : seedsSeen(question, existing);
  const seeds = seedsFrom(question.baseline.seed, count, seen);
  const { engine, threads } = conditions;
  const plan: ComparisonPlan = {
    schemaVersion: 1,
    id: id!,
    createdAt: now.toISOString(),
    author,
    ...question,
    seeds,
    engine,
    threads,
    runs: [],
  };
  return { ...plan, runs: planRuns(plan, seeds, { ids: runIds, existing: reuses ? existing.filter(hasResultUnder(conditions)) : [] }) };
}

/**
 * The same with so many more seeds as are missing up to a number. They are marked where a result could be seen when they were added.
 * @returns the plan itself where it has as many
 */
export function withSeeds(
  plan: ComparisonPlan,
  count: number,
  { ids, areResultsSeen }: { readonly ids: Planning['ids']; readonly areResultsSeen: boolean },
): ComparisonPlan {
  const known = seedsOf(plan);
  const missing = count - known.length;
  if (missing <= 0) return plan;
  const more = seedsFrom(plan.baseline.seed, missing, new Set(known));
  const runs = planRuns(plan, more, { ids: ids(missing * plan.levels.length), existing: [] });
  if (!areResultsSeen) return { ...plan, seeds: [...plan.seeds, ...more], runs: [...plan.runs, ...runs] };
  return { ...plan, runs: [...plan.runs, ...runs.map(run => ({ ...run, late: true }))] };
}

/** The same with runs of another build of the same numerics counted; the plan itself where they are. */
export function withBuilds(plan: ComparisonPlan): ComparisonPlan {
  return plan.acceptsBuilds ? plan : { ...plan, acceptsBuilds: true };
}

/** Whether a plan answers a question, whatever its seeds: a hypothesis that was typed later than the plan is another question. */
export function answers(plan: ComparisonPlan, { factor, levels, baseline, hypothesis }: Question): boolean {
  const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
  const held = parameterTable.filter(({ name }) => name !== factor && name !== 'seed');
  return (
    plan.factor === factor &&
    isSame(plan.levels, levels) &&
    plan.baseline.seed === baseline.seed &&
    held.every(({ name }) => plan.baseline[name] === baseline[name]) &&
    (hypothesis === null || isSame(plan.hypothesis, hypothesis))
  );
}

/**
 * The same with new runs in the place of those because of which a pair is refused: those that are not as the plan says, or were not trained as
 * a run would be now. What is then held against each other was trained alike.
 * @returns the plan itself where no pair is refused
 */
export function settled(plan: ComparisonPlan, find: FindRun, { conditions, ids }: Pick<Planning, 'conditions' | 'ids'>): ComparisonPlan {
  const like = hasResultUnder({ ...conditions, engine: plan.engine, threads: plan.threads });
  const refused = pairsOf(plan, find).filter(({ state }) => state === 'refused');
  const doubtful = refused.flatMap(({ level, seed }) => {
    const pair = [plan.levels[0]!, level].flatMap(of => plannedRun(plan, of, seed) ?? []);
    const off = pair.filter(planned => {
      const run = find(planned.id);
      return run && !(like(run) && settingKey(run.config.parameters) === settingKey(parametersOf(plan, planned)));
    });
    return off.length > 0 ? off : pair;
  });
  const replaced = [...new Map(doubtful.map(run => [run.id, run])).values()];
  const fresh = ids(replaced.length);
  if (replaced.length === 0) return plan;
  const runs = replaced.map(({ id, level, seed }, i): ComparedRunPlan => ({ id: fresh[i]!, level, seed, replaces: id }));
  return { ...plan, runs: [...plan.runs, ...runs] };
}

/** So many seeds from a first one on, without some. */
function seedsFrom(first: number, count: number, without: ReadonlySet<number>): number[] {
  const seeds: number[] = [];
  for (let seed = first; seeds.length < count; seed = (seed + 1) % 2 ** 32) if (!without.has(seed)) seeds.push(seed);
  return seeds;
}

function seedsSeen(question: Question, existing: readonly ComparedRun[]): Set<number> {
  const settings = new Set(question.levels.map(level => settingKey(parametersOf(question, { level, seed: 0 }))));
  return new Set(
    existing
      .filter(({ status, config }) => status === 'completed' && settings.has(settingKey({ ...config.parameters, seed: 0 })))
      .flatMap(({ config }) => config.parameters.seed ?? []),
  );
}

interface Supply {
  readonly ids: readonly string[];
  readonly existing: readonly ComparedRun[];
}

/**
 * The runs of some seeds in the order in which they are trained: seed by seed, the levels of each in an order of its own, so that a drift of the
 * machine does not look like an effect.
 */
function planRuns(plan: ComparisonPlan, seeds: readonly number[], { ids, existing }: Supply): ComparedRunPlan[] {
  const finished = new Map(existing.map(run => [settingKey(run.config.parameters), run.id]));
  const left = [...ids];
  return seeds.flatMap(seed =>
    inDrawnOrder(plan.levels, `${plan.id} ${seed}`).map((level): ComparedRunPlan => {
      const reused = finished.get(settingKey(parametersOf(plan, { level, seed })));
      return reused === undefined ? { id: left.pop()!, level, seed } : { id: reused, level, seed, late: true };
    }),
  );
}

function inDrawnOrder(levels: readonly Level[], key: string): Level[] {
  const order = [...levels];
  const generator = random(key, 'order of levels');
  for (let i = order.length - 1; i > 0; i--) {
    const j = generator.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
