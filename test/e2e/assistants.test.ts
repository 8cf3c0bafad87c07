import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { until } from '../until';
import { readConfigs } from './runFiles';
import { useWorkbench } from './useWorkbench';

interface Answer {
  /** What the tool said, as it was written. */
  readonly text?: string;
  readonly refused?: string;
}

describe('a tool that an assistant in the editor calls', () => {
  const workbench = useWorkbench({ companion: path.resolve('test/e2e/companion') });
  const file = (name: string): string => path.join(workbench().folder, name);
  const small = { parameters: { epochs: 1, train_samples: 1000, validation_samples: 500 }, name: 'asked for', confirmed: true };

  async function call(name: string, input: object): Promise<void> {
    rmSync(file('answer.json'), { force: true });
    writeFileSync(file('call.json'), JSON.stringify({ name, input }));
    await workbench().runCommand('Companion: Call Tool');
  }

  async function answer(): Promise<Answer> {
    const read = (): Answer | undefined => {
      const text = existsSync(file('answer.json')) ? readFileSync(file('answer.json'), 'utf8') : '';
      return text === '' ? undefined : (JSON.parse(text) as Answer);
    };
    await until({ isSo: () => read() !== undefined, what: 'an answer', seen: read });
    return read()!;
  }

  const question = (): Locator => workbench().page.getByRole('dialog').filter({ hasText: 'Train' });

  it('starts nothing where the person declines', async () => {
    await call('digits_start_run', small);
    await question().waitFor();
    await workbench().screenshot('assistant-asks');
    await question().getByRole('button', { name: 'Cancel' }).click();
    const { refused } = await answer();
    assert.ok(refused !== undefined);
    await call('digits_list_runs', {});
    const { runs } = JSON.parse((await answer()).text!) as { runs: unknown[] };
    assert.deepEqual(runs, []);
  });

  it('starts a run when the person has agreed by a click, and says its id', async () => {
    await workbench().activity('Digits Lab').click();
    await call('digits_start_run', small);
    await question().waitFor();
    await question().getByRole('button', { name: 'Yes' }).click();
    const { started, id } = JSON.parse((await answer()).text!) as { started: boolean; id: string };
    assert.equal(started, true);
    await workbench()
      .treeRow(/^asked for, completed/)
      .waitFor();
    assert.deepEqual(
      (await readConfigs(workbench().folder)).map(config => config.id),
      [id],
    );
  });
});
