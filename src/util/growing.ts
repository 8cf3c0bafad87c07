type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer>;

/** A row of numbers to which more are added: it takes the room of at most twice as many. */
export class Growing<T extends Numbers> {
  private numbers: T;
  private count = 0;

  /** @param make an array of a length */
  constructor(private readonly make: (length: number) => T) {
    this.numbers = make(16);
  }

  get length(): number {
    return this.count;
  }

  add(value: number): void {
    if (this.count === this.numbers.length) {
      const more = this.make(2 * this.count);
      more.set(this.numbers);
      this.numbers = more;
    }
    this.numbers[this.count++] = value;
  }

  /** All of them, not as a copy: what is added later may lie elsewhere. */
  get all(): T {
    return this.numbers.subarray(0, this.count) as T;
  }

  /** The last one; undefined if there is none. */
  get last(): number | undefined {
    return this.count === 0 ? undefined : this.numbers[this.count - 1];
  }
}

/** An empty row of floats of 64 bits. */
export function growingFloats(): Growing<Float64Array<ArrayBuffer>> {
  return new Growing(length => new Float64Array(length));
}

/** An empty row of whole numbers below 2³². */
export function growingCounts(): Growing<Uint32Array<ArrayBuffer>> {
  return new Growing(length => new Uint32Array(length));
}
