import { parameterTable } from '../../contract/parameters';
import type { CommandId } from '../../contributions';
import { groupInWords, groupKeys, sortInWords, sortKeys } from '../../experiment/arrangement';
import { chooseFilter } from './chooseFilter';
import type { RunsTree } from './runsTree';
import { SavedFilters } from './savedFilters';
import type { Services } from '../services';
import { pick } from '../sinks/quickInput';

/** The commands that change how the view Runs is arranged. */
export function arrangementCommands({ context, log }: Pick<Services, 'context' | 'log'>, tree: RunsTree) {
  const saved = new SavedFilters(context.workspaceState, log);
  return {
    'digitsLab.sortRuns': () => sortRuns(tree),
    'digitsLab.groupRuns': () => groupRuns(tree),
    'digitsLab.filterRuns': async () => {
      const filter = await chooseFilter(tree.arrangement.filter, saved);
      if (filter !== undefined) tree.setArrangement({ filter });
    },
    'digitsLab.clearFilter': () => tree.setArrangement({ filter: '' }),
    'digitsLab.showArchived': () => tree.setArrangement({ showsArchived: true }),
    'digitsLab.hideArchived': () => tree.setArrangement({ showsArchived: false }),
  } satisfies Partial<Record<CommandId, () => unknown>>;
}

async function sortRuns(tree: RunsTree): Promise<void> {
  const items = sortKeys.map(key => ({ label: sortInWords(key), key, description: key === tree.arrangement.sort ? 'current' : '' }));
  const active = items.find(({ key }) => key === tree.arrangement.sort);
  const picked = await pick({ title: 'Sort runs by', placeholder: 'Pinned runs stay at the top', items, active });
  if (picked.how === 'accepted') tree.setArrangement({ sort: picked.item.key });
}

async function groupRuns(tree: RunsTree): Promise<void> {
  const helpOf = (key: string): string => parameterTable.find(({ name }) => name === key)?.help ?? '';
  const items = groupKeys.map(key => ({
    label: groupInWords(key),
    key,
    description: key === tree.arrangement.group ? 'current' : helpOf(key),
  }));
  const active = items.find(({ key }) => key === tree.arrangement.group);
  const picked = await pick({ title: 'Group runs by', placeholder: '', items, active });
  if (picked.how === 'accepted') tree.setArrangement({ group: picked.item.key });
}
