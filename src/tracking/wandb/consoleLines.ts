import { epochMetrics } from '../../contract/metrics';
import { describeNetwork } from '../../contract/network';
import type { EpochEnded, RunEnded, RunStarted, TrainerEvent } from '../../contract/trainer';
import { datasetInWords } from '../../wording/datasetInWords';
import { engineInWords } from '../../wording/engineInWords';
import { loggedInWords, resumedInWords } from '../../wording/eventInWords';
import { networkInWords } from '../../wording/networkInWords';
import { metricInWords } from '../../wording/metricInWords';
import { counted, duration, loss, percent } from '../../util/format';

/** The lines that an event adds to a run's log at W&B; most events add none. */
export function consoleLines(event: TrainerEvent): string[] {
  switch (event.type) {
    case 'runStarted':
      return started(event);
    case 'runResumed':
      return [resumedInWords(event)];
    case 'epochEnded':
      return [epoch(event)];
    case 'logged':
      return loggedInWords(event).split(/\r?\n/);
    case 'evaluated': {
      const testLoss = event.loss === null ? '' : `test loss ${loss(event.loss)}  `;
      return [`test accuracy ${percent(event.accuracy)}  ${testLoss}${counted(event.scores.count, 'image')}`];
    }
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
  return [
    `training run ${id}`,
    `data     ${datasetInWords(dataset)}`,
    `network  ${networkInWords(describeNetwork(parameters, dataset))}`,
    `engine   ${engineInWords(engine)}`,
  ];
}

function epoch(event: EpochEnded): string {
  return [
    `epoch ${event.epoch}/${event.epochs}`,
    ...epochMetrics.flatMap(metric => {
      const value = metric.epoch.value(event);
      return value === null ? [] : [metricInWords(metric, value)];
    }),
  ].join('  ');
}

function ended({ status, epochs, keptEpoch, reason, durationMs }: RunEnded): string {
  const kept = keptEpoch === epochs ? '' : `, weights of epoch ${keptEpoch}`;
  return `${status} after ${counted(epochs, 'epoch')}${kept}, in ${duration(durationMs)}${reason === undefined ? '' : `: ${reason}`}`;
}
