import { findParameter } from '../../contract/parameters';
import { formatParameter } from '../../contract/parseParameters';
import { flatSettings, settingText } from '../../experiment/recorded/settings';
import { beganOf, endOf, nameOf, settingsOf, type ExportedRun } from '../../report/exported/exportedRun';
import { Markdown } from '../../util/markdown';
import { runBegunEvent, runEndedEvent, scalarEvent, textEvent, versionEvent } from './eventMessages';
import { tfRecord } from './tfRecord';

/** What is given out at a time. */
const PART_BYTES = 1_000_000;

/**
 * What the event file of a run is called: it has `tfevents` in it, by which TensorBoard knows such files, and is the same whenever the run
 * is exported, since TensorBoard would draw the points of two files of a folder twice.
 */
export function eventFileName({ config }: Pick<ExportedRun, 'config'>): string {
  return `events.out.tfevents.${Math.floor(Date.parse(config.createdAt) / 1000)}.digits-lab`;
}

/**
 * A run as an event file of TensorBoard, in pieces: its settings as hyperparameters and as a text, its notes, and every series as scalars, one
 * after the other. Scalars are float32.
 */
export function* eventFile(run: ExportedRun): Generator<Uint8Array> {
  let part: Uint8Array[] = [];
  let bytes = 0;
  for (const event of eventsOf(run)) {
    const record = tfRecord(event);
    part.push(record);
    bytes += record.length;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(part);
    [part, bytes] = [[], 0];
  }
  yield Buffer.concat(part);
}

function* eventsOf(run: ExportedRun): Generator<Uint8Array> {
  const { series, notes, recording } = run;
  const beginMs = beganOf(run);
  yield versionEvent(beginMs);
  yield runBegunEvent(beginMs, hyperparameters(run));
  const texts = { config: configTable(run), notes, summary: recording ? table(flatSettings(recording.summary)) : '' };
  for (const [tag, text] of Object.entries(texts)) if (text.trim() !== '') yield textEvent({ timeMs: beginMs, step: 0 }, tag, text);
  for (const { name, points } of series) for (const { value, ...at } of points) yield scalarEvent(at, name, value);
  const endMs = endOf(run);
  if (endMs !== undefined) yield runEndedEvent(endMs, run.status === 'failed');
}

/** Those that are no numbers, texts or truth values as JSON. */
function hyperparameters(run: ExportedRun): Record<string, string | number | boolean> {
  return Object.fromEntries(
    settingsOf(run).map(([name, value]) => [name, typeof value === 'number' || typeof value === 'boolean' ? value : settingText(value)]),
  );
}

/** What the run is called and how it was made, as a table. */
function configTable(run: ExportedRun): string {
  const { config, labels, status, recording } = run;
  const facts: Readonly<Record<string, string>> = {
    run: run.id,
    name: nameOf(run),
    status,
    tags: labels.tags.join(', '),
    author: config.author ?? '',
    engine: config.kind === 'trained' ? `${config.engine.name} ${config.engine.version}` : '',
    tool: config.kind === 'imported' ? config.source.tool : '',
    state: recording?.state ?? '',
    project: recording?.project ?? '',
    group: recording?.group ?? '',
    job_type: recording?.jobType ?? '',
    commit: config.git?.commit ?? '',
  };
  const settings = settingsOf(run).map(([name, value]): readonly [string, string] => {
    const parameter = recording ? undefined : findParameter(name);
    const isPlain = typeof value === 'number' || typeof value === 'string';
    return [name, parameter && isPlain ? formatParameter(parameter, value) : settingText(value)];
  });
  return table([...Object.entries(facts).filter(([, value]) => value !== ''), ...settings]);
}

function table(rows: Iterable<readonly [name: string, value: Parameters<typeof settingText>[0]]>): string {
  const lines = Array.from(rows, ([name, value]) => Markdown.of`| ${name} | ${settingText(value)} |`.source);
  return lines.length === 0 ? '' : ['| | |', '| --- | --- |', ...lines].join('\n');
}
