import { DataTransferItem, type TreeDragAndDropController } from 'vscode';
import { parseJson } from '../../contract/formats/parseJson';
import { draggedRuns } from '../../contract/formats/queue';
import type { CommandId } from '../../contributions';
import { guarded } from '../guarded';
import type { Services } from '../services';
import { runsOfRow, type QueueRow } from './queueRows';

/** As VS Code calls what is dragged within the view. */
const MIME = 'application/vnd.code.tree.digitslab.queue';
const command: CommandId = 'digitsLab.moveDown';

/** Rows of the queue are dragged into the place of another one; dropped below the last row, they come last. */
export function queueDrag(services: Services): TreeDragAndDropController<QueueRow> {
  return {
    dragMimeTypes: [MIME],
    dropMimeTypes: [MIME],
    handleDrag: (rows, transfer) => {
      const ids = rows.filter(({ kind }) => kind === 'waiting' || kind === 'design').flatMap(row => [...runsOfRow(row)]);
      if (ids.length > 0) transfer.set(MIME, new DataTransferItem(JSON.stringify(ids)));
    },
    handleDrop: async (target, transfer) => {
      const text = await transfer.get(MIME)?.asString();
      if (text === undefined) return;
      const isWaiting = target?.kind === 'waiting' || target?.kind === 'design';
      const at = isWaiting ? runsOfRow(target) : [];
      await guarded(services, command, undefined, () => services.lab.queue.place(parseJson(draggedRuns, text, 'What was dropped'), at));
    },
  };
}
