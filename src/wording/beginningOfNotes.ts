/**
 * What the notes of a run begin with, in Markdown.
 * @param hypothesis what is expected of it; empty: its heading waits for it
 */
export function beginningOfNotes(hypothesis: string): string {
  const text = hypothesis.trim();
  return `# Hypothesis\n\n${text && `${text}\n`}\n# Conclusion\n\n`;
}
