import type { Paired, PairedResult } from '../../contract/inspection';
import { pairedResult } from '../../experiment/comparison/pairedResult';
import { messageOf } from '../../util/messageOf';
import { testedRun, type TestedRun } from './testedRun';

/** How runs differ from a baseline on the images that both were tested on, in the order of their folders; what cannot be said has its reason. */
export async function paired({ baseline, folders }: { readonly baseline: string; readonly folders: readonly string[] }): Promise<Paired> {
  const results: PairedResult[] = [];
  try {
    const run = await testedRun(baseline);
    // One after the other: a thousand runs at once would all be in memory.
    for (const folder of folders) results.push(await pairedWith(run, folder));
  } catch (error) {
    // Without the baseline nothing can be said of any.
    return { results: folders.map(() => refused(error)) };
  }
  return { results };
}

function pairedWith(baseline: TestedRun, folder: string): Promise<PairedResult> {
  return testedRun(folder).then(run => pairedResult(baseline, run), refused);
}

function refused(error: unknown): PairedResult {
  return { outcome: 'refused', reason: messageOf(error) };
}
