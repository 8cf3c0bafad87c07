import assert from 'node:assert/strict';
import { useWorkbench } from './useWorkbench';

describe('the command palette', () => {
  const workbench = useWorkbench();

  it('has Digits: Train digits CNN', async () => {
    const { page, quickInput } = workbench();
    await page.keyboard.press('F1');
    await quickInput.filter('>train digits');
    await quickInput.row('Digits: Train digits CNN').waitFor();
    assert.equal(await quickInput.rows.count(), 1);
    await quickInput.cancel();
  });

  it('opens the form from there, Start training first', async () => {
    const { quickInput } = workbench();
    await workbench().runCommand('Digits: Train digits CNN');
    await quickInput.waitFor('Train digits CNN');
    assert.match((await quickInput.rows.first().textContent()) ?? '', /Start training/);
    await workbench().screenshot('form');
    await quickInput.cancel();
  });
});
