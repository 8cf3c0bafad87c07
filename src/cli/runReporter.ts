import { classNamesOf } from '../contract/classNames';
import { epochMetrics, formatMetric, metrics, type Metric } from '../contract/metrics';
import { describeNetwork } from '../contract/network';
import type { DatasetIdentity, TrainedConfig } from '../contract/run';
import type { BatchEnded, EpochEnded, Evaluated, RunEnded, TrainerEvent } from '../contract/trainer';
import { remainingMs } from '../experiment/remaining';
import { differencesInWords } from '../experiment/runLabel';
import { datasetInWords } from '../wording/datasetInWords';
import { engineInWords, replacedInWords } from '../wording/engineInWords';
import { loggedInWords, resumedInWords } from '../wording/eventInWords';
import { networkSizeInWords } from '../wording/networkInWords';
import { classTable, confusionLines } from './confusionTable';
import { counted, duration, grouped, loss, percent } from '../util/format';
import { factLines } from './factLines';
import type { Output } from './output';
import { progressLine, StatusLine } from './progress';

/** The least width of the columns in the table of epochs. */
const widths: Readonly<Record<Metric['kind'], number>> = { share: 10, nats: 9, rate: 11, duration: 9 };
const EPOCH_WIDTH = 9;

/** Says in a terminal, or a log, what a run does. */
export class RunReporter {
  private readonly status: StatusLine;
  private config: TrainedConfig | undefined;
  /** Those that have ended. */
  private epochs: EpochEnded[] = [];

  /** @param dataset of a run that is not announced, as it is evaluated only */
  constructor(
    private readonly output: Output,
    private readonly dataset?: DatasetIdentity,
  ) {
    this.status = new StatusLine(output);
  }

  report(event: TrainerEvent): void {
    switch (event.type) {
      case 'runStarted':
        return this.announce(event.config);
      case 'runResumed':
        this.line(this.output.style('dim', resumedInWords(event)));
        return undefined;
      case 'batchEnded':
        return this.batch(event);
      case 'epochEnded':
        return this.epoch(event);
      case 'evaluated':
        return this.evaluated(event);
      case 'runEnded':
        return this.ended(event);
      case 'logged':
        this.status.clear();
        this.output.err.line(loggedInWords(event));
        return undefined;
      case 'resourcesSampled':
      case 'runFailed':
        return undefined;
    }
  }

  /** Clears the live line, before something else is written. */
  clear(): void {
    this.status.clear();
  }

  /** Says what is to be trained. */
  announce(config: TrainedConfig): void {
    const { parameters, dataset, engine, id } = config;
    const { style } = this.output;
    const changed = differencesInWords(parameters);
    this.config = config;
    this.epochs = [];
    this.line(`${style('bold', 'Training')} run ${id}`);
    for (const [name, value] of [
      ['data', datasetInWords(dataset)],
      ...(dataset.transposed ? [['images', 'rows and columns exchanged (transpose)'] as const] : []),
      ['network', networkSizeInWords(describeNetwork(parameters, dataset))],
      ['engine', engineInWords(engine)],
      ['', replacedInWords(engine)],
      ['changed', changed || 'nothing: every parameter has its default'],
    ] as const)
      for (const line of factLines(name, value, this.output)) this.line(line);
    this.line('');
    this.line(style('dim', `${'epoch'.padStart(EPOCH_WIDTH)}${epochMetrics.map(metric => cell(metric, metric.epoch.head)).join('')}`));
  }

  private batch(event: BatchEnded): void {
    const { config, epochs } = this;
    const etaMs = remainingMs({ config, epochs, batches: [event] }, Date.parse(event.time)) ?? 0;
    this.status.show(progressLine({ ...event, epochs: this.epochsAsked, etaMs }, this.output));
  }

  private epoch(event: EpochEnded): void {
    this.status.clear();
    this.epochs.push(event);
    const cells = epochMetrics.map(metric => {
      const value = metric.epoch.value(event);
      return cell(metric, value === null ? '–' : formatMetric(metric, value));
    });
    this.line(`${`${event.epoch}/${event.epochs}`.padStart(EPOCH_WIDTH)}${cells.join('')}`);
  }

  private evaluated({ scores, accuracy, loss: testLoss }: Evaluated): void {
    const { style } = this.output;
    this.status.clear();
    this.line('');
    const classes = classNamesOf(this.config?.dataset ?? this.dataset, scores.confusionMatrix.length);
    for (const line of confusionLines(scores, classes, this.output)) this.line(line);
    this.line('');
    for (const line of classTable(scores, classes)) this.line(line);
    this.line('');
    this.line(
      `${style('bold', metrics.test_accuracy.label)} ${style('bold', style('green', percent(accuracy)))}${testLoss === null ? '' : `   loss ${loss(testLoss)}`}   ${grouped(scores.count)} images`,
    );
  }

  private ended({ status, epochs, keptEpoch, reason, durationMs }: RunEnded): void {
    const how = status === 'stopped' ? 'Stopped' : reason === undefined ? 'Done' : `Ended early: ${reason}`;
    const kept =
      keptEpoch === epochs
        ? ''
        : keptEpoch > epochs
          ? `, in the middle of epoch ${keptEpoch}`
          : `; the weights are those of epoch ${keptEpoch}`;
    this.line(`${how} after ${epochs} of ${counted(this.epochsAsked, 'epoch')}${kept}, in ${duration(durationMs)}.`);
  }

  private get epochsAsked(): number {
    return this.config?.parameters.epochs ?? 0;
  }

  private line(text: string): void {
    this.output.out.line(text);
  }
}

/** A cell of the table of epochs, or its head, to the right. */
function cell({ kind, epoch }: (typeof epochMetrics)[number], text: string): string {
  return text.padStart(Math.max(widths[kind], epoch.head.length + 2));
}
