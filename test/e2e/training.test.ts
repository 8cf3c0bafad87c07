import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { useWorkbench } from './useWorkbench';

describe('training', () => {
  const workbench = useWorkbench({ settings: { 'window.commandCenter': false } });

  it('changes parameters in the form with the keyboard alone, starts, and shows the run', async () => {
    const { page, quickInput, folder } = workbench();
    await workbench().runCommand('Digits: Train digits CNN');
    await quickInput.waitFor('Train digits CNN');
    await quickInput.pick('Quick look');
    for (const [name, value] of [
      ['epochs', '3'],
      ['num_filters', '8'],
    ] as const) {
      await quickInput.waitFor('Train digits CNN');
      await quickInput.pick(name);
      await quickInput.waitFor(`(${name})`);
      await quickInput.enter(value);
    }
    await quickInput.waitFor('Train digits CNN');
    await quickInput.pick('activation_fun');
    await quickInput.waitFor('(activation_fun)');
    await quickInput.pick('tanh');
    await quickInput.waitFor('Train digits CNN');
    await workbench().screenshot('form-filled');
    await quickInput.pick('Start training');
    await workbench().activity('Digits Lab').click();
    await page.getByRole('treeitem', { name: /tanh.*running|tanh.*starting/ }).waitFor();
    await workbench().screenshot('running');
    await page.getByRole('treeitem', { name: /tanh.*completed/ }).waitFor();
    await workbench().screenshot('completed');
    const [id] = await readdir(path.join(folder, '.digits', 'runs'));
    assert.ok(id);
  });
});
