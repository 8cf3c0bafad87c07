/**
 * What the notes of a run begin with, in Markdown.
 * @param hypothesis what is expected of it
 */
export function beginningOfNotes(hypothesis: string): string {
  return `# Hypothesis\n\n${hypothesis.trim()}\n\n# Conclusion\n\n`;
}
