/** What a client has done wrong, or asked for in vain. */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;
  /** It is against the protocol, and not only something that is not there. */
  readonly isBreach: boolean;

  constructor(message: string, { status = 400, code = 'INVALID_PARAMETER_VALUE' }: { status?: number; code?: string } = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.isBreach = code === 'INVALID_PARAMETER_VALUE' || code === 'ENDPOINT_NOT_FOUND';
  }
}

export interface KnownRun {
  readonly id: string;
  readonly experiment: string;
  name: string;
  status: string;
  startTime: number;
  endTime: number | undefined;
  readonly params: Map<string, string>;
  readonly tags: Map<string, string>;
  readonly metrics: { key: string; value: number; timestamp: number; step: number }[];
  readonly artifacts: Map<string, Buffer>;
}

/** By mlflow/utils/validation.py of 2.0: what is allowed on every system. */
const NAME = /^[\w\-. /]{1,250}$/;

/** What a server has, and what it takes. */
export class MlflowState {
  readonly experiments = new Map<string, { readonly id: string; isDeleted: boolean }>();
  readonly runs: KnownRun[] = [];

  constructor(private readonly artifactRoot: string) {}

  experimentByName(name: string): object {
    const found = this.experiments.get(name);
    if (!found) throw new Refusal(`Could not find experiment with name '${name}'`, { status: 404, code: 'RESOURCE_DOES_NOT_EXIST' });
    return {
      experiment: {
        experiment_id: found.id,
        name,
        artifact_location: `${this.artifactRoot}/${found.id}`,
        lifecycle_stage: found.isDeleted ? 'deleted' : 'active',
      },
    };
  }

  createExperiment({ name }: Record<string, unknown>): object {
    if (typeof name !== 'string' || name === '') throw new Refusal('no name');
    if (this.experiments.has(name)) throw new Refusal(`Experiment '${name}' already exists.`, { code: 'RESOURCE_ALREADY_EXISTS' });
    const id = String(this.experiments.size + 1);
    this.experiments.set(name, { id, isDeleted: false });
    return { experiment_id: id };
  }

  createRun(asked: Record<string, unknown>, id: string): object {
    const { experiment_id: experiment, run_name: name, start_time: startTime } = asked;
    if (![...this.experiments.values()].some(one => one.id === experiment)) throw new Refusal(`no experiment ${String(experiment)}`);
    const run: KnownRun = {
      id,
      experiment: text(experiment),
      name: text(name),
      status: 'RUNNING',
      startTime: whole(startTime),
      endTime: undefined,
      params: new Map(),
      tags: new Map(),
      metrics: [],
      artifacts: new Map(),
    };
    for (const tag of list(asked['tags'])) this.setTag(run, tag);
    const parent = run.tags.get('mlflow.parentRunId');
    if (parent !== undefined && !this.runs.some(one => one.id === parent)) throw new Refusal(`no parent ${parent}`);
    this.runs.push(run);
    return { run: this.shown(run) };
  }

  /** Only the one filter that is needed. */
  searchRuns({ experiment_ids: ids, filter }: Record<string, unknown>): object {
    const [, key, value] = /^tags\.`([\w.]+)` = '([\w-]+)'$/.exec(text(filter)) ?? [];
    if (key === undefined) throw new Refusal(`a filter that is not understood: ${text(filter)}`);
    const found = this.runs.filter(run => list(ids).includes(run.experiment) && run.tags.get(key) === value);
    // MLflow leaves an empty list out.
    return found.length === 0 ? {} : { runs: found.map(run => this.shown(run)) };
  }

  logBatch({ run_id: id, metrics, params, tags }: Record<string, unknown>): void {
    const run = this.running(id);
    const [ofMetrics, ofParams, ofTags] = [list(metrics ?? []), list(params ?? []), list(tags ?? [])];
    if (ofMetrics.length > 1000 || ofParams.length > 100 || ofTags.length > 100) throw new Refusal('a batch that is too large');
    if (ofMetrics.length + ofParams.length + ofTags.length > 1000) throw new Refusal('a batch that is too large');
    for (const { key, value } of ofParams as Record<string, unknown>[]) {
      if (text(value).length > 500) throw new Refusal(`param ${text(key)} is too long`);
      if ((run.params.get(checkedName(key)) ?? value) !== value) throw new Refusal(`Changing param values is not allowed: ${text(key)}`);
      run.params.set(text(key), text(value));
    }
    for (const tag of ofTags) this.setTag(run, tag);
    for (const one of ofMetrics as Record<string, unknown>[]) {
      const { value } = one;
      // JSON has no NaN: it comes as a text.
      if (typeof value !== 'number' && !['NaN', 'Infinity', '-Infinity'].includes(value as string))
        throw new Refusal(`the value ${JSON.stringify(value)} of ${text(one['key'])}`);
      run.metrics.push({
        key: checkedName(one['key']),
        value: Number(value),
        timestamp: whole(one['timestamp']),
        step: whole(one['step']),
      });
    }
  }

  updateRun({ run_id: id, status, end_time: endTime }: Record<string, unknown>): void {
    const run = this.running(id);
    if (!['FINISHED', 'FAILED', 'KILLED'].includes(text(status))) throw new Refusal(`the status ${text(status)}`);
    run.status = text(status);
    run.endTime = whole(endTime);
  }

  /** @param path such as `1`, the run's id, `artifacts`, `model`, `model.onnx` */
  put([experiment, id, artifacts, ...path]: readonly string[], content: Buffer): void {
    const run = this.running(id);
    if (run.experiment !== experiment || artifacts !== 'artifacts' || path.length === 0) throw new Refusal('a path of no run');
    if (path.some(part => ['', '.', '..'].includes(part))) throw new Refusal('a path that leads elsewhere');
    run.artifacts.set(path.join('/'), content);
  }

  private shown({ id, experiment }: KnownRun): object {
    return { info: { run_id: id, artifact_uri: `${this.artifactRoot}/${experiment}/${id}/artifacts` } };
  }

  private running(id: unknown): KnownRun {
    const run = this.runs.find(one => one.id === id);
    if (!run) throw new Refusal(`Run with id=${String(id)} not found`, { status: 404, code: 'RESOURCE_DOES_NOT_EXIST' });
    return run;
  }

  private setTag(run: KnownRun, tag: unknown): void {
    const { key, value } = tag as Record<string, unknown>;
    if (text(value).length > 5000) throw new Refusal(`tag ${text(key)} is too long`);
    run.tags.set(checkedName(key), text(value));
  }
}

function checkedName(name: unknown): string {
  const found = text(name);
  if (!NAME.test(found) || found.split('/').some(part => ['', '.', '..'].includes(part))) throw new Refusal(`Invalid name: '${found}'`);
  return found;
}

function text(value: unknown): string {
  if (typeof value !== 'string') throw new Refusal(`expected a text, not ${JSON.stringify(value)}`);
  return value;
}

function whole(value: unknown): number {
  if (typeof value !== 'number' || !Number.isSafeInteger(value)) throw new Refusal(`expected a whole number, not ${JSON.stringify(value)}`);
  return value;
}

function list(value: unknown): readonly unknown[] {
  if (!Array.isArray(value)) throw new Refusal(`expected a list, not ${JSON.stringify(value)}`);
  return value;
}
