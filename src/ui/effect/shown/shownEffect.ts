import type { ShownEffect, ToldHeld } from '../../../contract/effectPage';
import { MOST_SEEDS } from '../../../contract/formats/comparisonFile';
import type { ComparedRun } from '../../../experiment/effects/comparedRun';
import { defaultParameters } from '../../../contract/parameters';
import { mainEffects, mainMetric, type ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { comparisonTitle, effectInWords, hypothesisInWords } from '../../../experiment/effects/effectInWords';
import { seedsOf } from '../../../experiment/effects/planned';
import type { Machine } from '../../../experiment/estimate';
import { differencesInWords } from '../../../experiment/runLabel';
import { tQuantile } from '../../../statistics/distributions';
import { counted } from '../../../util/format';
import { engineTitle } from '../../../contract/engines';
import { missingRuns } from './missingRuns';
import { imageNoiseInWords } from './imageNoiseInWords';
import { precisionInWords } from './precisionInWords';
import { priceOf } from './priceOf';
import { isAtWork, shownRuns, type RunFacts } from './shownRuns';
import { buildsInWords, settlingOf } from './settling';

export interface Surroundings {
  /** Of every run of the plan, those that were replaced too. */
  readonly factsOf: (id: string) => RunFacts;
  readonly find: (id: string) => ComparedRun | undefined;
  readonly machine: Machine;
  /** Whether runs can be submitted to Slurm. */
  readonly maySubmit: boolean;
  /** `1 running, 5 waiting at Slurm`; empty if nothing is. */
  readonly atSlurm: string;
  /** Why nothing can be trained or changed; empty if it can. */
  readonly whyFixed: string;
}

/** Everything that the page of a comparison shows but its curves. */
export function shownEffect(result: ComparisonResult, surroundings: Surroundings): ShownEffect {
  const { plan, effects, pairs } = result;
  const { factor, levels, hypothesis, createdAt, author, engine, threads, seeds } = plan;
  const { factsOf, maySubmit, atSlurm, whyFixed } = surroundings;
  const runs = shownRuns(plan, surroundings);
  const counting = runs.filter(({ isReplaced }) => !isReplaced);
  const done = counting.filter(({ id }) => !isAtWork(factsOf(id).status)).length;
  const most = Math.min(2 * MOST_SEEDS, seedsOf(plan).length);
  return {
    id: plan.id,
    title: comparisonTitle(plan),
    factor,
    levels,
    metric: mainMetric(result),
    hypothesis: hypothesis && {
      expectation: hypothesisInWords(hypothesis),
      text: hypothesis.text.trim(),
      expected: hypothesis.expected,
      ...(hypothesis.margin !== undefined && { margin: hypothesis.margin }),
    },
    late: lateInWords(result),
    setUp: setUpOf(result),
    origin: `planned ${createdAt.slice(0, 16).replace('T', ' ')} UTC${author === null ? '' : ` by ${author}`}: ${counted(seeds.length, 'seed')} × ${levels.length} levels, ${engineTitle(engine)}, ${counted(threads, 'thread')}`,
    progress: done === counting.length ? '' : [`${done} of ${counted(counting.length, 'run')}`, atSlurm].filter(Boolean).join(' · '),
    pairs: pairs.map(told),
    effects: effects.map(effect => ({ ...told(effect), sentence: effectInWords(effect) })),
    runs,
    held: heldOf(result),
    commits: commitsInWords(result),
    settling: settlingOf(result, surroundings),
    builds: buildsInWords(pairs),
    missing: missingRuns(result, surroundings),
    maySubmit,
    noise: imageNoiseInWords(result),
    precision: mainEffects(result).flatMap(effect => precisionInWords(effect, result, surroundings.machine)),
    price: priceOf(result),
    quantiles: Array.from({ length: Math.max(0, most - 1) }, (_, i) => tQuantile(0.975, i + 1)),
    whyFixed,
  };
}

/** What goes over the wire has lists that may be changed where ours may not: the same, as the description has it. */
type Told<T> = T extends readonly [infer A, infer B]
  ? [Told<A>, Told<B>]
  : T extends readonly (infer E)[]
    ? Told<E>[]
    : T extends object
      ? { -readonly [K in keyof T]: Told<T[K]> }
      : T;

function told<T extends object>(value: T): Told<T> {
  return structuredClone(value) as Told<T>;
}

function setUpOf({ plan, held }: ComparisonResult): string {
  const { baseline, factor } = plan;
  const split = held.find(({ name }) => name === 'training images')?.values[0];
  const { seed, epochs, dataset, train_samples, validation_samples } = baseline;
  // What is said otherwise, and what changes, is no part of it.
  const differing = differencesInWords(baseline, {
    ...defaultParameters,
    [factor]: baseline[factor],
    seed,
    epochs,
    dataset,
    train_samples,
    validation_samples,
  });
  const data = baseline.dataset === 'mnist' ? 'MNIST' : (baseline.dataset.split(/[\\/]/).findLast(Boolean) ?? baseline.dataset);
  const words = [data, split && `${split} training images`, counted(baseline.epochs, 'epoch'), differing.replaceAll(' · ', ', ')];
  return words.filter(Boolean).join(', ');
}

function lateInWords({ pairs }: ComparisonResult): string {
  const late = pairs.filter(({ isLate }) => isLate);
  if (late.length === 0) return '';
  const seeds = [...new Set(late.map(({ seed }) => seed))];
  return `${counted(seeds.length, 'seed')} (marked *) ${seeds.length === 1 ? 'was' : 'were'} added, or ${seeds.length === 1 ? 'its' : 'their'} runs reused, when results could be seen: the verdict can only be an estimate. Adding seeds until a difference shows finds one where there is none.`;
}

/** Digests are known by their beginning. */
const DIGEST = /^[0-9a-f]{40,}$/;

function heldOf({ held, moot, plan }: ComparisonResult): ToldHeld[] {
  const items = held.map(({ name, values, state }): ToldHeld => {
    const short = values.map(value => (DIGEST.test(value) ? value.slice(0, 12) : value));
    if (name === 'seed') return { name, value: `${rangeOfSeeds(seedsOf(plan))}, the same in each pair`, state, note: '' };
    const value = short.length === 0 ? 'not known' : short.join(state === 'decided' || state === 'differs' ? ' → ' : ', ');
    return { name, value, state, note: noteOf(name, state, plan.factor) };
  });
  const makeNoDifference = moot.map(({ name, where }): ToldHeld => {
    return { name, value: 'moot', state: 'moot', note: `makes no difference where ${where}` };
  });
  return [...items, ...makeNoDifference];
}

function noteOf(name: string, state: ToldHeld['state'], factor: string): string {
  if (state === 'unverified') return 'not every run tells it, so that it is not verified';
  if (state !== 'decided') return '';
  if (name === 'validation images') return `${factor} decides it too: the interval also holds what other validation images make of it`;
  return name === 'trainer build' ? 'another build of the same numerics, which was accepted' : `${factor} decides it too`;
}

/** `1–5`, `1–5, 7` */
function rangeOfSeeds(seeds: readonly number[]): string {
  const sorted = seeds.toSorted((a, b) => a - b);
  const parts: [number, number][] = [];
  for (const seed of sorted) {
    const last = parts.at(-1);
    if (last && seed === last[1] + 1) last[1] = seed;
    else parts.push([seed, seed]);
  }
  const words = parts.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`));
  return words.length > 4 ? counted(sorted.length, 'seed') : words.join(', ');
}

function commitsInWords({ runs }: ComparisonResult): string {
  const commits = new Map<string, number>();
  for (const { run } of runs) {
    if (!run) continue;
    const { git } = run.config;
    const name = git ? `${git.commit.slice(0, 7)}${git.dirty ? ' with changes' : ''}` : 'none';
    commits.set(name, (commits.get(name) ?? 0) + 1);
  }
  if (commits.size === 0) return '';
  const words = [...commits].map(([name, count]) => `${name} (${counted(count, 'run')})`);
  return `Git commit, shown and not compared: ${words.slice(0, 6).join(', ')}${words.length > 6 ? `, and ${words.length - 6} more` : ''}.`;
}
