import { measures } from '../../src/wording/measures';
import { markdownTable } from './markdownTable';

/** The measures of a classifier as the documentation explains them, in Markdown. */
export function measuresAsMarkdown(): string {
  const rows = Object.values(measures).map(({ title, explained, matters }) => [title, explained, matters]);
  return markdownTable(['measure', 'what it is', 'when it matters'], rows);
}
