import { QuestionError } from './questionError';

/** More names than this are not listed in a message. */
const MOST_LISTED = 62;

/**
 * The class that a person names: by what it is called, however its letters are written if only one is called so, or by its label in the data.
 * @param firstLabel the label of the first class
 * @returns its place
 * @throws {QuestionError} if there is none of that name
 */
export function classNamed(asked: string, names: readonly string[], firstLabel = 0): number {
  const exact = names.indexOf(asked);
  if (exact >= 0) return exact;
  const alike = names.flatMap((name, of) => (name.toLowerCase() === asked.toLowerCase() ? [of] : []));
  const label = /^\d{1,3}$/.test(asked) ? Number(asked) - firstLabel : -1;
  const found = alike.length === 1 ? alike[0] : names[label] === undefined ? undefined : label;
  if (found !== undefined) return found;
  const listed = names.slice(0, MOST_LISTED).join(', ');
  throw new QuestionError(`There is no class “${asked}”. There are ${listed}${names.length > MOST_LISTED ? ', …' : ''}.`);
}
