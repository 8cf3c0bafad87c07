import type { RunArgument } from '../contributions';
import { bestRuns } from '../experiment/bestRuns';
import { distinctLabels } from '../experiment/distinctLabels';
import type { Lab } from '../runs/lab';
import type { LabRun } from '../runs/labRun';
import { BEST, runDescription } from './runInWords';
import type { Row } from './tree/runRows';
import { pick } from './sinks/quickInput';

/** So many characters of a label leave room for the accuracy beside it. */
const WIDTH = 50;

/** The run that a command is about: the one it was given, else the one that the user chooses; undefined if the choice is dismissed. */
export async function chooseRun(
  lab: Lab,
  argument: RunArgument | undefined,
  title: string,
  isMeant: (run: LabRun) => boolean = () => true,
): Promise<LabRun | undefined> {
  const id = idOf(argument);
  if (id !== undefined) {
    const run = lab.find(id);
    if (!run) throw new Error(`There is no run ${id}.`);
    return run;
  }
  const runs = lab.runs.filter(isMeant).toReversed();
  if (runs.length === 0) throw new Error(`${title}: there is no run for that.`);
  if (runs.length === 1) return runs[0];
  const labels = distinctLabels(runs, { most: WIDTH, parentOf: child => lab.find(lab.find(child)?.parent ?? '') });
  const best = bestRuns(runs);
  const items = runs.map(run => ({
    label: labels.get(run.id)!,
    description: runDescription(run, { now: Date.now(), mark: best.has(run.id) ? BEST : '' }),
    detail: run.id,
    run,
  }));
  const picked = await pick({ title, placeholder: 'Which run?', items });
  return picked.how === 'accepted' ? picked.item.run : undefined;
}

/** The ids of a command's arguments: the tree gives the row that was clicked, then the selected rows. */
export function idsOf(argument: RunArgument | undefined, selection: unknown): string[] {
  const id = idOf(argument);
  const selected = Array.isArray(selection) ? selection.map(idOf).filter(one => one !== undefined) : [];
  // What was clicked may lie outside of the selection.
  if (id === undefined || selected.includes(id)) return [...new Set(selected)];
  return [id];
}

/** Whether it is a row of the view Runs that is no run: what is done to a run is done on its own row. */
export function isNoRun(argument: unknown): boolean {
  const { kind } = (argument ?? {}) as Partial<Row>;
  return kind !== undefined && kind !== 'run';
}

function idOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  const { runId } = (argument ?? {}) as { runId?: unknown };
  return typeof runId === 'string' ? runId : undefined;
}
