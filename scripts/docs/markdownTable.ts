/** A table in Markdown; what its cells say stays in them. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines
    .map(cells => `| ${cells.map(cell => cell.replaceAll('|', String.raw`\|`).replaceAll(/\s*\n/g, ' ')).join(' | ')} |`)
    .join('\n');
}
