/** The first sentence of a description, without its full stop and without what stands in brackets at its end. */
export function firstSentence(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const end = line.search(/[.;:] |\.$/);
  return end < 0 ? line : line.slice(0, end);
}
