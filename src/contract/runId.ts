const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';

/** A new run's id: `YYYYMMDD-HHMMSS-xxxx`, UTC and four random base32 letters. Ids sort by time. */
export function newRunId(now: Date): string {
  const digits = now.toISOString().replaceAll(/\D/g, '');
  const random = crypto.getRandomValues(new Uint8Array(4));
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}-${Array.from(random, byte => alphabet[byte % 32]).join('')}`;
}

/** So many new ids, all different: of ten thousand drawn within a second some would be equal. */
export function newRunIds(now: Date, count: number): string[] {
  const ids = new Set<string>();
  while (ids.size < count) ids.add(newRunId(now));
  return [...ids];
}

export function isRunId(text: string): boolean {
  return /^\d{8}-\d{6}-[a-z2-7]{4}$/.test(text);
}
