import { scalarsOf, type RecordedRow } from '../../contract/recording';
import { bestEpoch, type EpochResults } from '../../contract/summary';
import { readRange, useFileIn } from '../../files/readFiles';
import { recordingFiles } from './readRecording';

/** What scripts and libraries call the results of an epoch, in the order in which they are looked for. */
const names = {
  loss: ['loss', 'train_loss', 'train/loss', 'train/epoch_loss', 'epoch/loss', 'training_loss', 'train_loss_epoch'],
  accuracy: ['accuracy', 'acc', 'train_accuracy', 'train_acc', 'train/accuracy', 'train/acc', 'train/epoch_accuracy', 'epoch/accuracy'],
  valLoss: ['val_loss', 'val/loss', 'validation/epoch_loss', 'epoch/val_loss', 'validation_loss', 'valid_loss'],
  valAccuracy: [
    'val_accuracy',
    'val_acc',
    'val/accuracy',
    'val/acc',
    'validation/epoch_accuracy',
    'epoch/val_accuracy',
    'validation_accuracy',
  ],
} as const;

type Result = keyof typeof names;

/** Where the number of the epoch stands; TensorBoard's rows of an epoch have it as their step. */
const EPOCH = ['epoch', 'epoch/epoch'];

/** Of a longer history the epochs are not looked for. */
const MOST_BYTES = 256_000_000;
const PART_BYTES = 1_000_000;

export interface RecordedEpochs {
  readonly count: number;
  readonly final: EpochResults;
  /** As `bestEpoch` has it. */
  readonly best: EpochResults;
}

/** What is gathered of the rows of a run. */
export class EpochGatherer {
  private count = 0;
  private final: EpochResults | undefined;
  private best: EpochResults | undefined;
  private open: { readonly epoch: number | undefined; readonly results: Map<Result, number> } | undefined;

  /** The rows of an epoch come one after the other, and may have a part of its results each. */
  add(row: RecordedRow): void {
    const scalars = scalarsOf(row);
    const results = new Map<Result, number>();
    for (const [result, called] of Object.entries(names)) {
      const value = called.map(name => scalars.get(name)).find(one => one !== undefined);
      if (value !== undefined && Number.isFinite(value)) results.set(result as Result, value);
    }
    if (results.size === 0) return;
    const epoch = EPOCH.map(name => scalars.get(name)).find(one => one !== undefined);
    // Without its number each row that has all that an epoch has is one.
    if (this.open && (epoch === undefined || this.open.epoch !== epoch)) this.close();
    this.open ??= { epoch, results: new Map() };
    for (const [result, value] of results) this.open.results.set(result, value);
  }

  /** Undefined where no row has loss and accuracy of an epoch. */
  end(): RecordedEpochs | undefined {
    this.close();
    return this.final && this.best && { count: this.count, final: this.final, best: this.best };
  }

  private close(): void {
    const results = this.open?.results;
    this.open = undefined;
    const [loss, accuracy] = [results?.get('loss'), results?.get('accuracy')];
    if (!results || loss === undefined || !isShare(accuracy)) return;
    const valAccuracy = results.get('valAccuracy');
    const epoch: EpochResults = {
      epoch: ++this.count,
      loss,
      accuracy,
      valLoss: results.get('valLoss') ?? null,
      valAccuracy: isShare(valAccuracy) ? valAccuracy : null,
      // It is not known.
      imagesPerSecond: 0,
    };
    this.final = epoch;
    this.best = bestEpoch(this.best ? [this.best, epoch] : [epoch]);
  }
}

function isShare(value: number | undefined): value is number {
  return value !== undefined && value >= 0 && value <= 1;
}

/** The epochs in the history of a run; undefined where it has none, or is too long to be looked through. */
export async function recordedEpochs(folder: string): Promise<RecordedEpochs | undefined> {
  const gatherer = new EpochGatherer();
  await useFileIn(folder, recordingFiles.history, async file => {
    if (file.size > MOST_BYTES) return;
    let rest = Buffer.alloc(0);
    for (let position = 0; position < file.size;) {
      const part = await readRange(file, position, Math.min(PART_BYTES, file.size - position));
      if (part.length === 0) break;
      position += part.length;
      const bytes = Buffer.concat([rest, part]);
      const end = bytes.lastIndexOf(0x0a) + 1;
      for (const line of bytes.toString('utf8', 0, end).split('\n')) addLine(gatherer, line);
      rest = bytes.subarray(end);
    }
  });
  return gatherer.end();
}

/** A line that is none is passed over: who reads the rows says so. */
function addLine(gatherer: EpochGatherer, line: string): void {
  if (!line.includes('loss') && !line.includes('acc')) return;
  try {
    const row = JSON.parse(line) as unknown;
    if (typeof row === 'object' && row !== null && !Array.isArray(row)) gatherer.add(row as RecordedRow);
  } catch {
    // As it says above.
  }
}
