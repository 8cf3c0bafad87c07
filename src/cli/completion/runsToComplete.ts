import path from 'node:path';
import { noLabels } from '../../contract/labels';
import { LATEST } from '../../runFolder/findRun';
import { AT_ONCE, runIds } from '../../runFolder/listRuns';
import { readLabels } from '../../runFolder/readRun';
import { mapAtOnce } from '../../util/mapAtOnce';
import { oneLine } from '../../util/shownText';
import type { Completion } from './completions';

/** `latest`, the ids from the newest on, and the names that one run has; of a folder that cannot be read nothing. Only labels are read. */
export async function runsToComplete(runsFolder: string): Promise<readonly Completion[]> {
  const ids = (await runIds(runsFolder).catch((): string[] => [])).toReversed();
  if (ids.length === 0) return [];
  const labels = await mapAtOnce(ids, AT_ONCE, id => readLabels(path.join(runsFolder, id)).catch(() => noLabels));
  const names = labels.map(({ name }) => name);
  const latest = ids[labels.findIndex(({ archived }) => !archived)];
  return [
    ...(latest === undefined ? [] : [{ word: LATEST, about: latest }]),
    ...ids.map((id, i) => ({ word: id, about: [oneLine(names[i]!), labels[i]!.archived ? '(archived)' : ''].filter(Boolean).join(' ') })),
    ...names.flatMap((word, i) => (canBeTyped(word) && names.indexOf(word) === names.lastIndexOf(word) ? [{ word, about: ids[i]! }] : [])),
  ];
}

/** Whether a command line can have it as an argument that is that name. */
function canBeTyped(name: string): boolean {
  return name !== '' && name !== LATEST && !name.startsWith('-') && oneLine(name) === name && name.trim() === name;
}
