import type { Paired, PairedResult } from '../../contract/inspection';
import { pairedDifference } from '../../evaluation/pairedDifference';
import { messageOf } from '../../util/messageOf';
import { whyNotSame } from './sameTestSet';
import { testedRun, type TestedRun } from './testedRun';

/** How runs differ from a baseline on the images that both were tested on, in the order of their folders; what cannot be said has its reason. */
export async function paired({ baseline, folders }: { readonly baseline: string; readonly folders: readonly string[] }): Promise<Paired> {
  const results: PairedResult[] = [];
  try {
    const run = await testedRun(baseline);
    for (const folder of folders) results.push(await pairedWith(run, folder));
  } catch (error) {
    // Without the baseline nothing can be said of any.
    return { results: folders.map(() => ({ outcome: 'refused', reason: messageOf(error) })) };
  }
  return { results };
}

async function pairedWith(baseline: TestedRun, folder: string): Promise<PairedResult> {
  const run = await testedRun(folder).catch((error: unknown) => ({ reason: messageOf(error) }));
  const reason = 'reason' in run ? run.reason : whyNotSame(baseline, run);
  if ('reason' in run || reason !== undefined) return { outcome: 'refused', reason: reason ?? '' };
  const { difference, halfWidth, onlyA, onlyB, n } = pairedDifference(run.truth, run.predicted, baseline.predicted);
  return { outcome: 'paired', difference, halfWidth, onlyRun: onlyA, onlyBaseline: onlyB, images: n };
}
