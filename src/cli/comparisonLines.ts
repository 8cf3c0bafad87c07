import type { ConfigRow } from '../experiment/comparison/configDiff';
import { counted } from '../util/format';
import { displayWidth, padEndTo } from '../util/displayWidth';
import { maxOf } from '../util/extremes';
import { oneLine } from '../util/shownText';
import { wrapped } from '../util/wrapped';
import { isWithinNoise, pairedInWords, singleRunsInWords } from '../wording/pairedInWords';
import { comparedTable, type ComparedTable } from './comparedTable';
import type { Compared } from '../queries/comparisonJson';
import type { Output } from './output';

type Screen = Pick<Output, 'isTerminal' | 'columns' | 'style'>;

/** A comparison for a terminal: the table, what differs in the configurations, and what the test images tell. */
export function comparisonLines(compared: Compared, screen: Screen): ComparedTable {
  const { lines, leftOut } = comparedTable(compared, screen);
  return { lines: [...lines, ...configLines(compared, screen), ...pairedLines(compared, screen)], leftOut };
}

function heading(text: string, { style }: Screen): string[] {
  return ['', style('bold', text)];
}

/** What differs, a line each; what does not, in a sentence. */
function configLines({ diff }: Compared, screen: Screen): string[] {
  const { differing, equal, untold, settings, making, equalMaking } = diff;
  const rows = (of: readonly ConfigRow[]): string[] => {
    const width = maxOf(
      of.map(({ name }) => displayWidth(name)),
      0,
    );
    return of.map(row => `  ${padEndTo(row.name, width)}  ${screen.style('yellow', oneLine(valuesInWords(row)))}`);
  };
  const alike = [
    ...(equal.length > 0
      ? [`${counted(equal.length, 'equal parameter')}: ${equal.map(one => `${one.name} ${one.values[0]}`).join(', ')}.`]
      : []),
    ...(untold.length > 0 ? [`Not known of all: ${untold.map(({ name }) => name).join(', ')}.`] : []),
    ...(equalMaking.length > 0 ? [`Made alike: ${equalMaking.map(({ name }) => name).join(', ')}.`] : []),
  ];
  return [
    ...heading('Configuration', screen),
    ...(differing.length > 0 ? rows(differing) : ['  No parameter differs.']),
    ...(settings.length > 0 ? ['  Recorded settings that differ:', ...rows(settings)] : []),
    ...(making.length > 0 ? ['  Made differently:', ...rows(making)] : []),
    ...alike.flatMap(text => quiet(text, screen)),
  ];
}

/** `32 → 64` of two runs; of more each value with how many have it: `32 (4 runs), 64 (2 runs)`. */
function valuesInWords({ values }: ConfigRow): string {
  if (values.length === 2) return values.join(' → ');
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => `${value} (${counted(count, 'run')})`).join(', ');
}

function quiet(text: string, screen: Screen): string[] {
  return paragraph(text, screen).map(line => screen.style('dim', line));
}

function paragraph(text: string, { isTerminal, columns }: Screen): string[] {
  return (isTerminal ? wrapped(oneLine(text), columns - 2).split('\n') : [oneLine(text)]).map(line => `  ${line}`);
}

function pairedLines({ runs, labels, baseline, paired }: Compared, screen: Screen): string[] {
  const others = runs.filter(({ id }) => paired.has(id));
  const lines = others.flatMap(({ id }) => {
    const result = paired.get(id)!;
    const cannotTell = result.outcome === 'refused' || isWithinNoise(result);
    const [first = '', ...more] = paragraph(pairedInWords(result), { ...screen, columns: screen.columns - 2 });
    const name = `  ${oneLine(labels.get(id) ?? id)}`;
    const told = [first, ...more].map(line => `  ${line}`);
    return [name, ...(cannotTell ? told.map(line => screen.style('dim', line)) : told)];
  });
  return [
    ...heading(`On the test images, against ${oneLine(labels.get(baseline.id) ?? baseline.id)}`, screen),
    ...lines,
    '',
    ...paragraph(singleRunsInWords([...paired.values()]), screen).map(line => line.trimStart()),
  ];
}
