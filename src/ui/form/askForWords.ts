import type { OwnWords } from '../../contract/runDraft';
import { chooseTags } from '../edits/chooseTags';
import { input } from '../sinks/quickInput';

const MOST_CHARACTERS = { name: 200, hypothesis: 10_000 };

/**
 * Lets a person name a run, set its tags, or say what is expected of it.
 * @param existing the tags in use
 * @returns undefined if nothing is to change
 */
export async function askForWords<T extends OwnWords>(
  field: keyof OwnWords,
  words: T,
  existing: readonly string[],
): Promise<T | undefined> {
  if (field === 'tags') {
    const tags = await chooseTags({ title: 'Tags (tags)', existing, chosen: words.tags, canGoBack: true });
    return tags && { ...words, tags };
  }
  const most = MOST_CHARACTERS[field];
  const picked = await input({
    title: field === 'name' ? 'Name (name)' : 'Hypothesis (hypothesis)',
    prompt: field === 'name' ? 'Empty: what differs from other runs.' : 'What you expect, and why: the notes of the run begin with it.',
    value: words[field],
    canGoBack: true,
    validate: text => (text.length > most ? `Expected at most ${most} characters.` : undefined),
  });
  return picked.how === 'accepted' ? { ...words, [field]: picked.item.trim() } : undefined;
}
