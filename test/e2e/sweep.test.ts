import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { FrameLocator, Locator } from 'playwright-core';
import { untilReads } from '../until';
import { fewDigits } from '../unit/data/fewDigits';
import { testViews, wear } from './accessibility';
import { waitUntilKept } from './keptState';
import { runsFolder } from './runFiles';
import { useWorkbench } from './useWorkbench';

/** Enough settings for shares in the variance. */
const plan = {
  schemaVersion: 1,
  name: 'Learning rates',
  kind: 'random',
  hypothesis: 'Around 0.003 is best, whatever the optimizer.',
  base: { dataset: './digits-500-100', epochs: 2, validation_samples: 200, num_filters: 4, batch_size: 32 },
  parameters: { learning_rate: { min: 0.0001, max: 0.1, scale: 'log' }, optimizer: ['adam', 'sgd'], kernel_size: { min: 2, max: 4 } },
  runs: 24,
};

describe('a sweep', () => {
  const workbench = useWorkbench({
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      fewDigits(folder);
      await writeFile(path.join(folder, 'rates.digits.json'), JSON.stringify(plan, undefined, 2));
      const sweep = ['dist/cli.js', 'sweep', path.join(folder, 'rates.digits.json'), '--runs', runsFolder(folder)];
      await promisify(execFile)(process.execPath, sweep);
    },
  });
  const frame = (): FrameLocator => workbench().dashboard();
  const chart = (): Locator => frame().getByRole('group', { name: /^Parallel coordinates of 24 settings/ });
  const end = (name: string): Locator => frame().getByRole('slider', { name });
  const chosen = (): Locator => frame().getByText(/ of 24 settings are chosen\./);

  before(async () => {
    await workbench().runCommand('Digits: Open Sweep…');
    await workbench().quickInput.rows.first().click();
    await chart().waitFor();
  });

  it('shows the best setting with its caution, the ranking, and what its variance goes along with', async () => {
    await frame().getByRole('heading', { level: 1, name: 'Learning rates' }).waitFor();
    await frame()
      .getByText(/^The best of \d+ settings by validation accuracy: /)
      .waitFor();
    await frame()
      .getByText(/winner's curse/)
      .first()
      .waitFor();
    assert.equal(await frame().getByRole('table', { name: 'Settings by validation accuracy' }).getByRole('row').count(), 25);
    const shares = frame().getByRole('region', { name: /associations/ });
    await shares.getByRole('rowheader', { name: 'learning_rate' }).waitFor();
    await shares.getByText('How this is computed').click();
    await shares.getByText(/Kelley, PNAS 21, 1935/).waitFor();
    await workbench().screenshot('sweep-vscode-dark');
    await frame().getByRole('heading', { name: 'Settings by validation accuracy' }).scrollIntoViewIfNeeded();
    await workbench().screenshot('sweep-shares');
  });

  it('has settings chosen by the ends of its axes with the keyboard, and as a table', async () => {
    await end('optimizer, lower end').press('ArrowUp');
    await untilReads('the end of the axis', () => end('optimizer, lower end').getAttribute('aria-valuetext'), 'sgd');
    const count = Number(/^\d+/.exec(await chosen().innerText())![0]);
    assert.ok(count > 0 && count < 24);
    await frame().getByRole('button', { name: 'Chosen settings as a table' }).click();
    const rows = frame().getByRole('table', { name: 'Chosen settings' }).getByRole('row');
    await untilReads('the rows', () => rows.count(), count + 1);
    await waitUntilKept(workbench().page, /sweepId.*optimizer/);
    await workbench().reload();
    await untilReads('the rows after a reload', () => rows.count(), count + 1);
    await frame().getByRole('button', { name: 'Chosen settings as a table' }).click();
    await end('optimizer, lower end').press('Escape');
    await chosen().waitFor({ state: 'detached' });
  });

  it('has settings chosen by a drag along an axis', async () => {
    const handles = [end('learning_rate, lower end'), end('learning_rate, upper end')];
    const [low, high] = (await Promise.all(handles.map(handle => handle.boundingBox()))) as { x: number; y: number; width: number }[];
    const { mouse } = workbench().page;
    const x = low!.x + low!.width / 2;
    const middle = (low!.y + high!.y) / 2;
    await mouse.move(x, middle);
    await mouse.down();
    await mouse.move(x, low!.y - 30, { steps: 4 });
    await mouse.up();
    await chosen().waitFor();
    assert.notEqual(await handles[1]!.getAttribute('aria-valuenow'), await handles[1]!.getAttribute('aria-valuemax'));
    await workbench().screenshot('sweep-brushed');
    await frame().getByRole('button', { name: 'Show all' }).click();
    await chosen().waitFor({ state: 'detached' });
  });

  it('is planned with the keyboard alone; its file says how many runs it has and how long they take', async () => {
    const { quickInput, page } = workbench();
    await workbench().runCommand('Digits: New Sweep…');
    await quickInput.waitFor('New Sweep');
    await quickInput.pick('Vary a parameter…');
    await quickInput.pick('num_filters');
    await quickInput.waitFor('Filters (num_filters)');
    await quickInput.enter('2, 4');
    await quickInput.firstRow(/Run plan.*6 runs · /);
    await quickInput.pick('seeds');
    await quickInput.waitFor('Replicates (seeds)');
    await quickInput.enter('2');
    await quickInput.firstRow(/Run plan.*4 runs · /);
    await workbench().screenshot('sweep-form');
    await quickInput.pick('Only write the plan');
    await page
      .locator('.codelens-decoration')
      .getByText(/Run plan · 4 runs · /)
      .waitFor();
    await workbench().screenshot('sweep-plan');
    const written: unknown = JSON.parse(await readFile(path.join(workbench().folder, 'sweep-num_filters.digits.json'), 'utf8'));
    assert.deepEqual(written, { schemaVersion: 1, kind: 'grid', base: {}, parameters: { num_filters: [2, 4] }, seeds: 2 });
    await page.getByRole('tab', { name: /^Learning rates/ }).click();
    await chart().waitFor();
  });

  testViews(workbench, [{ name: 'Sweep', open: () => chart().waitFor() }]);
});
