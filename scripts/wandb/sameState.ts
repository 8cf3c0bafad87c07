import type { RunState, ServerState } from '../../test/wandbServer/serverState';

/** What two clients that send the same run may leave differently, and why: all that `comparable` leaves out. */
export const mayDiffer: readonly string[] = [
  'host, program: the machine and the program that sent it (`wandb sync` names itself)',
  'config._wandb other than its metrics (m) and charts (visualize): version and telemetry of the client',
  'config.*.desc: 0.16.2 sends it, always null',
  'config._wandb.value.m: order, and so the indices in it; 0.31.0 adds an empty "7"',
  'times of console lines: `wandb sync` stamps the time of its own run',
  'config.yaml, wandb-summary.json, output.log: official clients write them out of what they have sent as config, summary and lines besides',
  'order of the names of uploaded files, and of the artifacts',
];

const repeated = new Set(['config.yaml', 'wandb-summary.json', 'output.log']);

/** A server's state with one run, as far as it does not depend on the client. */
export function comparable(state: ServerState): object {
  const [run, ...others] = Object.values(state.runs);
  if (run === undefined || others.length > 0) throw new Error(`there is not one run but ${Object.keys(state.runs).join(', ') || 'none'}`);
  const { entity, project, name, displayName, group, jobType, notes, description, tags, commit, repo } = run;
  return {
    run: { entity, project, name, displayName, group, jobType, notes, description, tags, commit, repo },
    config: configOf(run),
    history: run.history,
    summary: run.summary,
    events: run.events,
    console: run.console.map(line => line.replace(/^(ERROR )?\S+ /, '$1')),
    files: Object.fromEntries(Object.entries(run.files).filter(([file]) => !repeated.has(file))),
    uploaded: run.uploaded.filter(file => !repeated.has(file)).toSorted(),
    end: [run.finished, run.exitCode],
    artifacts: state.artifacts.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

function configOf({ config }: RunState): object {
  const values = Object.entries(config as Record<string, { readonly value: unknown }>).map(([key, { value }]) => {
    if (key !== '_wandb') return [key, value];
    const { m, visualize } = value as { readonly m?: readonly Metric[]; readonly visualize?: object };
    return [key, { m: metricsOf(m ?? []), visualize }];
  });
  return Object.fromEntries(values);
}

/** How W&B writes down a metric: 1 its name, 5 the place of its step metric in the list, from 1, 6 flags. */
interface Metric {
  readonly 1: string;
  readonly 5?: number;
  readonly 6?: readonly number[];
}

function metricsOf(metrics: readonly Metric[]): object {
  return Object.fromEntries(
    metrics.map(({ 1: name, 5: step, 6: flags = [] }) => [
      name,
      { step: step === undefined ? null : metrics[step - 1]?.[1], flags: flags.toSorted((a, b) => a - b) },
    ]),
  );
}
