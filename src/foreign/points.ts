import type { RecordedRow } from '../contract/recording';
import { ForeignError } from './foreignError';
import { figureOf } from '../contract/recorded';

/** So many are kept in some hundred megabytes. */
const MOST_POINTS = 5_000_000;

/** Each is one more than before when its room is used up. */
const GROWTH = 2;

/**
 * Values of many keys, each at a step and a time, as tools keep them that know no rows. They become rows: what was logged at one step stands in
 * one, in the order in which it was added.
 */
export class Points {
  private readonly keys: string[] = [];
  private readonly numbers = new Map<string, number>();
  private steps = new Float64Array(1024);
  private times = new Float64Array(1024);
  private values = new Float64Array(1024);
  private ofKey = new Uint32Array(1024);
  private count = 0;

  /** @param file for the error */
  constructor(private readonly file: string) {}

  get size(): number {
    return this.count;
  }

  has(key: string): boolean {
    return this.numbers.has(key);
  }

  /** How many keys there are. */
  get width(): number {
    return this.keys.length;
  }

  /**
   * @param time in seconds since 1970; NaN where it is not known
   * @throws {ForeignError} for more points than a run has
   */
  add(key: string, step: number, time: number, value: number): void {
    if (this.count === MOST_POINTS)
      throw new ForeignError(`${this.file}: it has more than ${MOST_POINTS} values, which no run that is imported has.`);
    if (this.count === this.steps.length) this.grow();
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.keys.push(key) - 1;
      this.numbers.set(key, number);
    }
    this.steps[this.count] = step;
    this.times[this.count] = time;
    this.values[this.count] = value;
    this.ofKey[this.count++] = number;
  }

  /**
   * The rows, their steps rising. A key that has a second value at a step begins another row of that step.
   * @param from the first value that counts, as they were added
   */
  *rows(from = 0): Generator<RecordedRow> {
    const order = Uint32Array.from({ length: this.count - from }, (_, i) => from + i);
    // Equal steps stay in their order: the sort of typed arrays is told so.
    order.sort((a, b) => this.steps[a]! - this.steps[b]! || a - b);
    for (let begin = 0; begin < order.length;) {
      const end = this.endOfStep(order, begin);
      yield* this.rowsOfStep(order.subarray(begin, end));
      begin = end;
    }
  }

  /** The last value of each key by step, of equal ones by time, of equal ones the largest: as MLflow takes it. */
  latest(): Record<string, ReturnType<typeof figureOf>> {
    const best = new Map<number, number>();
    for (let i = 0; i < this.count; i++) {
      const key = this.ofKey[i]!;
      const before = best.get(key);
      if (before === undefined || this.isLater(i, before)) best.set(key, i);
    }
    return Object.fromEntries([...best].map(([key, i]) => [this.keys[key]!, figureOf(this.values[i]!)]));
  }

  /** The first and last time, in ms; undefined where none is known. */
  span(): readonly [number, number] | undefined {
    let [first, last] = [Infinity, -Infinity];
    for (let i = 0; i < this.count; i++) {
      const time = this.times[i]!;
      if (time < first) first = time;
      if (time > last) last = time;
    }
    return first <= last ? [first * 1000, last * 1000] : undefined;
  }

  private isLater(a: number, b: number): boolean {
    const [step, time] = [this.steps[a]! - this.steps[b]!, this.times[a]! - this.times[b]!];
    if (step !== 0) return step > 0;
    if (time !== 0 && !Number.isNaN(time)) return time > 0;
    return !(this.values[a]! < this.values[b]!);
  }

  private endOfStep(order: Uint32Array, begin: number): number {
    const step = this.steps[order[begin]!];
    let end = begin + 1;
    while (end < order.length && this.steps[order[end]!] === step) end++;
    return end;
  }

  private *rowsOfStep(points: Uint32Array): Generator<RecordedRow> {
    let row = new Map<string, RecordedRow[string]>();
    let time = NaN;
    const step = this.steps[points[0]!]!;
    const made = (): RecordedRow => ({
      _step: figureOf(step),
      ...(Number.isFinite(time) && { _timestamp: time }),
      ...Object.fromEntries(row),
    });
    for (const i of points) {
      const key = this.keys[this.ofKey[i]!]!;
      if (row.has(key)) {
        yield made();
        row = new Map();
        time = NaN;
      }
      row.set(key, figureOf(this.values[i]!));
      const at = this.times[i]!;
      if (!Number.isNaN(at) && !(at <= time)) time = at;
    }
    yield made();
  }

  private grow(): void {
    const longer = (from: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> => {
      const to = new Float64Array(from.length * GROWTH);
      to.set(from);
      return to;
    };
    [this.steps, this.times, this.values] = [longer(this.steps), longer(this.times), longer(this.values)];
    const keys = new Uint32Array(this.ofKey.length * GROWTH);
    keys.set(this.ofKey);
    this.ofKey = keys;
  }
}
