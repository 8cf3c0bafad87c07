import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ForTests } from '../../src/extension';
import { RawClient } from '../unit/wandbServer/rawClient';
import { untilLab } from '../untilLab';
import { clear, extension } from './extension';

describe('Python scripts that are tracked', () => {
  let parts: ForTests;
  before(async () => {
    parts = await extension.activate();
    // As after a person has agreed once: a question of the editor cannot be answered here.
    await parts.context.workspaceState.update('trackPython', { isOn: false, port: 0 });
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('digitsLab.stopTrackingPython');
    await clear(parts);
  });
  const variable = (name: string): string | undefined => parts.context.environmentVariableCollection.get(name)?.value;
  const description = (): string => {
    const said = parts.context.environmentVariableCollection.description;
    return typeof said === 'string' ? said : (said?.value ?? '');
  };
  const names = ['WANDB_BASE_URL', 'WANDB_API_KEY', 'WANDB_X_FILE_STREAM_TRANSMIT_INTERVAL', 'DIGITS_ENDPOINT'];

  it('send their runs to the view by the variables of the terminals, until it is switched off', async function () {
    // Where the machine has them for itself, it is asked.
    if (names.some(name => process.env[name] !== undefined)) this.skip();
    await vscode.commands.executeCommand('digitsLab.trackPython');
    const [url, key, interval, endpoint] = names.map(variable);
    assert.match(url ?? '', /^http:\/\/127\.0\.0\.1:\d+$/);
    assert.deepEqual([/^[0-9a-f]{40}$/.test(key ?? ''), interval, endpoint], [true, '1', url]);
    assert.match(description(), /import wandb/);
    const client = new RawClient({ url: url!, key: key! }, key, 'local');
    await client.upsert({ displayName: 'from a script' });
    await untilLab(parts.lab, () => parts.lab.runs[0]?.labels.name === 'from a script');
    assert.equal(parts.lab.runs[0]?.status, 'running');
    await client.stream({ complete: true, exitcode: 0 });
    await untilLab(parts.lab, () => parts.lab.runs[0]?.status === 'completed');
    await vscode.commands.executeCommand('digitsLab.stopTrackingPython');
    assert.deepEqual(names.map(variable).filter(Boolean), []);
    assert.doesNotMatch(description(), /wandb/);
    await assert.rejects(fetch(url!));
    // At the same place again, for scripts that still run.
    await vscode.commands.executeCommand('digitsLab.trackPython');
    assert.deepEqual([variable('WANDB_BASE_URL'), variable('WANDB_API_KEY')], [url, key]);
  });
});
