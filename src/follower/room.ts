/** Runs whose folders are open at a time: each has three files. */
const MOST_OPEN = 50;
/** Values of event files in memory: some three hundred megabytes. */
const MOST_VALUES = 10_000_000;

/** What all runs that go on may have together. */
export class Room {
  private readonly values = new Map<object, number>();

  /** @returns whether there is room for one more */
  enter(run: object): boolean {
    if (!this.values.has(run) && this.values.size >= MOST_OPEN) return false;
    this.values.set(run, 0);
    return true;
  }

  leave(run: object): void {
    this.values.delete(run);
  }

  /** @returns whether it may have so many values */
  mayHave(run: object, values: number): boolean {
    this.values.set(run, values);
    let all = 0;
    for (const one of this.values.values()) all += one;
    return all <= MOST_VALUES;
  }
}
