import type { ComparedKeys, ComparedScalars, FromComparison } from '../../contract/comparison';
import { MOST_COMPARED_RECORDINGS } from '../../contract/formats/recorded';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import type { KnownRecordings } from '../dashboard/knownRecordings';

type Question<T extends FromComparison['type']> = Extract<FromComparison, { type: T }>;

/** The keys that any of some runs has logged, as its tool recorded it. All of their rows are read, of not too many runs: they are held in memory. */
export async function comparedKeysOf(
  lab: Pick<Lab, 'find'>,
  recordings: KnownRecordings,
  { runIds }: Question<'recordedKeys'>,
): Promise<ComparedKeys> {
  const runs = recordedOf(lab, runIds);
  recordings.keepOnly(new Set(runs.map(({ folder }) => folder)));
  const keys = new Set<string>();
  let rows = 0;
  for (const { folder } of runs) {
    const recording = recordings.of(folder);
    let { shown, hasMore } = await recording.read();
    while (hasMore) ({ shown, hasMore } = await recording.read());
    for (const { key } of shown?.scalars.metrics ?? []) keys.add(key);
    rows += shown?.scalars.rows ?? 0;
  }
  return { keys: [...keys], rows };
}

/** The curves of one key, of those runs that have logged it and whose rows were read. */
export function comparedScalarsOf(
  lab: Pick<Lab, 'find'>,
  recordings: KnownRecordings,
  { runIds, key, xUnit, smoothing, range }: Question<'recordedCurves'>,
): ComparedScalars {
  return recordedOf(lab, runIds).flatMap(({ id, folder }) =>
    recordings
      .of(folder)
      .curves({ source: 'metrics', keys: [key], xUnit, smoothing, range })
      .map(curve => ({ runId: id, curve })),
  );
}

function recordedOf(lab: Pick<Lab, 'find'>, runIds: readonly string[]): LabRun[] {
  const runs = runIds.flatMap(id => lab.find(id) ?? []);
  return runs.filter(({ recorded }) => recorded !== undefined).slice(0, MOST_COMPARED_RECORDINGS);
}
