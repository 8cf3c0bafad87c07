import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { BatchEnded, EpochEnded, TrainerEvent } from '../../src/contract/trainer';
import { untilReads } from '../until';
import { waitUntilKept } from './keptState';
import { Dashboard } from './dashboard';
import { readConfigs, readEvents } from './runFiles';
import { TrainForm } from './trainForm';
import type { Workbench } from './workbench';

/** Tests of a workbench that shows the files of a folder; it lists them by VS Code's own dialog. */
export function testLiveDashboard(workbench: () => Workbench): void {
  const dashboard = (): Dashboard => new Dashboard(workbench().dashboard());
  /** More than it will come to on any machine: it is stopped when it has been watched. */
  const EPOCHS = 1000;
  let epochs: readonly EpochEnded[];

  async function events(): Promise<TrainerEvent[]> {
    const { folder } = workbench();
    const config = (await readConfigs(folder)).at(-1)!;
    return readEvents(folder, config.id);
  }

  it('opens when a run starts, and its curves grow', async () => {
    const form = new TrainForm(workbench());
    await form.open();
    await form.choosePreset('Quick look');
    await form.set('epochs', EPOCHS);
    // So few events an epoch that their curve is not thinned.
    await form.set('batch_size', 512);
    await form.start();
    await dashboard().progress.waitFor();
    const loss = dashboard().chart('Loss');
    await loss.toggleTable();
    await loss.rows.first().waitFor();
    const before = await loss.rows.count();
    await dashboard().status.filter({ hasText: 'running' }).waitFor();
    await workbench().screenshot('dashboard-running');
    await loss.rows.nth(before).waitFor();
  });

  it('keeps what it showed while another tab is in front', async () => {
    await dashboard().chart('Loss').toggleTable();
    await dashboard().choice('Linear').check({ force: true });
    const { page } = workbench();
    await workbench().runCommand('File: New Untitled Text File');
    await page.getByRole('tab', { name: /^Untitled/, selected: true }).waitFor();
    await page.getByRole('tab', { name: /batch_size 512/ }).click();
    await dashboard().title.waitFor();
    await untilReads('the choice of linear', () => dashboard().choice('Linear').isChecked(), true);
    const loss = dashboard().chart('Loss');
    await loss.toggleTable();
    await loss.rows.nth(1).waitFor();
  });

  it('shows of a run that has ended exactly what its events say', async () => {
    await dashboard().action('Stop').press('Enter');
    await dashboard().score.waitFor();
    await dashboard().status.filter({ hasText: 'stopped' }).waitFor();
    const all = await events();
    epochs = all.filter((event): event is EpochEnded => event.type === 'epochEnded');
    await untilReads(
      'the table of losses',
      () => dashboard().chart('Loss').table(),
      epochs.map(({ epoch, loss, valLoss }) => [String(epoch), loss.toFixed(4), valLoss!.toFixed(4)]),
    );
    const accuracy = dashboard().chart('Accuracy');
    await accuracy.toggleTable();
    const share = (value: number): string => `${(100 * value).toFixed(2)} %`;
    await untilReads(
      'the table of accuracies',
      () => accuracy.table(),
      epochs.map(epoch => [String(epoch.epoch), share(epoch.accuracy), share(epoch.valAccuracy!)]),
    );
    await accuracy.toggleTable();
    const evaluated = all.find(({ type }) => type === 'evaluated');
    assert.ok(evaluated?.type === 'evaluated');
    await dashboard()
      .score.filter({ hasText: new RegExp(`^${share(evaluated.accuracy)} test accuracy`) })
      .waitFor();
    await workbench().screenshot('dashboard-ended');
  });

  it('reads its points out to who goes through them with the arrow keys', async () => {
    const accuracy = dashboard().chart('Accuracy');
    await accuracy.plot.focus();
    await workbench().page.keyboard.press('ArrowRight');
    await accuracy.announced.filter({ hasText: /^Epoch 1, / }).waitFor({ state: 'attached' });
    await workbench().page.keyboard.press('End');
    const last = accuracy.announced.filter({ hasText: new RegExp(`^Epoch ${epochs.length}, `) });
    await last.filter({ hasText: (100 * epochs.at(-1)!.valAccuracy!).toFixed(2) }).waitFor({ state: 'attached' });
  });

  it('is zoomed by keys, wheel and drag, its charts alike, and shows all again', async () => {
    const { page } = workbench();
    const [loss, accuracy] = [dashboard().chart('Loss'), dashboard().chart('Accuracy')];
    if (!(await loss.plot.isVisible())) await loss.toggleTable();
    await accuracy.plot.focus();
    await page.keyboard.press('+');
    await accuracy.announced.filter({ hasText: 'Shown: epochs 250 to 750' }).waitFor({ state: 'attached' });
    for (const chart of [loss, accuracy]) await chart.shows(/, epochs 250 to 750\./);
    await page.keyboard.press('Shift+ArrowLeft');
    await accuracy.shows(/, epochs 125 to 625\./);
    await page.keyboard.press('Home');
    await accuracy.shows(/, epochs 0 to 500\./);
    await page.keyboard.press('0');
    await accuracy.shows(/, epochs 0 to 1,000\./);
    await dashboard().resetZoom.waitFor({ state: 'hidden' });
    const { x, y, width, height } = (await loss.plot.boundingBox())!;
    const at = (share: number): [number, number] => [x + share * width, y + height / 2];
    await page.mouse.move(...at(0.3));
    await page.keyboard.down('Control');
    await page.mouse.wheel(0, -300);
    await page.keyboard.up('Control');
    await dashboard().resetZoom.click();
    await loss.shows(/, epochs 0 to 1,000\./);
    await page.mouse.move(...at(0.2));
    await page.mouse.down();
    await page.mouse.move(...at(0.3), { steps: 3 });
    await page.mouse.move(...at(0.5), { steps: 3 });
    await page.mouse.up();
    await dashboard().resetZoom.waitFor();
    await workbench().screenshot('dashboard-zoomed');
    await page.mouse.dblclick(...at(0.4));
    await loss.shows(/, epochs 0 to 1,000\./);
  });

  it('smooths its curves, hides them by their names, counts in steps, and keeps that', async () => {
    const { page } = workbench();
    const loss = dashboard().chart('Loss');
    await dashboard().smoothing.fill('0.9');
    await loss.curve('training').click();
    await dashboard().choice('Steps').check({ force: true });
    await loss.plot.focus();
    await page.keyboard.press('Home');
    await loss.announced.filter({ hasText: /^Step \d+ · epoch 1, validation [^,]+$/ }).waitFor({ state: 'attached' });
    await page.getByRole('tab', { name: /^Untitled/ }).click();
    await page.getByRole('tab', { name: /batch_size 512/ }).click();
    await dashboard().title.waitFor();
    await untilReads('the smoothing', () => dashboard().smoothing.inputValue(), '0.9');
    await untilReads('the unit', () => dashboard().choice('Steps').isChecked(), true);
    await untilReads('the hidden curve', () => loss.curve('training').getAttribute('aria-pressed'), 'false');
    await loss.curve('training').click();
    await dashboard().choice('Epochs').check({ force: true });
  });

  it('saves what its curves are drawn from', async () => {
    const { quickInput, folder } = workbench();
    await dashboard().chart('Loss').export('Save as CSV');
    const file = await quickInput.proposedPath('.csv');
    await workbench().page.keyboard.press('Enter');
    await workbench()
      .page.getByRole('treeitem', { name: path.basename(file) })
      .waitFor();
    assert.equal(path.dirname(file), folder);
    const [head, ...rows] = (await readFile(file, 'utf8'))
      .trim()
      .split('\r\n')
      .map(row => row.split(','));
    assert.deepEqual(head?.slice(0, 5), ['curve', 'epoch', 'batch', 'batches', 'loss']);
    const batches = (await events()).filter((event): event is BatchEnded => event.type === 'batchEnded');
    assert.deepEqual(
      rows.filter(([curve]) => curve === 'training by batch').map(([, epoch, batch, , loss]) => [epoch, batch, loss].map(Number)),
      batches.map(({ epoch, batch, loss }) => [epoch, batch, loss]),
    );
  });

  it('goes through its tabs with the arrow keys, and remembers where it was', async () => {
    const { page } = workbench();
    const evaluation = dashboard().frame.getByRole('tab', { name: 'Evaluation', selected: true });
    await dashboard().tab('Live').focus();
    await page.keyboard.press('ArrowRight');
    await evaluation.waitFor();
    await page.getByRole('tab', { name: /^Untitled/ }).click();
    await page.getByRole('tab', { name: /batch_size 512/ }).click();
    await evaluation.waitFor();
  });

  it('comes back when the window is reloaded', async () => {
    await waitUntilKept(workbench().page, /section\W+evaluation\b/);
    await workbench().reload();
    await dashboard().score.waitFor();
    await dashboard().tab('Live').click();
    await untilReads('the choice of linear', () => dashboard().choice('Linear').isChecked(), true);
    await dashboard().chart('Loss').toggleTable();
    await untilReads('the rows', () => dashboard().chart('Loss').rows.count(), epochs.length);
  });
}
