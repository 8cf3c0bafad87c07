import { REPRODUCTION } from '../contract/labels';
import type { KnownParameters, ParameterName } from '../contract/parameters';
import { cutMiddleToWidth, displayWidth } from '../util/displayWidth';
import { differingParameters, varyingParameters } from './differences';
import type { ListedRun } from './listedRun';
import { amounts, fittingWords, nameAndValueInBrief, nothingDiffers } from './runLabel';

/** What a label is made of. */
export type LabelledRun = Pick<ListedRun, 'id' | 'labels' | 'parameters'>;

export interface LabelRules {
  /** The run that one was made from, if it is known; it need not be among those that are shown. */
  readonly parentOf?: (id: string) => LabelledRun | undefined;
  /** So many characters have the differences that are named, unless the first of them has more. */
  readonly most?: number;
  /** No label takes more columns than this: the middle of a longer one is left out, of a name too. Values are at the end. */
  readonly width?: number;
}

/** What a run is called among others. */
export interface Label {
  /** As the rules have it. */
  readonly short: string;
  /** With everything that differs. */
  readonly full: string;
}

/**
 * What runs that are shown together are called, by their ids; no two alike.
 * - A name that was given stays; where it was given to several, what differs among those stands behind it.
 * - Other runs are called by what was changed from their parent, then by what they have otherwise than most of the runs. Those that have
 *   nothing otherwise are the defaults, or called by what varies among the runs; where nothing does, by what differs from the defaults.
 * - A reproduction without a name is called `again:` and what it reproduces.
 * - What is alike even so is numbered, the oldest first.
 */
export function distinctLabels(runs: readonly LabelledRun[], rules: LabelRules = {}): ReadonlyMap<string, string> {
  return new Map([...labelsWithFull(runs, rules)].map(([id, { short }]) => [id, short]));
}

/** The same, and for each run what it is called where there is room. */
export function labelsWithFull(runs: readonly LabelledRun[], rules: LabelRules): ReadonlyMap<string, Label> {
  const subjects = runs.map(run => originalOf(run, rules));
  const labels = labelsOfSubjects([...new Map(subjects.map(run => [run.id, run])).values()], rules);
  const inForm = (form: keyof Label, width = Infinity): ReadonlyMap<string, string> => {
    const plain = [...labels].map(([id, label]): [string, string] => [id, label[form]]);
    // What a reproduction is called has the number of its original.
    const ofSubjects = subjects.every((subject, i) => subject === runs[i]) ? new Map(plain) : numbered(plain, Infinity);
    return numbered(
      runs.map(({ id }, i): [string, string] => {
        const subject = subjects[i]!;
        const label = `${subject.id === id ? '' : 'again: '}${ofSubjects.get(subject.id)!}`;
        return [id, subject.labels.name === '' && displayWidth(label) > width ? withoutCount(label) : label];
      }),
      width,
    );
  };
  const [short, full] = [inForm('short', rules.width), inForm('full')];
  return new Map(runs.map(({ id }) => [id, { short: short.get(id)!, full: full.get(id)! }]));
}

/** What a run reproduces, or the run itself if it is no reproduction without a name. */
function originalOf(run: LabelledRun, { parentOf }: LabelRules): LabelledRun {
  const chain = new Set<string>();
  let original = run;
  // A parent is an older run, except where a person has edited the files.
  while (!chain.has(original.id)) {
    chain.add(original.id);
    if (original.labels.name !== '' || !original.labels.tags.includes(REPRODUCTION)) break;
    const parent = parentOf?.(original.id);
    // The tag may have been given to a run with a change.
    if (!parent || differingParameters(original.parameters, parent.parameters).length > 0) break;
    original = parent;
  }
  return original;
}

function labelsOfSubjects(runs: readonly LabelledRun[], { parentOf, most = Infinity }: LabelRules): ReadonlyMap<string, Label> {
  const labels = new Map<string, Label>();
  const unnamed = runs.filter(run => run.labels.name === '');
  const usual = unnamed.length > 0 ? usualValues(runs) : new Map<ParameterName, Value>();
  /** Labels runs of one name (or without one), with some parameters first; and those that are alike then by what differs among them. */
  const label = (group: readonly LabelledRun[], first: readonly ParameterName[]): void => {
    const countOf = valueCounts(group);
    for (const run of group) {
      const { parameters, labels: given } = run;
      const parent = given.name ? undefined : parentOf?.(run.id);
      const changed = parent ? differingParameters(parameters, parent.parameters) : [];
      const unusual = given.name ? [] : [...usual].flatMap(([name, value]) => (parameters[name] === value ? [] : [name]));
      const keysOf = (name: ParameterName): number[] => [
        first.includes(name) ? 0 : 1,
        changed.includes(name) ? 0 : amounts.includes(name) ? 2 : 1,
        countOf(name, parameters[name]),
      ];
      const telling = [...new Set([...first, ...changed, ...unusual])].filter(name => parameters[name] !== undefined);
      const named = given.name || telling.length > 0 ? telling : nothingUnusual(parameters, usual);
      const words = sortedByKeys(named, keysOf).map(name => nameAndValueInBrief(name, parameters));
      const inWords = (differences: string): string => [given.name, differences].filter(Boolean).join(' · ') || nothingDiffers(parameters);
      labels.set(run.id, { short: inWords(fittingWords(words, most)), full: inWords(words.join(' · ')) });
    }
    for (const alike of groupsBy(group, ({ id }) => withoutCount(labels.get(id)!.short))) {
      if (alike.length === 1) continue;
      const varying = varyingParameters(alike.map(({ parameters }) => parameters));
      const isNew = alike.length < group.length || varying.some(name => !first.includes(name));
      if (varying.length > 0 && isNew) label(alike, varying);
    }
  };
  for (const group of groupsBy(runs, run => run.labels.name)) {
    const [only] = group;
    const name = only!.labels.name;
    if (group.length === 1 && name) labels.set(only!.id, { short: name, full: name });
    else label(group, []);
  }
  tellApart(unnamed, labels);
  return labels;
}

/** Of the runs of a grid, a parameter that there was no room for may be all that tells some apart: it is named before what they share. */
function tellApart(runs: readonly LabelledRun[], labels: Map<string, Label>): void {
  for (const alike of groupsBy(runs, ({ id }) => withoutCount(labels.get(id)!.short))) {
    if (alike.length === 1) continue;
    const varying = varyingParameters(alike.map(({ parameters }) => parameters));
    for (const { id, parameters } of alike) {
      const { short, full } = labels.get(id)!;
      const words = [...varying.map(name => nameAndValueInBrief(name, parameters)), withoutCount(short)];
      if (varying.length > 0) labels.set(id, { short: words.join(' · '), full });
    }
  }
}

/** What a run is called by that has nothing otherwise than most of the runs. */
function nothingUnusual(parameters: KnownParameters, usual: UsualValues): readonly ParameterName[] {
  const differing = differingParameters(parameters);
  const varying = [...usual.keys()].filter(name => parameters[name] !== undefined);
  // All runs have in common what would be named otherwise.
  return differing.length > 0 && varying.length > 0 ? varying : differing;
}

/** How many differences there is no room for tells no run from another. */
function withoutCount(label: string): string {
  return label.replace(/ \+\d+$/, '');
}

function sortedByKeys(names: readonly ParameterName[], keysOf: (name: ParameterName) => readonly number[]): ParameterName[] {
  if (names.length < 2) return [...names];
  return names
    .map(name => ({ name, keys: keysOf(name) }))
    .toSorted((a, b) => compareKeys(a.keys, b.keys))
    .map(({ name }) => name);
}

function compareKeys(a: readonly number[], b: readonly number[]): number {
  const i = a.findIndex((key, j) => key !== b[j]);
  return i < 0 ? 0 : a[i]! - b[i]!;
}

type Value = KnownParameters[ParameterName];
/** Of each parameter that varies; undefined where no value is that of most runs. */
type UsualValues = ReadonlyMap<ParameterName, Value>;

function usualValues(runs: readonly LabelledRun[]): UsualValues {
  const varying = varyingParameters(runs.map(({ parameters }) => parameters));
  return new Map(
    varying.map(name => {
      const all = [...countValues(runs, name)].filter(([value]) => value !== undefined);
      const total = all.reduce((sum, [, count]) => sum + count, 0);
      return [name, all.find(([, count]) => count > total / 2)?.[0]];
    }),
  );
}

/** How many of the runs have a value; of each parameter it is counted when it is first asked for. */
function valueCounts(runs: readonly LabelledRun[]): (name: ParameterName, value: Value) => number {
  const counted = new Map<ParameterName, ReadonlyMap<Value, number>>();
  return (name, value) => {
    const counts = counted.get(name) ?? countValues(runs, name);
    counted.set(name, counts);
    return counts.get(value)!;
  };
}

function countValues(runs: readonly LabelledRun[], name: ParameterName): ReadonlyMap<Value, number> {
  const counts = new Map<Value, number>();
  for (const { parameters } of runs) counts.set(parameters[name], (counts.get(parameters[name]) ?? 0) + 1);
  return counts;
}

function groupsBy<T>(items: readonly T[], keyOf: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item));
    if (group) group.push(item);
    else groups.set(keyOf(item), [item]);
  }
  return [...groups.values()];
}

/** The labels with a number behind each that an older run has, all of them in so many columns. @param labels with the id of their run */
function numbered(labels: readonly (readonly [string, string])[], width: number): ReadonlyMap<string, string> {
  const counts = new Map<string, number>();
  const taken = new Set<string>();
  const withNumber = (label: string): string => {
    const shown = cutMiddleToWidth(label, width);
    let count = counts.get(shown) ?? 0;
    let candidate: string;
    do {
      const number = ++count === 1 ? '' : ` #${count}`;
      candidate = cutMiddleToWidth(label, width - number.length) + number;
      // The room for a number may have held what told it from another label.
    } while (taken.has(candidate));
    counts.set(shown, count);
    taken.add(candidate);
    return candidate;
  };
  return new Map(labels.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([id, label]) => [id, withNumber(label)]));
}
