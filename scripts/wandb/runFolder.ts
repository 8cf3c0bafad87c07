import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

type Json = Readonly<Record<string, unknown>>;

/**
 * What a run's folder says, read as plain JSON and put under the names that W&B is to have: nothing of the product's own recording is used
 * to say what is right.
 */
export class RunFolder {
  readonly config: Json & { readonly id: string; readonly parameters: Json };
  readonly labels: { readonly name: string; readonly tags: readonly string[] };
  readonly events: readonly Json[];

  constructor(readonly folder: string) {
    this.config = this.json('config.json') as RunFolder['config'];
    this.labels = this.json('labels.json') as RunFolder['labels'];
    // The last line of a killed run may be cut off.
    const lines = readFileSync(path.join(folder, 'events.jsonl'), 'utf8').split('\n').slice(0, -1);
    this.events = lines.map(line => JSON.parse(line) as Json);
  }

  /** The only run in a folder of runs. */
  static only(runs: string): RunFolder {
    const [name, ...others] = readdirSync(runs).filter(entry => !entry.startsWith('.'));
    assert.ok(name !== undefined && others.length === 0, `there is not one run in ${runs}`);
    return new RunFolder(path.join(runs, name));
  }

  /** The folder that `wandb sync` is given. */
  get offline(): string {
    const wandb = path.join(this.folder, 'wandb');
    const name = readdirSync(wandb).find(entry => entry.startsWith('offline-run-'));
    assert.ok(name, `no offline-run folder in ${wandb}`);
    return path.join(wandb, name);
  }

  get record(): string {
    return path.join(this.offline, `run-${this.config.id}.wandb`);
  }

  /** All files of the run but the record, by their paths. */
  get files(): Record<string, Buffer> {
    const entries = readdirSync(this.folder, { recursive: true, withFileTypes: true }).filter(entry => entry.isFile());
    const paths = entries.map(entry => path.relative(this.folder, path.join(entry.parentPath, entry.name)));
    const own = paths.filter(file => file.split(path.sep)[0] !== 'wandb').toSorted();
    return Object.fromEntries(own.map(file => [file, readFileSync(path.join(this.folder, file))]));
  }

  /** The rows of history without `_runtime`, and without the confusion matrix, which is a table of its own. */
  get rows(): Json[] {
    const epochs = this.epochs.map(event => ({ ...epochValues(event), ...timeOf(event) }));
    const evaluated = this.events.find(({ type }) => type === 'evaluated');
    const rows = evaluated === undefined ? epochs : [...epochs, { ...this.closingValues(evaluated), ...timeOf(evaluated) }];
    return rows.map((row, step) => ({ ...row, _step: step }));
  }

  /** Those that count: what a run had done after the epoch that it went on from, it did again. */
  private get epochs(): Json[] {
    const kept: Json[] = [];
    for (const event of this.events) {
      if (event['type'] === 'epochEnded') kept.push(event);
      if (event['type'] === 'runResumed') kept.splice(Number(event['epoch']));
    }
    return kept;
  }

  /** What the summary has besides the table, `_runtime` and `_wandb`. */
  get summary(): Json {
    const [last, evaluated, ended] = ['epochEnded', 'evaluated', 'runEnded'].map(type =>
      this.events.findLast(event => event['type'] === type)!,
    );
    const { perClass, macro, micro, weighted } = this.json('summary.json') as Record<string, Json>;
    return {
      ...epochValues(last!),
      ...this.closingValues(evaluated!),
      ...timeOf(evaluated!),
      _step: this.rows.length - 1,
      kept_epoch: ended!['keptEpoch'],
      per_class: Object.fromEntries(Object.entries(perClass!).map(([label, scores]) => [label, scoreValues(scores as Json)])),
      macro: scoreValues(macro!),
      micro: scoreValues(micro!),
      weighted: scoreValues(weighted!),
    };
  }

  /** Actual, predicted, count. */
  get confusion(): (readonly [string, string, number])[] {
    const { confusionMatrix } = this.json('summary.json') as { confusionMatrix: number[][] };
    return confusionMatrix.flatMap((row, actual) => row.map((count, predicted) => [`${actual}`, `${predicted}`, count] as const));
  }

  /** By artifact and path in it. */
  get artifacts(): Record<string, Record<string, Buffer>> {
    const files = (folder: string, ...names: readonly string[]): Record<string, Buffer> =>
      Object.fromEntries(names.map(name => [name, readFileSync(path.join(this.folder, folder, name))]));
    return {
      predictions: files('', 'predictions.npy', 'ground_truth.npy', 'probabilities.npy'),
      'digits-cnn': files('model', 'model.onnx', 'model.json', 'weights.bin'),
    };
  }

  private closingValues({ loss, accuracy }: Json): Json {
    const { epochs, batch_size, num_filters, num_layers, activation_fun } = this.config.parameters;
    return { test_loss: loss, test_accuracy: accuracy, epochs, batch_size, num_filters, num_layers, activation_function: activation_fun };
  }

  private json(name: string): unknown {
    return JSON.parse(readFileSync(path.join(this.folder, name), 'utf8'));
  }
}

function epochValues({ epoch, loss, accuracy, valLoss, valAccuracy, imagesPerSecond }: Json): Json {
  return { epoch, loss, accuracy, val_loss: valLoss, val_accuracy: valAccuracy, imagesPerSecond };
}

function timeOf({ time }: Json): Json {
  return { _timestamp: Date.parse(String(time)) / 1000 };
}

function scoreValues({ averagePrecision, ...scores }: Json): Json {
  return { ...scores, average_precision: averagePrecision };
}
