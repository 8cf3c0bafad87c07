const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const LETTERS = 4;

/** Of the million endings that four letters make, so many are found at once without much ado. */
const MOST_AT_ONCE = 100_000;

/** A new run's id: `YYYYMMDD-HHMMSS-xxxx`, UTC and four random base32 letters. Ids sort by time. */
export function newRunId(now: Date): string {
  return newRunIds(now, 1)[0]!;
}

/**
 * The ids of runs that are planned together: all of them different, and ascending, so that a list sorted by ids has them in the order of their
 * plan.
 * @throws {RangeError} for more than 100,000
 */
export function newRunIds(now: Date, count: number): string[] {
  if (count > MOST_AT_ONCE) throw new RangeError(`${count} run ids were to be made at once; expected at most ${MOST_AT_ONCE}.`);
  const digits = now.toISOString().replaceAll(/\D/g, '');
  const endings = new Set<string>();
  while (endings.size < count) endings.add(randomLetters());
  return [...endings].toSorted().map(ending => `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${ending}`);
}

export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[a-z2-7]{4}$/.test(text);
}

function randomLetters(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(LETTERS)), byte => alphabet[byte % 32]).join('');
}
