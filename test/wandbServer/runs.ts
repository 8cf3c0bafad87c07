import { randomBytes } from 'node:crypto';
import { isObject, parseLooseJson } from './looseJson';
import { Breach, Refusal, type RunState, type ServerState, type Viewer } from './serverState';
import type { Storage } from './storage';

export interface UpsertBucketInput {
  readonly id?: string | null;
  readonly name?: string | null;
  readonly groupName?: string | null;
  readonly modelName?: string | null;
  readonly entityName?: string | null;
  readonly description?: string | null;
  readonly displayName?: string | null;
  readonly notes?: string | null;
  readonly config?: string | null;
  readonly commit?: string | null;
  readonly host?: string | null;
  readonly jobProgram?: string | null;
  readonly jobRepo?: string | null;
  readonly jobType?: string | null;
  readonly tags?: readonly string[] | null;
  readonly summaryMetrics?: string | null;
}

export interface RunFilesInput {
  readonly entityName?: string | null;
  readonly projectName?: string | null;
  readonly runName?: string | null;
  readonly files: readonly string[];
}

/** The runs of a server: what mutations and queries do with them. */
export class Runs {
  constructor(
    private readonly state: ServerState,
    private readonly viewer: Viewer,
    private readonly storage: Storage,
  ) {}

  /** @throws Breach if there is none */
  find(entity: string | null | undefined, project: string | null | undefined, name: string | null | undefined): RunState {
    const run = this.state.runs[this.keyOf(entity, project, name)];
    if (run === undefined) throw new Breach(`there is no run ${this.keyOf(entity, project, name)}: it is made by UpsertBucket`, 404);
    return run;
  }

  upsert(input: UpsertBucketInput): { bucket: object; inserted: boolean; serverSettings: object } {
    const entity = this.entityOf(input.entityName);
    const project = input.modelName || 'uncategorized';
    const name = input.name ?? '';
    if (!/^[^:;,#?/']{1,64}$/.test(name)) throw new Refusal(`invalid run ID "${name}"`);
    if (!/^[^/\\#?%:]{1,128}$/.test(project)) throw new Refusal(`invalid project name "${project}"`);
    const key = this.keyOf(entity, project, name);
    const inserted = this.state.runs[key] === undefined;
    const run = (this.state.runs[key] ??= newRun(entity, project, name));
    if (input.id && input.id !== idOf(run)) throw new Refusal(`"${input.id}" is not the id of ${key}`);
    run.displayName = input.displayName ?? run.displayName;
    run.group = input.groupName ?? run.group;
    run.jobType = input.jobType ?? run.jobType;
    run.notes = input.notes ?? run.notes;
    run.description = input.description ?? run.description;
    run.tags = input.tags ?? run.tags;
    run.host = input.host ?? run.host;
    run.commit = input.commit ?? run.commit;
    run.repo = input.jobRepo ?? run.repo;
    run.program = input.jobProgram ?? run.program;
    if (input.config) run.config = readConfig(input.config);
    if (input.summaryMetrics) run.summary = parseLooseJson(input.summaryMetrics);
    // Whoever says anything new of a run that had ended goes on with it.
    run.finished = false;
    return { bucket: this.view(run), inserted, serverSettings: { serverMessages: [] } };
  }

  /** Signed URLs for files of a run. */
  createFiles({ entityName, projectName, runName, files }: RunFilesInput): object {
    const run = this.find(entityName, projectName, runName);
    // A colon in the value: the line is cut at its first one only.
    const headers = [`X-Storage-Ticket:run:${randomBytes(8).toString('hex')}`];
    return {
      runID: idOf(run),
      uploadHeaders: headers,
      files: files.map(name => {
        if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\\'))
          throw new Breach(`"${name}" is no name for a file of a run`);
        const store = (bytes: Buffer, md5: string): void => void (run.files[name] = { md5, bytes });
        return { name, uploadUrl: this.storage.sign({ subject: `run file ${name}`, headers, store }) };
      }),
    };
  }

  markUploaded({ entityName, projectName, runName, files }: RunFilesInput): { success: boolean } {
    const run = this.find(entityName, projectName, runName);
    for (const name of files) {
      if (run.files[name] === undefined) throw new Breach(`"${name}" is said to be uploaded but is not there`);
      if (!run.uploaded.includes(name)) run.uploaded.push(name);
    }
    return { success: true };
  }

  /** A project as queries see it; null until a run made it. */
  project(entityName: string | null | undefined, name: string | null | undefined): object | null {
    const entity = this.entityOf(entityName);
    const runs = Object.values(this.state.runs).filter(run => run.entity === entity && run.project === name);
    if (runs.length === 0) return null;
    const find = (args: { readonly name: string; readonly missingOk?: boolean }): object | null => {
      const run = runs.find(candidate => candidate.name === args.name);
      if (run === undefined && args.missingOk !== true) throw new Refusal(`run ${entity}/${name}/${args.name} not found`);
      return run === undefined ? null : this.view(run);
    };
    return { ...projectView(entity, name!), bucket: find, run: find };
  }

  private entityOf(given: string | null | undefined): string {
    const entity = given || this.viewer.entity;
    if (entity !== this.viewer.entity && !this.viewer.teams.includes(entity)) throw new Refusal(`permission denied: entity "${entity}"`);
    return entity;
  }

  private keyOf(entity: string | null | undefined, project: string | null | undefined, name: string | null | undefined): string {
    return `${this.entityOf(entity)}/${project}/${name}`;
  }

  private view(run: RunState): object {
    return {
      id: idOf(run),
      name: run.name,
      displayName: run.displayName ?? run.name,
      description: run.description,
      notes: run.notes,
      tags: run.tags,
      group: run.group,
      jobType: run.jobType,
      state: !run.finished ? 'running' : run.exitCode === 0 ? 'finished' : 'failed',
      stopped: false,
      config: JSON.stringify(run.config),
      wandbConfig: '{}',
      summaryMetrics: JSON.stringify(run.summary),
      project: projectView(run.entity, run.project),
      historyLineCount: run.history.length,
      logLineCount: run.console.length,
      eventsLineCount: run.events.length,
      // Each row is text inside a list that is text.
      historyTail: tail(run.history),
      eventsTail: tail(run.events),
    };
  }
}

function newRun(entity: string, project: string, name: string): RunState {
  return {
    entity,
    project,
    name,
    displayName: null,
    group: null,
    jobType: null,
    notes: null,
    description: null,
    tags: [],
    config: {},
    host: null,
    commit: null,
    repo: null,
    program: null,
    history: [],
    summary: {},
    events: [],
    console: [],
    files: {},
    uploaded: [],
    exitCode: null,
    finished: false,
  };
}

function idOf(run: RunState): string {
  return Buffer.from(`Run:v1:${run.name}:${run.project}:${run.entity}`).toString('base64');
}

function projectView(entity: string, name: string): object {
  const node = { id: Buffer.from(`Entity:${entity}`).toString('base64'), name: entity };
  return { id: Buffer.from(`Project:v1:${name}:${entity}`).toString('base64'), name, entity: node };
}

function readConfig(text: string): unknown {
  const config = parseLooseJson(text);
  if (!isObject(config)) throw new Breach('UpsertBucket: the config is no object');
  for (const [key, value] of Object.entries(config))
    if (!isObject(value) || !('value' in value)) throw new Breach(`UpsertBucket: config "${key}" is not wrapped as {"value": …}`);
  return config;
}

function tail(rows: readonly unknown[]): string {
  return JSON.stringify(rows.slice(-1).map(row => JSON.stringify(row)));
}
