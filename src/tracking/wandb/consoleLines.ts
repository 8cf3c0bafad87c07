import { describeNetwork } from '../../contract/network';
import type { EpochEnded, RunEnded, RunStarted, TrainerEvent } from '../../contract/trainer';
import { engineInWords } from '../../experiment/engineInWords';
import { networkInWords } from '../../experiment/networkInWords';
import { counted, duration, grouped, loss, percent } from '../../util/format';

/** What a run's log at W&B says of an event; most say nothing. */
export function consoleLines(event: TrainerEvent): string[] {
  switch (event.type) {
    case 'runStarted':
      return started(event);
    case 'runResumed':
      return [`resumed after epoch ${event.epoch}`];
    case 'epochEnded':
      return [epoch(event)];
    case 'logged':
      return `${event.level === 'info' ? '' : `${event.level}: `}${event.message}`.split(/\r?\n/);
    case 'evaluated':
      return [`test accuracy ${percent(event.accuracy)}  test loss ${loss(event.loss)}  ${counted(event.scores.count, 'image')}`];
    case 'runEnded':
      return [ended(event)];
    case 'runFailed':
      return `failed: ${event.message}`.split(/\r?\n/);
    case 'batchEnded':
    case 'resourcesSampled':
      return [];
  }
}

function started({ config: { id, dataset, engine, parameters } }: RunStarted): string[] {
  const { trainImages, validationImages, testImages } = dataset;
  return [
    `training run ${id}`,
    `data     ${dataset.name}: ${grouped(trainImages)} training, ${grouped(validationImages)} validation, ${grouped(testImages)} test images`,
    `network  ${networkInWords(describeNetwork(parameters, dataset))}`,
    `engine   ${engineInWords(engine)}`,
  ];
}

function epoch(event: EpochEnded): string {
  return [
    `epoch ${event.epoch}/${event.epochs}`,
    `loss ${loss(event.loss)}`,
    `accuracy ${percent(event.accuracy)}`,
    ...(event.valLoss === null ? [] : [`val loss ${loss(event.valLoss)}`]),
    ...(event.valAccuracy === null ? [] : [`val accuracy ${percent(event.valAccuracy)}`]),
    `${grouped(event.imagesPerSecond)} images/s`,
    duration(event.durationMs),
  ].join('  ');
}

function ended({ status, epochs, keptEpoch, reason, durationMs }: RunEnded): string {
  const kept = keptEpoch === epochs ? '' : `, weights of epoch ${keptEpoch}`;
  return `${status} after ${counted(epochs, 'epoch')}${kept}, in ${duration(durationMs)}${reason === undefined ? '' : `: ${reason}`}`;
}
