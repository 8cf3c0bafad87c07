import type { Viewer } from '../../src/endpoint/protocol/graphqlApi';
import { isProjectName, isRunName, type RunFilesInput, type UpsertBucketInput } from '../../src/endpoint/protocol/inputs';
import { isObject, parseLooseJson } from '../../src/endpoint/protocol/looseJson';
import { Refusal } from '../../src/endpoint/protocol/protocolError';
import { ticket, type Storage } from '../../src/endpoint/protocol/storage';
import { projectView, runIdOf, runView } from '../../src/endpoint/protocol/views';
import { Breach, type RunState, type ServerState, type StoredFile } from './serverState';

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
    if (!isRunName(name)) throw new Refusal(`invalid run ID "${name}"`);
    if (!isProjectName(project)) throw new Refusal(`invalid project name "${project}"`);
    const key = this.keyOf(entity, project, name);
    const inserted = this.state.runs[key] === undefined;
    const run = (this.state.runs[key] ??= newRun(entity, project, name));
    if (input.id && input.id !== runIdOf(run)) throw new Refusal(`"${input.id}" is not the id of ${key}`);
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

  /** Keeps a file of a run. @param key as it was signed */
  store(key: string, name: string, file: StoredFile): void {
    this.state.runs[key]!.files[name] = file;
  }

  /** Signed URLs for files of a run. */
  createFiles({ entityName, projectName, runName, files }: RunFilesInput): object {
    const run = this.find(entityName, projectName, runName);
    const headers = ticket();
    const key = this.keyOf(entityName, projectName, runName);
    return {
      runID: runIdOf(run),
      uploadHeaders: headers,
      files: files.map(name => {
        if (name.startsWith('/') || name.split('/').includes('..') || name.includes('\\'))
          throw new Breach(`"${name}" is no name for a file of a run`);
        return { name, uploadUrl: this.storage.sign({ subject: `run file ${name}`, headers, place: { kind: 'run', run: key, name } }) };
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
    return runView({
      ...run,
      state: !run.finished ? 'running' : run.exitCode === 0 ? 'finished' : 'failed',
      config: JSON.stringify(run.config),
      summary: JSON.stringify(run.summary),
      lines: { history: run.history.length, console: run.console.length, events: run.events.length },
      lastRow: lineOf(run.history.at(-1)),
      lastEvent: lineOf(run.events.at(-1)),
    });
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

function readConfig(text: string): unknown {
  const config = parseLooseJson(text);
  if (!isObject(config)) throw new Breach('UpsertBucket: the config is no object');
  for (const [key, value] of Object.entries(config))
    if (!isObject(value) || !('value' in value)) throw new Breach(`UpsertBucket: config "${key}" is not wrapped as {"value": …}`);
  return config;
}

function lineOf(row: unknown): string | undefined {
  return row === undefined ? undefined : JSON.stringify(row);
}
