/**
 * A list of events that can be extended in constant time and whose contents at any earlier moment can still be read later: nothing is
 * copied until it is read.
 */
export class Timeline<T extends { readonly epoch: number }> {
  private readonly added: T[] = [];
  /** Resumptions, with how many had been added by then. What they drop is left out when the list is made, so that what was, stays. */
  private readonly resumptions: { readonly added: number; readonly epoch: number }[] = [];
  private current: (() => readonly T[]) | undefined;

  constructor(private readonly before: readonly T[] = []) {}

  add(one: T): void {
    this.added.push(one);
    this.current = undefined;
  }

  /** Drops what came after an epoch. */
  resume(epoch: number): void {
    this.resumptions.push({ added: this.added.length, epoch });
    this.current = undefined;
  }

  /** Returns a function for the list as it is now; the list is built at the first call. */
  now(): () => readonly T[] {
    if (this.current) return this.current;
    const [added, resumptions] = [this.added.length, this.resumptions.length];
    let list: readonly T[] | undefined;
    return (this.current = () => (list ??= this.listAt(added, resumptions)));
  }

  private listAt(added: number, resumptions: number): readonly T[] {
    if (added === 0 && resumptions === 0) return this.before;
    const now = this.added.slice(0, added);
    const all = this.before.length === 0 ? now : this.before.concat(now);
    if (resumptions === 0) return all;
    // Backwards, since one outlives every resumption after it only if it outlives the one to the least epoch.
    const kept: T[] = [];
    let [least, next] = [Infinity, resumptions - 1];
    for (let i = all.length - 1; i >= 0; i--) {
      for (; next >= 0 && this.resumptions[next]!.added > i - this.before.length; next--)
        least = Math.min(least, this.resumptions[next]!.epoch);
      if (all[i]!.epoch <= least) kept.push(all[i]!);
    }
    return kept.toReversed();
  }
}
