import { age } from '../../wording/timeInWords';
import type { Services } from '../services';
import { pick } from '../sinks/quickInput';

/**
 * Brings a run back that this window has deleted.
 * @param runId of it; otherwise a person chooses
 * @throws {Error} if it is not in the trash any more, or there is a run of its id
 */
export async function restoreDeleted({ lab, edits }: Services, runId: string | undefined): Promise<void> {
  const { trashed } = lab;
  const [found] = trashed.filter(({ id }) => id === runId);
  if (found) return edits.restore([found]);
  if (trashed.length === 0 || runId !== undefined) throw new Error('This window has deleted no such run in the last seven days.');
  const picked = await pick({
    title: 'Restore Deleted Run',
    placeholder: 'A deleted run is kept for seven days',
    items: trashed.map(run => ({
      label: run.label,
      description: whenInWords(Date.now() - Date.parse(run.deletedAt)),
      detail: run.id,
      run,
    })),
  });
  if (picked.how === 'accepted') await edits.restore([picked.item.run]);
}

function whenInWords(ms: number): string {
  const ago = age(ms);
  return ago === 'now' ? 'deleted just now' : `deleted ${ago} ago`;
}
