import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunLabels } from '../../../src/contract/labels';
import type { Parameters } from '../../../src/contract/parameters';
import { replay } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { runPaths } from '../../../src/runFolder/paths';
import { toJsonLine } from '../../../src/util/jsonLines';
import { eventsOfRun } from '../cli/events';

export interface WrittenRun {
  readonly id: string;
  readonly parameters?: Partial<Parameters>;
  readonly labels?: Partial<RunLabels>;
  /** The events that there was time for; by default all. */
  readonly events?: (all: TrainerEvent[]) => TrainerEvent[];
  /** Without it the trainer was killed at the very end. */
  readonly summary?: boolean;
}

/** Writes the folder of a run with invented figures, as far as a list looks at it; returns the folder. */
export function writeRun(runs: string, { id, parameters, labels, events = all => all, summary = true }: WrittenRun): string {
  const folder = path.join(runs, id);
  const paths = runPaths(folder);
  const said = events(eventsOfRun(parameters)).map(event =>
    event.type === 'runStarted' ? { ...event, config: { ...event.config, id } } : event,
  );
  const { config, ...rest } = replay(said);
  mkdirSync(folder, { recursive: true });
  writeFileSync(paths.config, JSON.stringify(config));
  writeFileSync(paths.events, said.map(toJsonLine).join(''));
  if (labels) writeFileSync(paths.labels, JSON.stringify(labels));
  const short = summarize({ config, ...rest });
  if (summary && short) writeFileSync(paths.summary, JSON.stringify(short));
  return folder;
}
