import type { CommandId } from '../../contributions';
import { escapeXml } from '../../report/svg';
import type { TrashedRun } from '../../runs/trash';

export interface MissingRun {
  /** Why its folder, which is there, cannot be read. */
  readonly unreadable: string | undefined;
  /** Where it was deleted to. */
  readonly trashed: TrashedRun | undefined;
}

/** The only command that such a message has a link to. */
export const restoreCommand: CommandId = 'digitsLab.restore';

/** What is shown in the place of a run that is not there any more, as HTML. */
export function missingRunMessage(label: string, { unreadable, trashed }: MissingRun): string {
  const name = `“${escapeXml(label)}”`;
  if (unreadable !== undefined) return `<p>The run ${name} cannot be read.</p><p>${escapeXml(unreadable)}</p>`;
  if (!trashed) return `<p>The run ${name} was deleted.</p>`;
  const link = `command:${restoreCommand}?${encodeURIComponent(JSON.stringify([{ runId: trashed.id }]))}`;
  return `<p>The run ${name} was deleted. <a href="${link}">Undo</a></p>`;
}
