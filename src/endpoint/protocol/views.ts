/** What queries see of runs and projects. */

export interface RunFace {
  readonly entity: string;
  readonly project: string;
  /** The run's id; W&B calls it name. */
  readonly name: string;
  readonly displayName: string | null;
  readonly description: string | null;
  readonly notes: string | null;
  readonly tags: readonly string[];
  readonly group: string | null;
  readonly jobType: string | null;
  readonly state: 'running' | 'finished' | 'failed';
  /** JSON, each value as `{ value }`. */
  readonly config: string;
  /** JSON. */
  readonly summary: string;
  readonly lines: { readonly history: number; readonly console: number; readonly events: number };
  /** The last rows, as they were sent. */
  readonly lastRow: string | undefined;
  readonly lastEvent: string | undefined;
}

export function runIdOf({ entity, project, name }: Pick<RunFace, 'entity' | 'project' | 'name'>): string {
  return Buffer.from(`Run:v1:${name}:${project}:${entity}`).toString('base64');
}

/** @param onLastRow the last row was asked for, which only a script does that means to go on with the run */
export function runView(run: RunFace, onLastRow?: () => void): object {
  return {
    id: runIdOf(run),
    name: run.name,
    displayName: run.displayName ?? run.name,
    description: run.description,
    notes: run.notes,
    tags: run.tags,
    group: run.group,
    jobType: run.jobType,
    state: run.state,
    stopped: false,
    config: run.config,
    // Its key `t` tells newer clients that the run was begun, and may be resumed.
    wandbConfig: '{"t":{}}',
    summaryMetrics: run.summary,
    project: projectView(run.entity, run.project),
    historyLineCount: run.lines.history,
    logLineCount: run.lines.console,
    eventsLineCount: run.lines.events,
    // Each row is text inside a list that is text.
    historyTail: () => {
      onLastRow?.();
      return tail(run.lastRow);
    },
    eventsTail: tail(run.lastEvent),
  };
}

export function projectView(entity: string, name: string): object {
  const node = { id: Buffer.from(`Entity:${entity}`).toString('base64'), name: entity };
  const id = Buffer.from(`Project:v1:${name}:${entity}`).toString('base64');
  return { id, internalId: id, name, entityName: entity, entity: node };
}

function tail(row: string | undefined): string {
  return JSON.stringify(row === undefined ? [] : [row]);
}
