import { ThemeIcon, type QuickInputButton } from 'vscode';
import { problemOf } from '../../experiment/runFilter';
import type { SavedFilters } from './savedFilters';
import { input, pick, type Choice } from '../sinks/quickInput';

type Row = Choice & ({ readonly row: 'apply' | 'save' | 'saved'; readonly filter: string } | { readonly row: 'heading' });

const deleteButton: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete filter' };

/**
 * Lets a person type a filter, give it a name, or choose one that has a name.
 * @param current what the list is filtered by
 * @returns undefined if it is dismissed
 */
export async function chooseFilter(current: string, saved: SavedFilters): Promise<string | undefined> {
  let value = current;
  for (;;) {
    const picked = await pick<Row>({
      title: 'Filter runs',
      placeholder: 'Words, and conditions such as num_filters=64 val_accuracy>98% duration<2m',
      items: [],
      value,
      typed: text => rowsFor(text.trim(), saved),
    });
    if (picked.how === 'button' && picked.item?.row === 'saved') {
      await saved.delete(picked.item.label);
      continue;
    }
    if (picked.how !== 'accepted' || picked.item.row === 'heading') return undefined;
    const { row, filter } = picked.item;
    value = filter;
    // What cannot be understood stays in the box, with what is wrong with it.
    if (problemOf(filter) !== undefined) continue;
    if (row !== 'save') return filter;
    const name = await askForName(filter);
    if (name === 'dismissed') return undefined;
    if (name === 'back') continue;
    await saved.save({ name: name.text, filter });
    return filter;
  }
}

/** What is typed comes first: Enter takes it. */
function rowsFor(text: string, saved: SavedFilters): Row[] {
  const { all } = saved;
  const problem = problemOf(text);
  const isSavable = text !== '' && problem === undefined && all.every(({ filter }) => filter !== text);
  return [
    text === ''
      ? { row: 'apply', filter: '', icon: 'list-flat', label: 'All runs', description: 'no filter' }
      : {
          row: 'apply',
          filter: text,
          icon: problem === undefined ? 'filter' : 'error',
          label: text,
          ...(problem && { description: problem }),
        },
    ...(isSavable ? [{ row: 'save', filter: text, icon: 'save', label: 'Save this filter…' } as const] : []),
    ...(all.length > 0 ? [{ row: 'heading', label: 'saved filters', isSeparator: true } as const] : []),
    ...all.map(({ name, filter }): Row => ({ row: 'saved', filter, label: name, description: filter, buttons: [deleteButton] })),
  ];
}

async function askForName(filter: string): Promise<{ readonly text: string } | 'back' | 'dismissed'> {
  const picked = await input({
    title: 'Save filter',
    prompt: filter,
    value: '',
    placeholder: 'Its name',
    canGoBack: true,
    validate: text => (text.trim() === '' ? 'A filter needs a name.' : text.length > 200 ? 'Expected at most 200 characters.' : undefined),
  });
  if (picked.how === 'accepted') return { text: picked.item.trim() };
  return picked.how === 'back' ? 'back' : 'dismissed';
}
