import { metrics } from '../../contract/metrics';
import { nameAndValue, nameAndValueInBrief } from '../../experiment/runLabel';
import { spreadOf, type Spread } from '../../experiment/spread';
import type { LabRun } from '../../runs/labRun';
import { cutMiddleToWidth } from '../../util/displayWidth';
import { counted, percent } from '../../util/format';
import type { RowFace } from './rowFace';

/** So many columns leave room for the mean beside them in a sidebar of the usual width, 300 pixels. */
const WIDTH = 22;

/** The heading of a group: how well its runs did, and how many they are. */
export function groupFace(label: string, runs: readonly LabRun[]): RowFace {
  const all = counted(runs.length, 'run');
  const spread = spreadOf(runs);
  const head = { label: cutMiddleToWidth(inBrief(label, runs), WIDTH), context: 'group', below: 'expanded' } as const;
  if (!spread) return { ...head, description: String(runs.length), tooltip: `${label}\n${all}`, spoken: `${label}, ${all}` };
  const measured = spread.count === runs.length ? `${spread.count}` : `${spread.count} of ${runs.length}`;
  const result = `${metrics.val_accuracy.label} of ${measured} ${runs.length === 1 ? 'run' : 'runs'}: ${spreadInSentence(spread)}`;
  return {
    ...head,
    description: `${spreadInShort(spread)} · N = ${measured.replace(' of ', '/')}`,
    tooltip: `${label}\n${result}.`,
    spoken: `${label}, ${result}`,
  };
}

/** What so many more runs than a page has are below. */
export function moreFace(count: number): RowFace {
  const label = counted(count, 'more run');
  return { label, tooltip: `${label}. A filter finds some of them faster.`, context: 'more', below: 'collapsed' };
}

/** Of a folder with a data set its name. */
function inBrief(label: string, [first]: readonly LabRun[]): string {
  return first && label === nameAndValue('dataset', first.parameters) ? nameAndValueInBrief('dataset', first.parameters) : label;
}

/** `98.12 ± 0.15 %` */
function spreadInShort({ mean, deviation }: Spread): string {
  return deviation === null ? percent(mean) : `${percent(mean).replace(' %', '')} ± ${percent(deviation)}`;
}

function spreadInSentence({ mean, deviation }: Spread): string {
  return deviation === null ? percent(mean) : `mean ${percent(mean)}, standard deviation ${percent(deviation)}`;
}
