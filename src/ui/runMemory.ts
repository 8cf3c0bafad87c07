import { workspace, type Memento } from 'vscode';
import { parseValue } from '../contract/formats/parse';
import { rememberedRun } from '../contract/formats/rememberedRuns';
import type { Memory, RememberedRun } from '../runs/ownRuns';
import { messageOf } from '../util/messageOf';
import type { Log } from './sinks/window';

const key = 'runsInTraining';

/** Keeps the runs of this window in its state, so that they go on after it was reloaded. */
export function runMemory(state: Memento, log: Log): Memory {
  return {
    // In Restricted Mode nothing is begun, not even again.
    read: () => (workspace.isTrusted ? rememberedRuns(state.get<unknown>(key), log) : []),
    // The name in the state is that of version 0.1.0.
    write: runs =>
      void state.update(
        key,
        runs.map(({ owner, ...run }) => ({ ...run, keeper: owner })),
      ),
  };
}

function rememberedRuns(value: unknown, log: Log): RememberedRun[] {
  return (Array.isArray(value) ? value : []).flatMap((one: unknown) => {
    try {
      const { keeper: owner, ...run } = parseValue(rememberedRun, one, `A run in the window's state (${key})`);
      return [{ ...run, owner }];
    } catch (error) {
      log.warn(messageOf(error));
      return [];
    }
  });
}
