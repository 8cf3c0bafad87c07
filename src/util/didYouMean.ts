/** ` Did you mean a or b?` with the candidates that resemble the word, or an empty text if none does. */
export function didYouMean(word: string, candidates: readonly string[]): string {
  const similar = closest(word, candidates);
  return similar.length === 0 ? '' : ` Did you mean ${similar.join(' or ')}?`;
}

/** At most three candidates that somebody may have meant: those that contain the word, or are the fewest edits away. */
export function closest(word: string, candidates: readonly string[]): string[] {
  const typed = word.toLowerCase();
  const containing = typed.length < 3 ? [] : candidates.filter(candidate => candidate.toLowerCase().includes(typed));
  if (containing.length > 0) return containing.slice(0, 3);
  const distances = candidates.map(candidate => ({ candidate, distance: editDistance(typed, candidate.toLowerCase()) }));
  const allowed = Math.min(3, Math.max(1, Math.floor(typed.length * 0.4)));
  const least = Math.min(allowed, ...distances.map(({ distance }) => distance));
  return distances
    .filter(({ distance }) => distance === least)
    .map(({ candidate }) => candidate)
    .slice(0, 3);
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn `a` into `b` (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const substituted = (last[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? (beforeLast[j - 2] ?? Infinity) + 1 : Infinity;
      row.push(Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, substituted, swapped));
    }
    beforeLast = last;
    last = row;
  }
  return last[b.length] ?? 0;
}
