import { recordedValue } from '../../wording/recordedValue';

/** More spellings of accuracy than a script has. */
const MOST_KEYS = 100;

interface Seen {
  least: number;
  most: number;
  hasFraction: boolean;
}

/**
 * What the accuracies of a run are measured in, by their keys: shares from 0 to 1, or per cent. A key is read as per cent only where that is
 * certain: each of its values lies above 1 and up to 100, so that it is no share, and one of them is no whole number, so that they count no
 * images. What is neither is not taken.
 */
export class AccuracyScales {
  private readonly seen = new Map<string, Seen>();

  /** Takes a value of an accuracy; what is no number says nothing. */
  add(key: string, value: number): void {
    if (!Number.isFinite(value)) return;
    const before = this.seen.get(key);
    if (before) {
      before.least = Math.min(before.least, value);
      before.most = Math.max(before.most, value);
      before.hasFraction ||= !Number.isInteger(value);
      return;
    }
    if (this.seen.size < MOST_KEYS) this.seen.set(key, { least: value, most: value, hasFraction: !Number.isInteger(value) });
  }

  /** A value of a key as a share from 0 to 1; null where it cannot be said. */
  shareOf(key: string, value: number): number | null {
    const seen = this.seen.get(key);
    if (!seen || !Number.isFinite(value)) return null;
    if (isShare(seen)) return value;
    return isPercent(seen) ? value / 100 : null;
  }

  /** How the keys were read that are no plain shares, and which were not taken, in sentences. */
  remarks(): string[] {
    const all = [...this.seen];
    const percents = all.flatMap(([key, seen]) => (isPercent(seen) ? [key] : []));
    const unclear = all.filter(([, seen]) => !isShare(seen) && !isPercent(seen));
    return [
      ...(percents.length > 0
        ? [`Read as per cent, since all values lie between 1 and 100 and are not all whole numbers: ${percents.join(', ')}.`]
        : []),
      ...unclear.map(([key, { least, most }]) => {
        const values = least === most ? `its value is ${recordedValue(least)}` : `its values go from ${recordedValue(least)} to ${recordedValue(most)}`; // prettier-ignore
        return `${key} was not taken: ${values}, which are neither shares from 0 to 1 nor surely per cent. Log a share from 0 to 1.`;
      }),
    ];
  }
}

function isShare({ least, most }: Seen): boolean {
  return least >= 0 && most <= 1;
}

function isPercent({ least, most, hasFraction }: Seen): boolean {
  return least > 1 && most <= 100 && hasFraction;
}
