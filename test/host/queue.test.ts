import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { defaultParameters } from '../../src/contract/parameters';
import { newRunIds } from '../../src/contract/runId';
import type { CommandId } from '../../src/contributions';
import type { ForTests } from '../../src/extension';
import type { QueueFile } from '../../src/runs/queueState';
import { queueRows, runsOfRow } from '../../src/ui/tree/queueRows';
import { until } from '../until';
import { untilLab } from '../untilLab';
import { clear, extension, labelOf, quick, workspaceFolder } from './extension';

const run = <T>(command: CommandId, ...rest: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...rest);

describe('the queue by command', () => {
  let parts: ForTests;
  const { showWarningMessage } = vscode.window;
  before(async () => {
    parts = await extension.activate();
  });
  afterEach(async () => {
    vscode.window.showWarningMessage = showWarningMessage;
    await clear(parts);
  });
  const endless = { ...defaultParameters, ...quick, epochs: 5000 };
  const waiting = (): string[] => parts.lab.queued.map(({ id }) => id);
  const inFile = (): QueueFile => JSON.parse(readFileSync(path.join(workspaceFolder(), '.digits', 'queue.json'), 'utf8')) as QueueFile;
  /** One that trains and three that wait, two of them of a design. */
  const fill = async (): Promise<[string, string, string, string]> => {
    const ids = newRunIds(new Date(), 4) as [string, string, string, string];
    const design = 'comparisons/20260102-030405-abcd';
    await parts.lab.trainAll(ids.map((id, i) => ({ id, parameters: { ...endless, seed: i }, ...(i > 1 && { design }) })));
    await untilLab(parts.lab, () => (parts.lab.find(ids[0])?.live?.epochs.length ?? 0) > 0);
    return ids;
  };
  /** Answers the next warning with its first button, or by closing it. */
  const answer = (isPressed: boolean): readonly string[] => {
    const asked: string[] = [];
    const show = (message: string, _options: unknown, ...buttons: string[]): Thenable<string | undefined> => {
      asked.push(message);
      return Promise.resolve(isPressed ? buttons[0] : undefined);
    };
    vscode.window.showWarningMessage = show;
    return asked;
  };

  it('moves a heading with the runs under it, and takes them out and back together', async () => {
    const [, alone, one, two] = await fill();
    const [, heading] = queueRows(parts.lab.queued, []);
    assert.deepEqual(runsOfRow(heading!), [one, two]);
    await run('digitsLab.moveUp', heading);
    assert.deepEqual(waiting(), [one, two, alone]);
    await run('digitsLab.moveDown', heading);
    assert.deepEqual(waiting(), [alone, one, two]);
    await run('digitsLab.removeFromQueue', heading);
    assert.deepEqual(waiting(), [alone]);
    await run('digitsLab.putBack');
    assert.deepEqual(waiting(), [alone, one, two]);
  });

  it('shows the runs of a design under a heading, each with its end', async () => {
    const [, alone, one, two] = await fill();
    const { queueTree } = parts;
    const rows = queueTree.getChildren();
    assert.deepEqual(
      rows.map(row => labelOf(queueTree.getTreeItem(row))),
      [labelOf(queueTree.getTreeItem({ kind: 'waiting', runId: alone })), 'Comparison: seed'],
    );
    assert.deepEqual(
      queueTree.getChildren(rows[1]).map(row => runsOfRow(row)),
      [[one], [two]],
    );
    // How long such images take is known once the run has trained an epoch.
    const message = (): string => String((queueTree.view as { readonly message?: string }).message);
    await until({ isSo: () => /^3 waiting · (about|roughly) .* · done about /.test(message()), seen: message });
  });

  it('stops nothing until it is confirmed, then everything, and puts all of it back', async () => {
    const ids = await fill();
    const asked = answer(false);
    await run('digitsLab.stopAll');
    assert.deepEqual(asked, ['Stop the run that is being trained and take 3 waiting runs out of the queue?']);
    assert.equal(parts.lab.active.length, 1);
    answer(true);
    await run('digitsLab.stopAll');
    await untilLab(parts.lab, () => parts.lab.find(ids[0])?.status === 'stopped');
    assert.deepEqual(waiting(), []);
    assert.deepEqual(
      inFile()
        .takenOut?.slice(-4)
        .map(({ id }) => id),
      ids,
    );
    await run('digitsLab.undo');
    await untilLab(parts.lab, () => parts.lab.find(ids[0])?.isOwn === true);
    assert.deepEqual(waiting(), ids.slice(1));
  });

  it('has none to retry where none has failed', async () => {
    await run('digitsLab.retryFailed');
    assert.deepEqual([parts.lab.queued, parts.lab.active], [[], []]);
  });
});
