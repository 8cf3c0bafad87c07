interface Kept<T> {
  /** What it was made of. */
  readonly stamp: string;
  readonly value: Promise<T>;
  bytes: number;
}

/** Keeps what was read as long as it is of the same files; what was not asked for the longest goes first when there is too much. */
export class BoundedCache<T> {
  private readonly kept = new Map<string, Kept<T>>();

  /** @param bytesOf how much memory a value takes, about */
  constructor(
    private readonly mostBytes: number,
    private readonly bytesOf: (value: T) => number,
  ) {}

  /**
   * What was kept under a key, or what `load` gives.
   * @param stamp another one than before: it is loaded anew
   * @throws what `load` throws; it is called again the next time
   */
  async get(key: string, stamp: string, load: () => Promise<T>): Promise<T> {
    const found = this.kept.get(key);
    const entry = found?.stamp === stamp ? found : { stamp, value: load(), bytes: 0 };
    this.kept.delete(key);
    this.kept.set(key, entry);
    try {
      const value = await entry.value;
      entry.bytes = this.bytesOf(value);
      this.shrink();
      return value;
    } catch (error) {
      if (this.kept.get(key) === entry) this.kept.delete(key);
      throw error;
    }
  }

  /** How much is kept, about. */
  get bytes(): number {
    return [...this.kept.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  }

  /** The last one stays, however large it is. */
  private shrink(): void {
    let { bytes } = this;
    for (const [key, entry] of this.kept) {
      if (bytes <= this.mostBytes || this.kept.size === 1) return;
      this.kept.delete(key);
      bytes -= entry.bytes;
    }
  }
}
