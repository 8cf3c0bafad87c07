import type { Memento } from 'vscode';
import { parseValue } from '../../contract/formats/parse';
import { trashedRun } from '../../contract/formats/trashedRuns';
import type { TrashedRun, TrashMemory } from '../../runs/trash';
import { messageOf } from '../../util/messageOf';
import type { Log } from '../sinks/window';

const key = 'runsInTrash';

/** Keeps which runs this window has deleted in its state, so that it can bring them back, and empty the trash, after it was reloaded. */
export function trashMemory(state: Memento, log: Log): TrashMemory {
  return {
    read: () => {
      const kept = state.get<unknown>(key);
      return (Array.isArray(kept) ? kept : []).flatMap((one: unknown): TrashedRun[] => {
        try {
          return [parseValue(trashedRun, one, `A run in the window's state (${key})`)];
        } catch (error) {
          log.warn(messageOf(error));
          return [];
        }
      });
    },
    write: runs => void state.update(key, runs),
  };
}
