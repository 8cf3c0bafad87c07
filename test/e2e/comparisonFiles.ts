import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ComparisonPlan } from '../../src/contract/effects';
import { readEvents, readSummary, runsFolder } from './runFiles';

/** The only comparison of a workspace, as it is kept; undefined while there is none. */
export function readComparison(workspace: string): { readonly folder: string; readonly plan: ComparisonPlan } | undefined {
  const all = path.join(workspace, '.digits', 'comparisons');
  const [id] = existsSync(all) ? readdirSync(all) : [];
  const file = path.join(all, id ?? '', 'comparison.json');
  if (id === undefined || !existsSync(file)) return undefined;
  return { folder: path.join(all, id), plan: JSON.parse(readFileSync(file, 'utf8')) as ComparisonPlan };
}

/** The 97.5 % quantile of Student's t by degrees of freedom, as scipy.stats.t.ppf(0.975, df) gives it. */
const T_975 = [12.706204736174705, 4.302652729911275, 3.182446305284263, 2.7764451051977987, 2.5705818366147395] as const;

/** What a change did to the validation accuracy of the kept epoch, from the events of the runs alone. */
export async function recompute(workspace: string, { levels, seeds, runs }: ComparisonPlan) {
  const [reference, level] = levels;
  const valueOf = async (of: ComparisonPlan['levels'][number], seed: number): Promise<number> => {
    const { id } = runs.findLast(run => run.level === of && run.seed === seed)!;
    const { keptEpoch } = await readSummary(workspace, id);
    const epoch = (await readEvents(workspace, id)).findLast(event => event.type === 'epochEnded' && event.epoch === keptEpoch);
    if (epoch?.type !== 'epochEnded' || epoch.valAccuracy === null) throw new Error(`${id} has no validation accuracy.`);
    return epoch.valAccuracy;
  };
  const pairs = await Promise.all(
    seeds.map(async seed => ({ seed, values: [await valueOf(reference!, seed), await valueOf(level!, seed)] as const })),
  );
  const differences = pairs.map(({ values: [a, b] }) => b - a);
  const n = differences.length;
  const mean = differences.reduce((sum, difference) => sum + difference, 0) / n;
  const variance = differences.reduce((sum, difference) => sum + (difference - mean) ** 2, 0) / (n - 1);
  const half = T_975[n - 2]! * Math.sqrt(variance / n);
  return { pairs, differences, mean, low: mean - half, high: mean + half };
}

/** Runs that a trainer works on, by the process that does. */
export function runsAtWork(workspace: string): { readonly id: string; readonly pid: number; readonly epochs: number }[] {
  const folder = runsFolder(workspace);
  return (existsSync(folder) ? readdirSync(folder) : []).flatMap(id => {
    const of = (name: string): string => path.join(folder, id, name);
    if (!existsSync(of('owner.json')) || existsSync(of('summary.json')) || !existsSync(of('events.jsonl'))) return [];
    try {
      const { pid } = JSON.parse(readFileSync(of('owner.json'), 'utf8')) as { readonly pid: number };
      return [{ id, pid, epochs: readFileSync(of('events.jsonl'), 'utf8').split('"epochEnded"').length - 1 }];
    } catch {
      // It has just ended.
      return [];
    }
  });
}
