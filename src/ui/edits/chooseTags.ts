import { tagsIn } from '../../experiment/tagsInUse';
import { pick, type Choice } from '../sinks/quickInput';

export interface TagsToChoose {
  readonly title: string;
  /** Those that are in use, as `tagsInUse` has them. */
  readonly existing: readonly string[];
  /** Those that are set already. */
  readonly chosen: readonly string[];
  readonly canGoBack?: boolean;
}

type Row = Choice & ({ readonly row: 'done' } | { readonly row: 'tags'; readonly tags: readonly string[] });

/**
 * Lets a person set tags and take them off, among those that exist, and type new ones: Enter on a tag changes it, Enter on the first row
 * takes them all.
 * @returns undefined if it is dismissed: nothing is to change
 */
export async function chooseTags({ title, existing, chosen, canGoBack = false }: TagsToChoose): Promise<readonly string[] | undefined> {
  let tags = chosen;
  /** In the order of the list, which stays as it is while it is open. */
  let all = [...new Set([...chosen, ...existing])];
  for (;;) {
    const known = all;
    const picked = await pick<Row>({
      title,
      placeholder: 'Type a tag, or pick one to set it or take it off',
      items: [doneRow(tags), ...known.map(tag => tagRow(tag, tags.includes(tag)))],
      canGoBack,
      typed: text => typedRows(tagsIn(text), { known, chosen: tags }),
    });
    if (picked.how !== 'accepted') return undefined;
    const { item } = picked;
    if (item.row === 'done') return tags;
    tags = [...tags.filter(tag => !item.tags.includes(tag)), ...item.tags.filter(tag => !tags.includes(tag))];
    all = [...new Set([...known, ...item.tags])];
  }
}

function doneRow(tags: readonly string[]): Row {
  return { row: 'done', icon: 'arrow-right', label: tags.length === 0 ? 'No tags' : `Set ${tags.join(', ')}` };
}

function tagRow(tag: string, isChosen: boolean): Row {
  return { row: 'tags', tags: [tag], icon: isChosen ? 'check' : 'blank', label: tag, ...(isChosen && { description: 'set' }) };
}

/**
 * The row that sets what is typed; a tag alone that is known has a row. Its label does not have the text in it, so that VS Code puts tags
 * that match before it.
 */
function typedRows(typed: readonly string[], { known, chosen }: Record<'known' | 'chosen', readonly string[]>): Row[] {
  const tags = typed.filter(tag => !chosen.includes(tag));
  const areNew = tags.every(tag => !known.includes(tag));
  if (tags.length === 0 || (typed.length === 1 && !areNew)) return [];
  const label = `${areNew ? 'New' : 'These'} ${tags.length === 1 ? 'tag' : 'tags'}`;
  return [{ row: 'tags', tags, icon: 'add', label, description: tags.join(', ') }];
}
