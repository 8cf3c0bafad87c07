import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Said } from '../../scripts/tracking/script';
import { trackedFolder, type TrackedFolder } from '../../scripts/tracking/runFolder';
import { until, untilReads } from '../until';
import { officialClient } from './officialClient';
import { RecordedPage } from './recordedPage';
import { runsFolder } from './runFiles';
import { Terminal } from './terminal';
import { useWorkbench } from './useWorkbench';

const ROWS = 6;

describe('a Python script in a terminal of VS Code', () => {
  let python: string;
  before('have the official client', async function () {
    const client = await officialClient();
    if (typeof client === 'string') {
      console.log(`      skipped: ${client}`);
      this.skip();
    }
    python = client.python;
  });
  const workbench = useWorkbench({ settings: { 'terminal.integrated.gpuAcceleration': 'off', 'window.commandCenter': false } });
  const file = (...names: readonly string[]): string => path.join(workbench().folder, ...names);
  const page = (): RecordedPage => new RecordedPage(workbench().dashboard());
  const script = (args: string): string => `WANDB_ERROR_REPORTING=false '${python}' '${path.resolve('scripts/tracking/train.py')}' ${args}`;
  /** What a script has printed of itself into a file. */
  const said = (name: string): readonly Said[] =>
    readFileSync(file(name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .filter(line => line.startsWith('SAID '))
      .map(line => JSON.parse(line.slice(5)) as Said);
  const rowsIn = (name: string): readonly Said[] => said(name).filter(({ type }) => type === 'row');
  /** How long after its log each row was on the chart. */
  const delays: number[] = [];

  async function logAndSee(epoch: number): Promise<void> {
    writeFileSync(file('gate', String(epoch)), '');
    await see(epoch, 'said.txt');
  }

  /** Waits until a row is on the chart that a script tells of in a file. */
  async function see(epoch: number, name: string): Promise<void> {
    await page().drawn('loss', epoch).waitFor();
    const seen = Date.now() / 1000;
    await until({ isSo: () => rowsIn(name).length > epoch, seen: () => said(name) });
    delays.push(seen - Number(rowsIn(name)[epoch]!['time']));
  }

  async function seeMatrixOf({ overview }: TrackedFolder): Promise<void> {
    await workbench().dashboard().getByRole('tab', { name: 'Evaluation' }).click();
    const cell = overview.summary!.confusionMatrix![7]![7]!;
    await workbench()
      .dashboard()
      .getByRole('gridcell', { name: new RegExp(`\\b${cell}\\b`) })
      .first()
      .waitFor();
  }

  /** How soon is asked of them by `npm run check:terminal`, on a machine that does nothing else. */
  function tellDelays(): void {
    const told = delays.map(delay => `${delay.toFixed(1)} s`).join(', ');
    console.log(`      seen after ${told}`);
    const { TRACKING_SECONDS: limit } = process.env;
    if (limit !== undefined) assert.ok(Math.max(...delays) < Number(limit), told);
    delays.length = 0;
  }

  async function folderOf(id: string): Promise<TrackedFolder> {
    const found = await trackedFolder(runsFolder(workbench().folder), id);
    assert.ok(found, `no run ${id}`);
    return found;
  }

  it('is among the runs once a person has agreed', async () => {
    mkdirSync(file('gate'));
    // The first charts are to be seen above the terminal.
    await workbench().page.setViewportSize({ width: 1280, height: 1100 });
    await workbench().activity('Digits Lab').click();
    await workbench().runCommand('Digits: Track My Python Scripts');
    const dialog = workbench().page.getByRole('dialog', { name: /Track your Python scripts/ });
    await dialog.waitFor();
    await workbench().screenshot('python-asked');
    await dialog.getByRole('button', { name: 'Track', exact: true }).click();
    await workbench()
      .page.getByRole('button', { name: /Digits Lab takes the runs of Python scripts/ })
      .waitFor();
    const terminal = await Terminal.open(workbench());
    await terminal.type(script(`--rows ${ROWS} --wait 0 --gate gate | tee said.txt`));
    await workbench()
      .treeRow(/^usual, running/)
      .click();
    await page()
      .status.getByText(/^Running for/)
      .waitFor();
    await workbench().screenshot('python-begun');
  });

  it('has each of its rows on the chart before it logs the next', async () => {
    for (let epoch = 0; epoch < ROWS / 2; epoch++) await logAndSee(epoch);
    await workbench().screenshot('python-live');
  });

  it('goes on where the window is reloaded in the middle', async () => {
    await workbench().reload();
    writeFileSync(file('gate', '3'), '');
    await page().drawn('loss', 3).waitFor();
    for (let epoch = 4; epoch < ROWS; epoch++) await logAndSee(epoch);
    tellDelays();
  });

  it('is at its end what it printed, with its artifact byte for byte', async () => {
    await page()
      .status.getByText(/^Finished after/)
      .waitFor();
    const [begun] = said('said.txt');
    const end = said('said.txt').find(({ type }) => type === 'end')!;
    const { folder, overview, recording, rows } = await folderOf(String(begun!['id']));
    assert.deepEqual([overview.status, recording.exitCode, recording.missing], ['completed', 0, []]);
    assert.deepEqual(recording.config, begun!['config']);
    assert.deepEqual(
      rows.filter(row => 'loss' in row).map(({ epoch, loss, accuracy }) => [epoch, loss, accuracy]),
      rowsIn('said.txt').map(({ epoch, loss, accuracy }) => [epoch, loss, accuracy]),
    );
    assert.deepEqual([overview.summary?.testLoss, overview.summary?.testAccuracy], [end['test_loss'], end['test_accuracy']]);
    for (const name of ['predictions.npy', 'ground_truth.npy'])
      assert.deepEqual(await readFile(path.join(folder, 'artifacts/predictions/v0', name)), await readFile(file(name)));
  });

  it('opens its matrix', async () => {
    await seeMatrixOf(await folderOf(String(said('said.txt')[0]!['id'])));
    await workbench().screenshot('python-evaluation');
  });

  it('is one of two at once', async () => {
    const terminal = await Terminal.open(workbench());
    const one = (name: string): string => script(`--rows 5 --wait 0.1 > ${name}`);
    await terminal.type(`${one('a.txt')} & ${one('b.txt')}`);
    const finished = workbench().treeRow(/^usual( #\d)?, completed/);
    await untilReads('the finished runs', () => finished.count(), 3);
    for (const name of ['a.txt', 'b.txt']) {
      const { overview, rows } = await folderOf(String(said(name)[0]!['id']));
      assert.deepEqual([overview.status, rows.filter(row => 'loss' in row).length], ['completed', 5]);
    }
  });

  // With Keras: behind `npm run check:terminal`.
  (process.env['TRACKING_DATA'] === undefined ? it.skip : it)(
    'trains with Keras, and its matrix opens by its predictions alone',
    async () => {
      copyFileSync(process.env['TRACKING_DATA']!, file('mnist.npz'));
      const terminal = await Terminal.open(workbench());
      await terminal.type(
        `TRACKING_SAID=keras.txt KERAS_BACKEND=jax WANDB_ERROR_REPORTING=false '${python}' '${path.resolve('scripts/tracking/keras_digits.py')}'`,
      );
      await workbench()
        .treeRow(/^keras, running/)
        .click();
      await workbench().dashboard().getByRole('heading', { name: 'keras' }).waitFor();
      await workbench().dashboard().getByRole('tab', { name: 'Live' }).click();
      for (let epoch = 0; epoch < 5; epoch++) await see(epoch, 'keras.txt');
      await workbench().screenshot('python-keras');
      await page()
        .status.getByText(/^Finished after/)
        .waitFor();
      tellDelays();
      const [begun] = said('keras.txt');
      const end = said('keras.txt').find(({ type }) => type === 'end')!;
      const found = await folderOf(String(begun!['id']));
      const { folder, overview, recording, rows } = found;
      assert.deepEqual(recording.config, begun!['config']);
      for (const [epoch, { type: _, time: __, ...values }] of rowsIn('keras.txt').entries()) {
        const row = rows.find(one => one['epoch'] === epoch)!;
        assert.deepEqual(Object.fromEntries(Object.keys(values).map(key => [key, row[key]])), values);
      }
      assert.deepEqual([overview.summary?.testLoss, overview.summary?.testAccuracy], [end['test_loss'], end['test_accuracy']]);
      assert.deepEqual(
        await readFile(path.join(folder, 'artifacts/predictions/v0/predictions.npy')),
        await readFile(file('predictions.npy')),
      );
      await seeMatrixOf(found);
      await workbench().screenshot('python-keras-evaluation');
    },
  );

  it('is switched off by one click', async () => {
    await workbench()
      .page.getByRole('button', { name: /Digits Lab takes the runs of Python scripts/ })
      .click();
    const terminal = await Terminal.open(workbench());
    await terminal.type('echo "it is <$WANDB_BASE_URL>"');
    await terminal.rows.getByText('it is <>').first().waitFor();
  });
});
