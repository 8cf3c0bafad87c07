import { describeNetwork } from '../contract/network';
import type { Run } from '../contract/runState';
import type { EpochEnded, Logged } from '../contract/trainer';
import { duration, loss, percent } from '../util/format';
import { splitsInWords } from './datasetInWords';
import { engineInWords, replacedInWords } from './engineInWords';
import { networkSizeInWords } from './networkInWords';

export interface LogLine {
  readonly time: string;
  readonly level: Logged['level'];
  readonly message: string;
}

/** What happened in a run, as lines of a log in the order of time: what it began with, each epoch, what its trainer said, its end. */
export function logLines(run: Run, most: number): LogLine[] {
  const lines = [...beginning(run), ...run.epochs.slice(-most).map(epochInWords), ...run.log, ...end(run)];
  return lines.toSorted((a, b) => Date.parse(a.time) - Date.parse(b.time)).slice(-most);
}

function beginning({ config }: Run): LogLine[] {
  if (!config) return [];
  const { id, dataset, engine, parameters } = config;
  const network = describeNetwork(parameters, dataset);
  return [
    `Run ${id}${config.parent ? `, made from ${config.parent}` : ''}.`,
    `Data: ${dataset.name}, ${splitsInWords(dataset)}.`,
    `Network: ${networkSizeInWords(network)}.`,
    `Engine: ${[engineInWords(engine), replacedInWords(engine)].filter(Boolean).join(', ')}.`,
  ].map(message => ({ time: config.createdAt, level: 'info', message }));
}

function epochInWords({ time, epoch, valLoss, valAccuracy, ...training }: EpochEnded): LogLine {
  const validation = valLoss === null ? '' : `, validation ${loss(valLoss)}`;
  const accuracy = percent(valAccuracy ?? training.accuracy);
  return {
    time,
    level: 'info',
    message: `Epoch ${epoch}: loss ${loss(training.loss)}${validation}, ${accuracy}`,
  };
}

function end({ evaluated, ended, failed }: Run): LogLine[] {
  const lines: LogLine[] = [];
  if (evaluated) {
    const lossInWords = evaluated.loss === null ? '' : `loss ${loss(evaluated.loss)}, `;
    const message = `Evaluated on the test images: ${lossInWords}accuracy ${percent(evaluated.accuracy)}.`;
    lines.push({ time: evaluated.time, level: 'info', message });
  }
  if (ended) {
    const why = ended.reason ? `: ${ended.reason}` : '';
    const how = ended.status === 'completed' ? 'Completed' : 'Stopped';
    lines.push({ time: ended.time, level: 'info', message: `${how} after ${ended.epochs} epochs, ${duration(ended.durationMs)}${why}` });
  }
  if (failed) lines.push({ time: failed.time, level: 'error', message: failed.message });
  return lines;
}
