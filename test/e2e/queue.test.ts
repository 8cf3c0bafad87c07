import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator } from 'playwright-core';
import { defaultParameters } from '../../src/contract/parameters';
import { readConfigs } from './runFiles';
import { TrainForm } from './trainForm';
import { useWorkbench } from './useWorkbench';

describe('the view Queue', () => {
  // The long run goes on while VS Code is driven, and leaves it a core.
  const workbench = useWorkbench({
    settings: { 'digitsLab.openDashboard': false },
    // Of a server, the machine's and not the user's count.
    machineSettings: { 'digitsLab.threads': 1 },
  });
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

  it('says when each of them and all of them are done', async () => {
    await waiting()
      .last()
      .filter({ hasText: /done about (tomorrow )?\d\d:\d\d/ })
      .waitFor();
    await workbench()
      .page.getByText(/^3 waiting · (about|roughly) .+ · done about /)
      .waitFor();
  });

  it('lets them change places by dragging, and by keys', async () => {
    await waiting()
      .filter({ hasText: 'seed 3' })
      .dragTo(waiting().filter({ hasText: 'seed 1' }));
    await waits('seed 3', 'seed 1', 'seed 2');
    await waiting().filter({ hasText: 'seed 3' }).click();
    // The second one comes while VS Code asks for the rows in their new order.
    await workbench().page.keyboard.press('Alt+ArrowDown');
    await workbench().page.keyboard.press('Alt+ArrowDown');
    await waits('seed 1', 'seed 2', 'seed 3');
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
    await workbench()
      .page.getByText(/^2 waiting · .* · paused$/)
      .waitFor();
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

  it('has the runs of a design under a heading, and what has failed, and starts them together', async () => {
    const form = new TrainForm(workbench());
    await form.train({ ...LONG, seed: 7 });
    await workbench()
      .treeRow(/, running, /)
      .waitFor();
    const file = path.join(workbench().folder, '.digits', 'queue.json');
    const entry = (n: number, more: object = {}): object => ({
      id: `20260102-03040${n}-abcd`,
      parameters: { ...defaultParameters, ...SHORT, num_filters: n % 2 === 0 ? 8 : 32, seed: Math.floor(n / 2) },
      design: 'comparisons/20260102-030405-abcd',
      ...more,
    });
    const failed = [
      entry(5, { reason: 'ENOSPC: no space left on device, write.', mayRetry: true }),
      entry(6, { reason: 'Training diverged: the loss was no longer a number in epoch 1, batch 9.', mayRetry: false }),
    ];
    await writeFile(file, JSON.stringify({ schemaVersion: 1, paused: false, runs: [0, 1, 2, 3].map(n => entry(n)), failed }));
    const heading = waiting().filter({ hasText: 'Comparison: num_filters, seed' });
    await heading.filter({ hasText: '4 · not started by you' }).waitFor();
    await heading.hover();
    await heading.getByRole('button', { name: 'Start', exact: true }).click();
    await heading.filter({ hasText: /4 · done about/ }).waitFor();
    await waiting().filter({ hasText: 'num_filters 32 · seed 0' }).waitFor();
    await workbench().screenshot('queue-designs');
    // Closed, it leaves room for what has failed.
    await heading.click();
    await waiting().filter({ hasText: 'Failed' }).click();
    await waiting().filter({ hasText: 'no space left on device' }).waitFor();
    await workbench().screenshot('queue-failed');
  });

  it('stops everything once that is confirmed, and takes it back', async () => {
    await workbench().runCommand('Digits: Stop All…');
    const dialog = workbench().page.getByRole('dialog');
    await dialog.getByText('Stop the run that is being trained and take 4 waiting runs out of the queue?').waitFor();
    await workbench().screenshot('queue-stop-all');
    await dialog.getByRole('button', { name: 'Stop All' }).click();
    await workbench()
      .treeRow(/seed 7.*, stopped, /)
      .waitFor();
    await waiting().filter({ hasText: 'Comparison' }).waitFor({ state: 'detached' });
    await workbench().reload();
    await workbench().runCommand('Digits: Put Back What Was Taken Out');
    await workbench()
      .treeRow(/seed 7.*, running, /)
      .waitFor();
    await waiting()
      .filter({ hasText: /^Comparison: num_filters, seed.*4 · done about/ })
      .waitFor();
  });
});
