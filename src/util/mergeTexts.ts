/** Lines of a text that stand in the place of some of another one. */
interface Replaced {
  /** In the other text: the first line that is replaced, and the first after it that is not. */
  readonly from: number;
  readonly to: number;
  readonly lines: readonly string[];
}

/**
 * What two people made of one text, together. Where both changed the same lines both versions stand, the other one's first, so that nothing
 * that either of them wrote is lost.
 * @param before the text that both began with
 */
export function mergeTexts(before: string, mine: string, theirs: string): string {
  if (mine === before || mine === theirs) return theirs;
  if (theirs === before) return mine;
  const base = before.split('\n');
  const [ours, others] = [replaced(base, mine.split('\n')), replaced(base, theirs.split('\n'))];
  const [from, to] = [Math.min(ours.from, others.from), Math.max(ours.to, others.to)];
  const middle =
    others.to <= ours.from
      ? [...others.lines, ...base.slice(others.to, ours.from), ...ours.lines]
      : ours.to <= others.from
        ? [...ours.lines, ...base.slice(ours.to, others.from), ...others.lines]
        : [others, ours].flatMap(one => [...base.slice(from, one.from), ...one.lines, ...base.slice(one.to, to)]);
  return [...base.slice(0, from), ...middle, ...base.slice(to)].join('\n');
}

function replaced(base: readonly string[], lines: readonly string[]): Replaced {
  const shorter = Math.min(base.length, lines.length);
  let from = 0;
  while (from < shorter && base[from] === lines[from]) from++;
  let after = 0;
  while (after < shorter - from && base.at(-1 - after) === lines.at(-1 - after)) after++;
  return { from, to: base.length - after, lines: lines.slice(from, lines.length - after) };
}
