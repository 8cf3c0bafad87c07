import { workspace } from 'vscode';
import { commandsForTrusted, type CommandId } from '../contributions';
import { messageOf } from '../util/messageOf';
import type { Services } from './services';
import { shownError } from './sinks/shownError';
import { window } from './sinks/window';

/** Runs a command. Errors are thrown to a program that called it and shown to a person. */
export async function guarded(services: Services, id: string, argument: unknown, work: () => Promise<unknown>): Promise<unknown> {
  try {
    // A menu does not offer them; a program or a keybinding may call them all the same.
    if (!workspace.isTrusted && commandsForTrusted.some(one => one === id))
      throw new Error('Nothing is trained or changed in Restricted Mode: trust the workspace first.');
    return await work();
  } catch (error) {
    const message = messageOf(error);
    services.log.error(`${id}: ${message}`);
    // A row that is clicked is such a program too: VS Code shows the error itself.
    if (isFromProgram(id, argument)) throw shownError(error);
    void window.showErrorMessage(message);
    return undefined;
  }
}

/** A menu gives a row of a tree or nothing. */
function isFromProgram(id: string, argument: unknown): boolean {
  const train: CommandId = 'digitsLab.train';
  return typeof argument === 'string' || (id === train && argument !== undefined);
}
