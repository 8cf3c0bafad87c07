import type { ShownEffect } from '../../../contract/effectPage';
import type { ComparisonResult } from '../../../experiment/effects/comparisonResult';
import { nextStep } from '../../../runs/designs/nextStep';
import { counted } from '../../../util/format';
import type { RunFacts } from './shownRuns';

/** The runs of a comparison that neither are done nor are at work nor wait: what a person can go on with. */
export function idsToGoOnWith(
  { runs }: Pick<ComparisonResult, 'runs'>,
  { factsOf }: { readonly factsOf: (id: string) => RunFacts },
): readonly string[] {
  return runs.flatMap(({ id, run }) => {
    const { status } = factsOf(id);
    if (status === 'queued' || status === 'starting' || status === 'running') return [];
    return nextStep(run) === 'nothing' ? [] : [id];
  });
}

/** The same for the page; null where none is missing. */
export function missingRuns(
  result: Pick<ComparisonResult, 'runs'>,
  known: { readonly factsOf: (id: string) => RunFacts },
): ShownEffect['missing'] {
  const ids = idsToGoOnWith(result, known);
  if (ids.length === 0) return null;
  const statuses = new Map<string, number>();
  for (const id of ids) {
    const { status } = known.factsOf(id);
    const words = status === 'missing' ? 'not begun' : status;
    statuses.set(words, (statuses.get(words) ?? 0) + 1);
  }
  const words = [...statuses].map(([status, count]) => `${count} ${status}`).join(', ');
  return {
    runs: ids.length,
    words: `${counted(ids.length, 'run')} of the plan neither ${ids.length === 1 ? 'is' : 'are'} done nor wait${ids.length === 1 ? 's' : ''}: ${words}.`,
  };
}
