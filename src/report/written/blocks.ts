import { Markdown } from '../../util/markdown';

/** What stands in a table or a paragraph: a text is shown as it is. */
export type Words = string | Markdown;

export function asMarkdown(words: Words): Markdown {
  return typeof words === 'string' ? Markdown.text(words) : words;
}

/** Blocks one under the other; those that are undefined are left out. */
export function blocks(...parts: readonly (Markdown | undefined | readonly Markdown[])[]): Markdown {
  return Markdown.joined(
    parts.flatMap(part => part ?? []),
    '\n\n',
  );
}

export interface TableLook {
  /** So many columns on the left have words, all others figures. */
  readonly wordColumns: number;
}

/** A table as GitHub's Markdown has it; undefined without rows. */
export function table(head: readonly Words[], rows: readonly (readonly Words[])[], { wordColumns }: TableLook): Markdown | undefined {
  if (rows.length === 0) return undefined;
  const alignment = head.map((_, i) => (i < wordColumns ? Markdown.of`:--` : Markdown.of`--:`));
  return Markdown.joined([head, alignment, ...rows].map(row), '\n');
}

/** A table without heads: names and what they have. */
export function factTable(facts: readonly (readonly [string, Words | undefined])[]): Markdown | undefined {
  const rows = facts.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]]));
  return table(['', ''], rows, { wordColumns: 2 });
}

function row(cells: readonly Words[]): Markdown {
  return Markdown.of`| ${Markdown.joined(cells.map(asMarkdown), ' | ')} |`;
}

/** What only some readers want: hidden until it is asked for. */
export function folded(summary: Words, content: Markdown): Markdown {
  return Markdown.of`<details><summary>${asMarkdown(summary)}</summary>\n\n${content}\n\n</details>`;
}
