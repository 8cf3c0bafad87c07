/** How many of the last lines that were shown are the first of those that are now; 0 if none. */
export function keptLines(before: readonly string[], now: readonly string[]): number {
  for (let kept = Math.min(before.length, now.length); kept > 0; kept--) {
    const from = before.length - kept;
    let same = 0;
    while (same < kept && before[from + same] === now[same]) same++;
    if (same === kept) return kept;
  }
  return 0;
}
