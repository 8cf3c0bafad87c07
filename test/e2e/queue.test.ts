import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { readConfigs } from './runFiles';
import { TrainForm } from './trainForm';
import { useWorkbench } from './useWorkbench';

describe('the view Queue', () => {
  // The long run goes on while VS Code is driven, and leaves it a core.
  const workbench = useWorkbench({ settings: { 'digitsLab.openDashboard': false, 'digitsLab.threads': 1 } });
  const LONG = { epochs: 5000, train_samples: 2000, num_filters: 4 };
  const SHORT = { epochs: 1, train_samples: 1000, num_filters: 4 };

  const waiting = (): Locator => workbench().page.getByRole('tree', { name: 'Queue' }).getByRole('treeitem');
  const waits = async (...labels: string[]): Promise<void> => {
    for (const [i, label] of labels.entries()) await waiting().nth(i).filter({ hasText: label }).waitFor();
    await waiting().nth(labels.length).waitFor({ state: 'detached' });
  };
  /** An action in a row, which is there while the row is pointed at. */
  const act = async (label: string, action: string): Promise<void> => {
    const row = waiting().filter({ hasText: label });
    await row.hover();
    await row.getByRole('button', { name: action }).click();
  };

  before(() => workbench().activity('Digits Lab').click());

  it('has the runs that wait for another one, each with the time that it will take', async () => {
    const form = new TrainForm(workbench());
    await form.train(LONG);
    await workbench()
      .treeRow(/, running, /)
      .waitFor();
    for (const seed of [1, 2, 3]) await form.train({ ...SHORT, seed });
    await waits('seed 1', 'seed 2', 'seed 3');
    await waiting()
      .first()
      .filter({ hasText: /(about|roughly) \d+ s/ })
      .waitFor();
    await workbench()
      .page.locator('.statusbar')
      .getByText(/Digits \d+\/5000.* \(\+3\)/)
      .waitFor();
    await workbench().activity('Digits Lab').locator('.badge-content', { hasText: '4' }).waitFor();
    await workbench().screenshot('queue');
  });

  it('lets them change places, and go', async () => {
    await act('seed 3', 'Move Up');
    await waits('seed 1', 'seed 3', 'seed 2');
    await act('seed 1', 'Move Down');
    await waits('seed 3', 'seed 1', 'seed 2');
    await act('seed 1', 'Remove from Queue');
    await waits('seed 3', 'seed 2');
  });

  it('starts none while it is paused, and remembers them over a reload', async () => {
    await workbench().runCommand('Digits: Pause Queue');
    await workbench().page.getByText('2 · paused').waitFor();
    const running = workbench().treeRow(/, running, /);
    await running.hover();
    await running.getByRole('button', { name: 'Stop' }).click();
    await workbench()
      .treeRow(/, stopped, /)
      .waitFor();
    await waits('seed 3', 'seed 2');
    await workbench().reload();
    await waits('seed 3', 'seed 2');
    await workbench().screenshot('queue-paused');
  });

  it('goes on with the next one, in its order', async () => {
    await workbench().runCommand('Digits: Continue Queue');
    await workbench()
      .treeRow(/seed 2.*, completed, /)
      .waitFor();
    const seeds = (await readConfigs(workbench().folder)).toSorted((a, b) => a.createdAt.localeCompare(b.createdAt));
    assert.deepEqual(
      seeds.map(({ parameters }) => parameters.seed),
      [0, 3, 2],
    );
    await waits();
  });
});
