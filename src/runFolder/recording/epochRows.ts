import type { LoggedMetric, LoggedResult } from '../../contract/loggedResults';

/** More results than the rows of an epoch have. */
const MOST_KEYS = 100;

/** A result in a row. */
export interface RowValue extends LoggedMetric {
  readonly key: string;
  readonly value: number;
}

/** A result as it was logged in the rows of an epoch; of its values the last one. */
export interface LoggedValue extends RowValue {
  /** In how many rows. */
  readonly times: number;
}

/** The rows of one epoch. */
interface OpenEpoch {
  readonly marker: number;
  readonly values: Map<string, LoggedValue>;
  isValidated: boolean;
}

export interface FoundEpochs {
  /** Whole ones. */
  readonly count: number;
  /** What was logged in the last whole one. */
  readonly last: readonly LoggedValue[];
  /** Whether there are rows of an epoch that did not end. */
  readonly hasTorn: boolean;
  /** Whether the last one has no validation results, where others have. */
  readonly isUnvalidated: boolean;
  /** How often the rows went back to an earlier epoch; those after it count no more. */
  readonly returns: number;
  /** The epoch from which on the loss was no number up to the end; undefined where its last value is one. */
  readonly divergedIn: number | undefined;
}

interface EpochRule {
  /** Only those with validation results are epochs. */
  readonly needsValidation: boolean;
}

/** Epochs as some rows tell of them: those with one marker, one after the other, are of one epoch, and may have a part of its results each. */
export class EpochRows {
  /** Of the epochs that are closed, and whether each was validated. */
  private readonly markers: number[] = [];
  private readonly areValidated: boolean[] = [];
  private open: OpenEpoch | undefined;
  private last: readonly LoggedValue[] = [];
  private divergedIn: number | undefined;
  private returns = 0;

  constructor(private readonly rule: EpochRule) {}

  /** Takes the results of a row. */
  add(marker: number, results: readonly RowValue[]): void {
    if (this.open && this.open.marker !== marker) this.close();
    const open = (this.open ??= { marker, values: new Map(), isValidated: false });
    for (const one of results) {
      const before = open.values.get(one.key);
      if (!before && open.values.size >= MOST_KEYS) continue;
      open.values.set(one.key, { ...one, times: (before?.times ?? 0) + 1 });
      open.isValidated ||= isOfValidation(one.result);
    }
  }

  end(): FoundEpochs {
    // An epoch that is not validated while all before it are was broken off.
    const { open, markers, areValidated } = this;
    const isTorn = open !== undefined && !open.isValidated && markers.length > 0 && areValidated.every(Boolean);
    if (!isTorn) this.close();
    else if (isDiverged([...open.values.values()])) this.divergedIn ??= markers.length + 1;
    const isUnvalidated = areValidated.at(-1) === false && areValidated.includes(true);
    const { last, returns, divergedIn } = this;
    return { count: markers.length, last, hasTorn: isTorn, isUnvalidated, returns, divergedIn };
  }

  private close(): void {
    const { open } = this;
    this.open = undefined;
    if (!open || open.values.size === 0 || (this.rule.needsValidation && !open.isValidated)) return;
    // A run that was gone on with from an earlier epoch counts those after it anew.
    if (this.markers.length > 0 && this.markers.at(-1)! >= open.marker) this.returns++;
    while (this.markers.length > 0 && this.markers.at(-1)! >= open.marker) {
      this.markers.pop();
      this.areValidated.pop();
    }
    this.markers.push(open.marker);
    this.areValidated.push(open.isValidated);
    this.last = [...open.values.values()];
    this.divergedIn = isDiverged(this.last) ? (this.divergedIn ?? this.markers.length) : undefined;
  }
}

export function isOfValidation(result: LoggedResult): boolean {
  return result === 'valLoss' || result === 'valAccuracy';
}

/**
 * The value that counts as a result of an epoch: of several keys the one whose name says that it is of an epoch, then one that was logged once.
 * @returns undefined where none was logged
 */
export function valueOf(values: readonly LoggedValue[], result: LoggedResult): LoggedValue | undefined {
  const rank = ({ saysEpoch, times }: LoggedValue): number => (saysEpoch ? 0 : times === 1 ? 1 : 2);
  return values.filter(one => one.result === result).toSorted((a, b) => rank(a) - rank(b))[0];
}

/** Its training loss is no number any more; where none was logged, that of the validation. */
function isDiverged(values: readonly LoggedValue[]): boolean {
  const loss = valueOf(values, 'loss') ?? valueOf(values, 'valLoss');
  return loss !== undefined && !Number.isFinite(loss.value);
}
