import { parameterTable } from '../../contract/parameters';
import { endOf, nameOf, type ExportedRun } from '../../report/exported/exportedRun';
import { mlflowName, mlflowNames, mlflowNumber, paramValue, tagValue, type Logged, type LoggedText } from './limits';

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
}

/** The tag by which a run of MLflow names the one that it was exported from. */
export const ORIGIN = 'digits.id';

/** A run as MLflow is given it: every parameter that is known, every series by step, and what else is known of it as tags. */
export function mlflowRun(run: ExportedRun, files: readonly SentFile[]): MlflowRun {
  const { id, config, labels, series, status, summary, notes } = run;
  const startTime = Date.parse(config.createdAt);
  const names = mlflowNames(series.map(({ name }) => name));
  const metrics = series.flatMap(({ name, points }) =>
    points.map(({ step, value, timeMs }) => ({ key: names.get(name)!, value: mlflowNumber(value), timestamp: timeMs, step })),
  );
  const params = parameterTable.flatMap(({ name }) => {
    const value = config.parameters[name];
    return value === undefined ? [] : [{ key: name, value: paramValue(value) }];
  });
  const tags: Readonly<Record<string, string | undefined>> = {
    'mlflow.source.name': config.kind === 'imported' ? config.source.tool : 'Digits Lab',
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
  };
  return {
    id,
    name: tagValue(nameOf(run)),
    user: tagValue(config.author ?? ''),
    startTime,
    endTime: Math.max(startTime, endOf(run) ?? lastOf(run) ?? startTime),
    status: status === 'completed' ? 'FINISHED' : status === 'failed' ? 'FAILED' : 'KILLED',
    logged: { metrics, params, tags: tagsOf(tags) },
    files,
  };
}

/** Those that have a value. */
export function tagsOf(tags: Readonly<Record<string, string | undefined>>): LoggedText[] {
  return Object.entries(tags).flatMap(([key, value]) => (value === undefined ? [] : [{ key: mlflowName(key), value: tagValue(value) }]));
}

/** When the last of a run was measured. */
function lastOf({ series }: ExportedRun): number | undefined {
  return series.reduce<number | undefined>((last, { points }) => Math.max(last ?? 0, points.at(-1)?.timeMs ?? 0), undefined);
}
