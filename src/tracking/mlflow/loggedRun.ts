import { flatSettings, settingText } from '../../experiment/recorded/settings';
import { beganOf, endOf, nameOf, settingsOf, type ExportedRun } from '../../report/exported/exportedRun';
import { scalarsOf } from '../../contract/recording';
import { grouped } from '../../util/format';
import { namedInShort } from '../../util/namedInShort';
import { isCut, limitOf, mlflowNames, mlflowNumber, paramValue, tagValue, type Logged, type LoggedText } from './limits';

/** A file that goes with a run. */
export interface SentFile {
  /** Its path among the run's artifacts, with `/` on every system. */
  readonly path: string;
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** A run of MLflow as it is to be. */
export interface MlflowRun {
  /** The id that it has here. */
  readonly id: string;
  readonly name: string;
  readonly user: string;
  /** In ms since 1970. */
  readonly startTime: number;
  readonly endTime: number;
  readonly status: 'FINISHED' | 'FAILED' | 'KILLED';
  readonly logged: Logged;
  readonly files: readonly SentFile[];
  /** What of the run does not go along, or not as it was, for a person. */
  readonly remarks: readonly string[];
}

/** The tag by which a run of MLflow names the one that it was exported from. */
export const ORIGIN = 'digits.id';

/** A run as MLflow is given it: every setting that is known, every series by step, and what else is known of it as tags. */
export function mlflowRun(run: ExportedRun, files: readonly SentFile[]): MlflowRun {
  const { id, config, labels, series, status } = run;
  const startTime = beganOf(run);
  const names = mlflowNames(series.map(({ name }) => name));
  const settings = settingsOf(run).map(([name, value]) => [name, settingText(value)] as const);
  const keys = mlflowNames(settings.map(([name]) => name));
  const tags = tagsOfRun(run);
  return {
    id,
    name: tagValue(nameOf(run)),
    user: tagValue(config.author ?? ''),
    startTime,
    endTime: Math.max(startTime, endOf(run) ?? lastOf(run) ?? startTime),
    status: status === 'completed' ? 'FINISHED' : status === 'failed' ? 'FAILED' : 'KILLED',
    logged: {
      metrics: {
        *[Symbol.iterator]() {
          for (const { name, points } of series)
            for (const { step, value, timeMs } of points)
              yield { key: names.get(name)!, value: mlflowNumber(value), timestamp: Math.round(timeMs), step };
        },
      },
      params: settings.map(([name, value]) => ({ key: keys.get(name)!, value: paramValue(value) })),
      tags: tagsOf(tags),
    },
    files,
    remarks: [
      ...run.remarks,
      ...changed('Settings', keys),
      ...changed('Series', names),
      ...cut('Settings', settings, 'param'),
      ...cut('Tags', [...Object.entries(tags), ['the name', nameOf(run)], ['the author', config.author ?? '']], 'tag'),
    ],
  };

  function tagsOfRun({ recording, summary, notes }: ExportedRun): Readonly<Record<string, string | undefined>> {
    return {
      'mlflow.source.name': config.kind === 'imported' ? (recording?.program ?? config.source.tool) : 'Digits Lab',
      'mlflow.source.type': 'LOCAL',
      'mlflow.source.git.commit': config.git?.commit,
      'mlflow.source.git.branch': config.git?.branch ?? undefined,
      'mlflow.note.content': notes.trim() || undefined,
      [ORIGIN]: id,
      'digits.status': status,
      'digits.reason': summary?.reason ?? undefined,
      'digits.tags': labels.tags.join(', ') || undefined,
      'digits.parent': config.parent ?? undefined,
      ...(config.kind === 'trained' && {
        'digits.engine': `${config.engine.name} ${config.engine.version}, threads ${config.engine.threads}`,
        'digits.cpu': `${config.environment.cpu} (${config.environment.instructionSet})`,
      }),
      'digits.data_sha256': config.dataset?.sha256,
      ...(recording && {
        'digits.tool': config.kind === 'imported' ? config.source.tool : undefined,
        'digits.state': recording.state,
        'digits.exit_code': recording.exitCode === null ? undefined : String(recording.exitCode),
        'digits.entity': recording.entity ?? undefined,
        'digits.project': recording.project ?? undefined,
        'digits.group': recording.group ?? undefined,
        'digits.job_type': recording.jobType ?? undefined,
        'digits.host': recording.host ?? undefined,
        ...summaryTexts(recording.summary),
      }),
    };
  }
}

/** What a summary has besides figures, which are metrics. */
function summaryTexts(summary: NonNullable<ExportedRun['recording']>['summary']): Record<string, string> {
  const figures = scalarsOf(summary);
  const texts = [...flatSettings(summary)].filter(([name]) => !figures.has(name));
  return Object.fromEntries(texts.slice(0, MOST_TEXTS).map(([name, value]) => [`digits.summary.${name}`, settingText(value)]));
}

/** Tags are looked at one by one; `recording.json` among the files has all. */
const MOST_TEXTS = 100;

/** Those that have a value. */
export function tagsOf(tags: Readonly<Record<string, string | undefined>>): LoggedText[] {
  const given = Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [[key, value] as const]));
  const names = mlflowNames(given.map(([key]) => key));
  return given.map(([key, value]) => ({ key: names.get(key)!, value: tagValue(value) }));
}

function changed(what: string, names: ReadonlyMap<string, string>): string[] {
  const others = [...names].filter(([name, given]) => name !== given).map(([name, given]) => `${name} as ${given}`);
  return others.length === 0 ? [] : [`${what} with other names, since MLflow takes few characters: ${namedInShort(others)}.`];
}

function cut(what: string, values: Iterable<readonly [name: string, value: string | undefined]>, kind: 'param' | 'tag'): string[] {
  const long = [...values].filter(([, value]) => value !== undefined && isCut(value, kind)).map(([name]) => name);
  return long.length === 0
    ? []
    : [`${what} that were cut after ${grouped(limitOf[kind])} characters, which is what MLflow takes: ${namedInShort(long)}.`];
}

/** When the last of a run was measured. */
function lastOf({ series }: ExportedRun): number | undefined {
  let last: number | undefined;
  for (const { points } of series) for (const { timeMs } of points) last = Math.max(last ?? 0, timeMs);
  return last;
}
