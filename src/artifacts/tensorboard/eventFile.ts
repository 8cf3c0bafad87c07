import { findParameter, parameterTable } from '../../contract/parameters';
import { formatParameter } from '../../contract/parseParameters';
import { endOf, nameOf, type ExportedRun } from '../../report/exported/exportedRun';
import { Markdown } from '../../util/markdown';
import { runBegunEvent, runEndedEvent, scalarEvent, textEvent, versionEvent } from './eventMessages';
import { tfRecord } from './tfRecord';

/**
 * What the event file of a run is called: it has `tfevents` in it, by which TensorBoard knows such files, and is the same whenever the run
 * is exported, since TensorBoard would draw the points of two files of a folder twice.
 */
export function eventFileName({ config }: Pick<ExportedRun, 'config'>): string {
  return `events.out.tfevents.${Math.floor(Date.parse(config.createdAt) / 1000)}.digits-lab`;
}

/**
 * A run as an event file of TensorBoard: its parameters as hyperparameters and as a text, its notes, and every series as scalars, in the
 * order of time. Scalars are float32.
 */
export function eventFile(run: ExportedRun): Uint8Array {
  const { config, series, notes } = run;
  const beginMs = Date.parse(config.createdAt);
  const events = [versionEvent(beginMs), runBegunEvent(beginMs, known(config.parameters))];
  events.push(textEvent({ timeMs: beginMs, step: 0 }, 'config', configTable(run)));
  if (notes.trim() !== '') events.push(textEvent({ timeMs: beginMs, step: 0 }, 'notes', notes));
  const points = series.flatMap(({ name, points: all }) => all.map(point => ({ name, ...point })));
  for (const { name, value, ...at } of points.toSorted((a, b) => a.timeMs - b.timeMs)) events.push(scalarEvent(at, name, value));
  const endMs = endOf(run);
  if (endMs !== undefined) events.push(runEndedEvent(endMs, run.status === 'failed'));
  return Buffer.concat(events.map(tfRecord));
}

function known(parameters: ExportedRun['config']['parameters']): Record<string, string | number> {
  return Object.fromEntries(parameterTable.flatMap(({ name }) => (parameters[name] === undefined ? [] : [[name, parameters[name]]])));
}

/** What the run is called and how it was made, as a table. */
function configTable(run: ExportedRun): string {
  const { config, labels, status } = run;
  const parameters = Object.entries(known(config.parameters));
  const facts: Readonly<Record<string, string>> = {
    run: run.id,
    name: nameOf(run),
    status,
    tags: labels.tags.join(', '),
    author: config.author ?? '',
    engine: config.kind === 'trained' ? `${config.engine.name} ${config.engine.version}` : '',
    commit: config.git?.commit ?? '',
    ...Object.fromEntries(parameters.map(([name, value]) => [name, formatParameter(findParameter(name)!, value)])),
  };
  const lines = Object.entries(facts).flatMap(([name, value]) => (value === '' ? [] : [Markdown.of`| ${name} | ${value} |`.source]));
  return ['| | |', '| --- | --- |', ...lines].join('\n');
}
