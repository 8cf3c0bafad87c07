/** An end that is nearer than this to what is shown is the same. */
const LEAST_MS = 60_000;
/** The same as a share of the time that is left. */
const SHARE = 0.1;

/**
 * Estimated ends that do not change with every epoch: what is shown stays until the estimate is clearly another one. A list that is drawn
 * anew all the time takes no click, and a time that jumps to and fro says no more than one that stays.
 */
export class SteadyEnds {
  /** By what they are the ends of; in milliseconds since 1970. */
  private shown = new Map<string, number>();

  /**
   * @param ends after how many milliseconds; undefined where that cannot be told
   * @param now milliseconds since 1970
   * @returns the same, steadied
   */
  of(ends: readonly (readonly [string, number | undefined])[], now: number): ReadonlyMap<string, number> {
    const before = this.shown;
    this.shown = new Map();
    const steady = new Map<string, number>();
    for (const [key, ms] of ends) {
      if (ms === undefined) continue;
      const known = before.get(key);
      const isSame = known !== undefined && known > now && Math.abs(known - now - ms) <= Math.max(LEAST_MS, SHARE * ms);
      const end = isSame ? known : now + ms;
      this.shown.set(key, end);
      steady.set(key, end - now);
    }
    return steady;
  }
}
