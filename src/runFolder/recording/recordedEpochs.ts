import { MOST_KEYS } from '../../contract/formats/recording';
import { isAccuracy, isEpochKey, loggedMetric, type LoggedMetric, type LoggedResult } from '../../contract/loggedResults';
import { isRow, scalarsOf, type RecordedRow, type Recording } from '../../contract/recording';
import type { EpochResults } from '../../contract/summary';
import { useFileIn } from '../../files/readFiles';
import { wholeLines } from '../../files/wholeLines';
import { counted } from '../../util/format';
import { AccuracyScales } from './accuracyScales';
import { EpochRows, isOfValidation, valueOf, type FoundEpochs, type LoggedValue, type RowValue } from './epochRows';
import { knownParametersOf } from './knownParameters';
import { recordingFiles } from './readRecording';

/** Of a longer history the epochs are not looked for. */
const MOST_BYTES = 256_000_000;

/** More spellings of loss and accuracy of the test than a script has. */
const MOST_TESTED = 100;

/** What the rows of a run tell of its epochs. */
export interface RecordedEpochs {
  /** Whole ones; 0 where nothing tells which rows are of one epoch. */
  readonly count: number;
  /** Of the last one. */
  readonly final: EpochResults | null;
  readonly diverged: { readonly epoch: number | undefined } | undefined;
  readonly scales: AccuracyScales;
  /** The last values of the test's metrics in the rows, by their keys: a summary may have another one, the greatest for instance. */
  readonly tested: ReadonlyMap<string, number>;
  /** How its rows were understood, and what was not taken, in sentences. */
  readonly remarks: readonly string[];
}

/** The ways in which rows tell of epochs, the surest first, with what a person is told. */
const ways = {
  key: 'by their epoch',
  name: 'by the names of their metrics',
  step: 'by the step that was defined for validation metrics',
  validation: 'by their validation metrics',
  settings: 'since there are as many rows as the settings have epochs',
} as const;
type Way = keyof typeof ways;

interface Meaning {
  readonly metric: LoggedMetric | undefined;
  readonly isEpoch: boolean;
  readonly isStep: boolean;
}

/** What is gathered of the rows of a run. */
export class EpochGatherer {
  private readonly found: Readonly<Record<Way, EpochRows>> = {
    key: new EpochRows({ needsValidation: false }),
    name: new EpochRows({ needsValidation: false }),
    step: new EpochRows({ needsValidation: true }),
    validation: new EpochRows({ needsValidation: true }),
    settings: new EpochRows({ needsValidation: false }),
  };
  readonly scales = new AccuracyScales();
  private readonly steps: readonly string[];
  private readonly planned: number | undefined;
  /** Rows with a result of the training or the validation. */
  private rows = 0;
  private validations = 0;
  private hasFractions = false;
  private lastLoss: number | undefined;
  private readonly tested = new Map<string, number>();
  /** Looked up once for each key. */
  private readonly meanings = new Map<string, Meaning>();
  /** Of the last row that had the number of its epoch. */
  private epoch: number | undefined;

  constructor({ metrics, config, summary }: Pick<Recording, 'metrics' | 'config' | 'summary'>) {
    // `val/*` stands for `val/loss`.
    const ofValidation = metrics.filter(({ name }) => isOfValidation(loggedMetric(name.replace(/\*$/, ' loss'))?.result ?? 'loss'));
    this.steps = ofValidation.flatMap(({ step }) => (step === undefined || step.startsWith('_') ? [] : [step]));
    this.planned = knownParametersOf(config).epochs;
    for (const [key, value] of scalarsOf(summary)) {
      const { metric } = this.meaningOf(key);
      if (metric && isAccuracy(metric.result)) this.scales.add(key, value);
    }
  }

  add(row: RecordedRow): void {
    const results: RowValue[] = [];
    let epoch: number | undefined;
    let step: number | undefined;
    for (const [key, value] of scalarsOf(row)) {
      const { metric, isEpoch, isStep } = this.meaningOf(key);
      if (isEpoch && Number.isFinite(value)) epoch ??= value;
      if (isStep && Number.isFinite(value)) step ??= value;
      if (!metric) continue;
      if (isAccuracy(metric.result)) this.scales.add(key, value);
      if (!isOfEpochs(metric.result)) {
        if (this.tested.size < MOST_TESTED || this.tested.has(key)) this.tested.set(key, value);
        continue;
      }
      results.push({ key, value, ...metric });
      if (metric.result === 'loss') this.lastLoss = value;
    }
    if (results.length === 0) return;
    const isValidated = results.some(({ result }) => isOfValidation(result));
    if (epoch !== undefined) this.epoch = this.markerOf(epoch);
    // What validates an epoch may come without its number.
    if (this.epoch !== undefined && (epoch !== undefined || isValidated)) this.found.key.add(this.epoch, results);
    if (results.some(({ saysEpoch }) => saysEpoch))
      this.found.name.add(typeof row['_step'] === 'number' ? row['_step'] : this.rows, results);
    if (step !== undefined) this.found.step.add(step, results);
    // The rows of an epoch before the one that validates it.
    this.found.validation.add(this.validations, results);
    if (isValidated) this.validations++;
    this.found.settings.add(this.rows++, results);
  }

  end(): RecordedEpochs {
    const { scales, tested } = this;
    const all = Object.keys(ways).map(way => ({ way: way as Way, epochs: this.found[way as Way].end() }));
    const told = all.find(({ way, epochs }) => epochs.count > 0 && (way !== 'settings' || epochs.count === this.planned));
    const isLastNoNumber = this.lastLoss !== undefined && !Number.isFinite(this.lastLoss);
    if (!told) {
      const diverged = isLastNoNumber ? { epoch: undefined } : undefined;
      return { count: 0, final: null, diverged, scales, tested, remarks: [...this.noEpochs(), ...scales.remarks()] };
    }
    const { count, last, divergedIn } = told.epochs;
    const taken = takenOf(last, scales);
    const final: EpochResults = { epoch: count, ...valuesOf(taken), imagesPerSecond: null };
    const diverged = divergedIn === undefined && !isLastNoNumber ? undefined : { epoch: divergedIn };
    return { count, final, diverged, scales, tested, remarks: [...remarksOn(told, taken), ...scales.remarks()] };
  }

  private meaningOf(key: string): Meaning {
    const known = this.meanings.get(key);
    if (known) return known;
    const meaning = { metric: loggedMetric(key), isEpoch: isEpochKey(key), isStep: this.steps.includes(key) };
    if (this.meanings.size < MOST_KEYS) this.meanings.set(key, meaning);
    return meaning;
  }

  /** Libraries that log within an epoch give a part of it: 0.34 is of the first. */
  private markerOf(epoch: number): number {
    this.hasFractions ||= !Number.isInteger(epoch);
    return this.hasFractions ? Math.ceil(epoch) : epoch;
  }

  private noEpochs(): string[] {
    if (this.rows === 0) return [];
    return [
      `No epochs are known: ${counted(this.rows, 'row')} ${this.rows === 1 ? 'has' : 'have'} a loss or an accuracy, and nothing tells which of them end an epoch. Log "epoch" with them, or val_loss and val_accuracy once an epoch.`,
    ];
  }
}

type TakenResult = Exclude<LoggedResult, 'testLoss' | 'testAccuracy'>;

function isOfEpochs(result: LoggedResult): result is TakenResult {
  return result !== 'testLoss' && result !== 'testAccuracy';
}

const epochResults: readonly TakenResult[] = ['loss', 'accuracy', 'valLoss', 'valAccuracy'];

interface Taken {
  readonly logged: LoggedValue;
  /** Null: not as a result of the epoch. */
  readonly value: number | null;
  /** Its values are of batches. */
  readonly isOfBatches: boolean;
}

/** What counts as the results of an epoch. A training metric of several rows is that of a batch each, unless its name says that it is of the epoch. */
function takenOf(last: readonly LoggedValue[], scales: AccuracyScales): ReadonlyMap<TakenResult, Taken> {
  const taken = new Map<TakenResult, Taken>();
  for (const result of epochResults) {
    const logged = valueOf(last, result);
    if (!logged) continue;
    const { key, value, saysEpoch, times } = logged;
    const isOfBatches = times > 1 && !saysEpoch && !isOfValidation(result);
    const figure = isAccuracy(result) ? scales.shareOf(key, value) : Number.isFinite(value) ? value : null;
    taken.set(result, { logged, isOfBatches, value: isOfBatches ? null : figure });
  }
  return taken;
}

function valuesOf(taken: ReadonlyMap<TakenResult, Taken>): Pick<EpochResults, TakenResult> {
  const value = (result: TakenResult): number | null => taken.get(result)?.value ?? null;
  return { loss: value('loss'), accuracy: value('accuracy'), valLoss: value('valLoss'), valAccuracy: value('valAccuracy') };
}

function remarksOn(
  { way, epochs: { count, hasTorn, isUnvalidated, returns } }: { readonly way: Way; readonly epochs: FoundEpochs },
  taken: ReadonlyMap<TakenResult, Taken>,
): string[] {
  const all = [...taken.values()];
  const names = all.flatMap(({ logged, value }) => (value === null ? [] : [logged.key]));
  const ofBatches = all.flatMap(({ logged, isOfBatches }) => (isOfBatches ? [logged.key] : []));
  const noNumbers = all.flatMap(({ logged, isOfBatches }) => (isOfBatches || Number.isFinite(logged.value) ? [] : [logged.key]));
  return [
    `${counted(count, 'epoch')}, told apart ${ways[way]}. What counts are the figures of the last one${names.length === 0 ? '' : ` (${names.join(', ')})`}: which weights the script kept is not known.`,
    ...(ofBatches.length > 0
      ? [`Not taken for an epoch, since they were logged several times in it and so are of batches: ${ofBatches.join(', ')}.`]
      : []),
    ...(noNumbers.length > 0 ? [`No number in the last epoch: ${noNumbers.join(', ')}.`] : []),
    ...(isUnvalidated ? ['The last epoch has no validation metrics, although others have: there are no validation results.'] : []),
    ...(returns > 0 ? [`The rows went back to an earlier epoch (${counted(returns, 'time')}): what was logged later counts.`] : []),
    ...(hasTorn ? [`The rows after epoch ${count} are of an epoch that did not end.`] : []),
  ];
}

/** The epochs in the history of a run. */
export async function recordedEpochs(
  folder: string,
  recording: Pick<Recording, 'metrics' | 'config' | 'summary'>,
): Promise<RecordedEpochs> {
  const gatherer = new EpochGatherer(recording);
  let isTooLong = false;
  await useFileIn(folder, recordingFiles.history, async file => {
    isTooLong = file.size > MOST_BYTES;
    if (isTooLong) return;
    for await (const part of wholeLines(file)) {
      // A last line without an end was being written.
      const end = part.lastIndexOf(0x0a) + 1;
      for (const line of part.toString('utf8', 0, end).split('\n')) addLine(gatherer, line);
    }
  });
  const found = gatherer.end();
  if (!isTooLong) return found;
  return { ...found, remarks: [`Epochs were not looked for: ${recordingFiles.history} has more than ${MOST_BYTES / 1e6} MB.`, ...found.remarks] }; // prettier-ignore
}

/** A line that is none is passed over: who reads the rows says so. */
function addLine(gatherer: EpochGatherer, line: string): void {
  if (!/loss|acc/i.test(line)) return;
  try {
    const row: unknown = JSON.parse(line);
    if (isRow(row)) gatherer.add(row);
  } catch {
    // As it says above.
  }
}
