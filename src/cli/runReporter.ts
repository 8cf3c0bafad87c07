import { describeNetwork } from '../contract/network';
import type { TrainedConfig } from '../contract/run';
import type { BatchEnded, EpochEnded, Evaluated, RunEnded, TrainerEvent } from '../contract/trainer';
import { engineInWords } from '../experiment/engineInWords';
import { differencesInWords } from '../experiment/runLabel';
import { classTable, confusionTable } from './confusionTable';
import { counted, duration, grouped, loss, percent, short } from '../util/format';
import type { Output } from './output';
import { progressLine, StatusLine } from './progress';

/** Tells a person in a terminal, or a log, what a run does. */
export class RunReporter {
  private readonly status: StatusLine;
  /** Epochs that have ended, and how long they took. */
  private readonly past = { count: 0, durationMs: 0 };
  private epochs = 0;
  private epochBegan = performance.now();

  constructor(private readonly output: Output) {
    this.status = new StatusLine(output);
  }

  report(event: TrainerEvent): void {
    switch (event.type) {
      case 'runStarted':
        return this.announce(event.config);
      case 'runResumed':
        this.line(this.output.style('dim', `resumed after epoch ${event.epoch}`));
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
        this.output.err.line(`${event.level === 'info' ? '' : `${event.level}: `}${event.message}`);
        return undefined;
      case 'resourcesSampled':
      case 'runFailed':
        return undefined;
    }
  }

  /** Takes the live line away, before something else is said. */
  clear(): void {
    this.status.clear();
  }

  /** Says what is to be trained. */
  announce(config: TrainedConfig): void {
    const { parameters, dataset, engine, id } = config;
    const { style } = this.output;
    const network = describeNetwork(parameters, dataset);
    const changed = differencesInWords(parameters);
    this.epochs = parameters.epochs;
    this.epochBegan = performance.now();
    this.line(`${style('bold', 'Training')} run ${id}`);
    this.line(
      `  data     ${dataset.name}: ${grouped(dataset.trainImages)} training, ${grouped(dataset.validationImages)} validation, ${grouped(dataset.testImages)} test images`,
    );
    this.line(`  network  ${grouped(network.parameterCount)} parameters, ${short(network.flopsPerImage)}FLOPs an image`);
    this.line(`  engine   ${engineInWords(engine)}`);
    this.line(`  changed  ${changed || 'nothing: every parameter has its default'}`);
    this.line('');
    this.line(style('dim', `${'epoch'.padStart(9)}     loss  accuracy  val loss  val acc.   images/s     time`));
  }

  private batch(event: BatchEnded): void {
    const elapsed = performance.now() - this.epochBegan;
    const { count, durationMs } = this.past;
    const epochMs = count > 0 ? durationMs / count : (elapsed / event.batch) * event.batches;
    const etaMs = Math.max(0, epochMs - elapsed) + epochMs * (this.epochs - event.epoch);
    this.status.show(progressLine({ ...event, epochs: this.epochs, etaMs }, this.output));
  }

  private epoch(event: EpochEnded): void {
    this.status.clear();
    this.past.count++;
    this.past.durationMs += event.durationMs;
    this.epochBegan = performance.now();
    const cells = [
      `${event.epoch}/${event.epochs}`.padStart(9),
      loss(event.loss).padStart(9),
      percent(event.accuracy).padStart(10),
      (event.valLoss === null ? '–' : loss(event.valLoss)).padStart(10),
      (event.valAccuracy === null ? '–' : percent(event.valAccuracy)).padStart(10),
      grouped(event.imagesPerSecond).padStart(11),
      duration(event.durationMs).padStart(9),
    ];
    this.line(cells.join(''));
  }

  private evaluated({ scores, accuracy, loss: testLoss }: Evaluated): void {
    const { style } = this.output;
    this.status.clear();
    this.line('');
    for (const line of confusionTable(scores, style)) this.line(line);
    this.line('');
    for (const line of classTable(scores)) this.line(line);
    this.line('');
    this.line(
      `${style('bold', 'Test accuracy')} ${style('bold', style('green', percent(accuracy)))}   loss ${loss(testLoss)}   ${grouped(scores.count)} images`,
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
    this.line(`${how} after ${epochs} of ${counted(this.epochs, 'epoch')}${kept}, in ${duration(durationMs)}.`);
  }

  private line(text: string): void {
    this.output.out.line(text);
  }
}
