import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisProcess } from '../../src/runFolder/owner';
import { untilReads } from '../until';
import { keysOf, logRows, longRows, recordingOf, row, writeRecorded } from '../unit/runFolder/recording/writeRecorded';
import { testViews, wear } from './accessibility';
import { RecordedPage } from './recordedPage';
import { runsFolder } from './runFiles';
import { useWorkbench } from './useWorkbench';

const LIVE = '20261125-120000-aaaa';
const LONG = '20261125-120001-bbbb';
const CRASHED = '20261125-120002-cccc';

describe('a run that another tool records', () => {
  const workbench = useWorkbench({
    settings: { 'window.commandCenter': false, 'files.simpleDialog.enable': true, 'digitsLab.follow': ['logs'] },
    fill: async folder => {
      await wear(folder, 'Dark Modern');
      const runs = runsFolder(folder);
      writeRecorded(runs, {
        id: LIVE,
        labels: { name: 'keras', tags: ['small'] },
        isLive: true,
        recording: {
          summary: { accuracy: 0.91, loss: 0.31, nested: { best: 3 } },
          config: { epochs: 10, batch_size: 128, num_filters: 32, num_layers: 2, activation_function: 'relu', optimizer: { name: 'adam', lr: 0.001, betas: [0.9, 0.999] }, data: { name: 'mnist', augment: false }, seed: 7, notes: 'A longer text that says what this run is for' }, // prettier-ignore
          artifacts: [{ name: 'predictions', type: 'result', version: 'v0', aliases: ['latest'], description: 'Of the test images', files: [{ path: 'predictions.npy', bytes: 8 }], missing: [] }], // prettier-ignore
          files: [{ path: 'requirements.txt', bytes: 20 }],
          metrics: [{ name: 'val/*', step: 'epoch' }],
        },
        rows: longRows(400, 9).map(one => ({
          ...one,
          ...(Number(one['_step']) % 100 === 99 && { 'val/acc': 0.9 + Number(one['_step']) / 10_000 }),
        })),
        system: Array.from({ length: 60 }, (_, i) => row(i, { 'system.cpu': 40 + (i % 9), 'system.memory': 1000 + i })),
        console: Array.from({ length: 40 }, (_, i) => `Epoch ${i + 1}/50 - loss: ${(1 / (i + 1)).toFixed(4)}\n`).join(''),
      });
      writeRecorded(runs, { id: LONG, labels: { name: 'long', tags: [] }, rows: longRows(10_000, 50) });
      writeRecorded(runs, {
        id: CRASHED,
        labels: { name: 'crashed', tags: [] },
        rows: [...longRows(50, 400)],
        recording: { state: 'running', exitCode: null, endedAt: null, missing: ['12 rows never arrived.'] },
      });
      const folderOf = (id: string): string => path.join(runs, id);
      appendFileSync(path.join(folderOf(CRASHED), 'history.jsonl'), 'no row\n{"torn');
    },
  });
  const live = (): string => path.join(runsFolder(workbench().folder), LIVE);
  const page = (): RecordedPage => new RecordedPage(workbench().dashboard());
  /** Its tool is heard of every few seconds. */
  let beat: ReturnType<typeof setInterval>;

  before('open the view', async () => {
    beat = setInterval(() => writeFileSync(path.join(live(), 'owner.json'), JSON.stringify(thisProcess())), 5_000);
    await workbench().activity('Digits Lab').click();
  });
  after(() => clearInterval(beat));

  it('is in the tree with its state and its metric', async () => {
    await workbench()
      .treeRow(/^keras, running, 91\.00 % · running · mnist · sweep 3 · train/)
      .click();
    await page()
      .status.getByText(/^Running for .* · 400 rows of 10 metrics$/)
      .waitFor();
  });

  it('has a chart of each metric in groups, with its axis', async () => {
    await page().plot('loss').waitFor();
    await page().group('Charts').waitFor();
    await workbench()
      .dashboard()
      .getByRole('group', { name: /^loss, step 0 to 399\./ })
      .waitFor();
    await page().chart('acc').scrollIntoViewIfNeeded();
    await workbench()
      .dashboard()
      .getByRole('group', { name: /^val\/acc, epoch 0 to 3\./ })
      .waitFor();
    await workbench().screenshot('recorded-live');
  });

  it('shows a row that is logged within three seconds', async () => {
    await page().chart('loss').scrollIntoViewIfNeeded();
    await page().plot('loss').waitFor();
    const began = Date.now();
    logRows(live(), [row(400, { loss: 0.5, 'train/new': 1 })]);
    await workbench()
      .dashboard()
      .getByRole('group', { name: /^loss, step 0 to 400\./ })
      .waitFor();
    const tookMs = Date.now() - began;
    assert.ok(tookMs < 3_000, `${tookMs} ms`);
    await page().chart('new').waitFor();
  });

  it('is read with the arrow keys', async () => {
    await page().plot('loss').focus();
    await workbench().page.keyboard.press('End');
    await untilReads('what is read out', () => page().announced('loss').textContent(), 'Step 400, loss 0.5');
    await workbench().page.keyboard.press('Escape');
  });

  it('is searched', async () => {
    await page().search.fill('val acc');
    await untilReads('the charts', () => page().charts.locator('h3').allTextContents(), ['val_accuracy', 'acc']);
    await workbench().dashboard().getByText('2 of 13 metrics').waitFor();
    await workbench().screenshot('recorded-search');
    await page().search.press('Escape');
    await page().chart('loss').waitFor();
  });

  it('is smoothed, drawn on a logarithmic axis and over the time', async () => {
    const frame = workbench().dashboard();
    await frame.getByRole('slider', { name: 'Smoothing' }).fill('0.9');
    await frame.getByRole('radiogroup', { name: 'Y axis' }).getByText('Log').click();
    await frame.getByRole('radiogroup', { name: 'X axis' }).getByText('Time').click();
    await frame.getByRole('group', { name: /^loss, time 0 ms to 40\.0 s\./ }).waitFor();
    await workbench().screenshot('recorded-smoothed');
    await frame.getByRole('radiogroup', { name: 'X axis' }).getByText('Step').click();
    await frame.getByRole('radiogroup', { name: 'Y axis' }).getByText('Linear').click();
    await frame.getByRole('slider', { name: 'Smoothing' }).fill('0');
  });

  it('is zoomed, all charts along an axis together', async () => {
    const frame = workbench().dashboard();
    await page().chart('loss').scrollIntoViewIfNeeded();
    await page().plot('loss').focus();
    await workbench().page.keyboard.press('+');
    await frame.getByRole('group', { name: /^accuracy, step 1\d\d\S* to 3\d\d\S*\./ }).waitFor();
    await frame.getByRole('button', { name: 'Reset zoom' }).click();
    await frame.getByRole('group', { name: /^accuracy, step 0 to 399\./ }).waitFor();
  });

  it('has settings, summary, console and figures of the machine', async () => {
    await page().table('Config').getByRole('searchbox').fill('optimizer.lr');
    await page().table('Config').getByRole('row', { name: 'optimizer.lr 0.001' }).waitFor();
    await page().table('Config').getByRole('searchbox').fill('');
    await page().table('Summary').getByRole('row', { name: 'nested.best 3' }).waitFor();
    appendFileSync(path.join(live(), 'console.log'), 'Epoch 41/50\r\u001b[1mEpoch 41/50 - done\u001b[0m\n');
    await page().console.getByText('Epoch 41/50 - done', { exact: true }).waitFor();
    await page().console.scrollIntoViewIfNeeded();
    await workbench().screenshot('recorded-tables');
    await page().group('System').click();
    await page().plot('system.cpu').waitFor();
    await page().chart('system.memory').scrollIntoViewIfNeeded();
    await page().plot('system.memory').waitFor();
    await workbench().screenshot('recorded-system');
  });

  it('lists its files and artifacts', async () => {
    await workbench().dashboard().getByRole('tab', { name: 'Artifacts' }).click();
    await workbench().dashboard().getByRole('table', { name: 'Logged by the script' }).getByText('predictions').waitFor();
    await workbench().dashboard().getByRole('button', { name: 'Open history.jsonl' }).waitFor();
    await workbench().screenshot('recorded-artifacts');
    await workbench().dashboard().getByRole('tab', { name: 'Live' }).click();
  });

  it('says when it has ended', async () => {
    const ended = recordingOf({ state: 'failed', exitCode: 1, summary: { accuracy: 0.93 } });
    writeFileSync(path.join(live(), 'recording.json'), JSON.stringify(ended));
    await page()
      .status.getByText(/^Failed with exit code 1 after 1m40s/)
      .waitFor();
    await workbench()
      .treeRow(/^keras, failed, 93\.00 % · failed/)
      .waitFor();
    await workbench().screenshot('recorded-failed');
  });

  it('of ten thousand rows of fifty metrics is whole', async () => {
    await workbench().treeRow(/^long/).click();
    await page().status.getByText('Finished after 1m40s · 10,000 rows of 50 metrics').waitFor();
    const frame = workbench().dashboard();
    await frame.getByRole('group', { name: /^loss, step 0 to 9,999\./ }).waitFor();
    const first = readFileSync(path.join(runsFolder(workbench().folder), LONG, 'history.jsonl'), 'utf8').split('\n', 1)[0]!;
    await page().plot('loss').focus();
    await workbench().page.keyboard.press('Home');
    const { loss } = JSON.parse(first) as { readonly loss: number };
    await untilReads('what is read out', () => page().announced('loss').textContent(), `Step 0, loss ${loss}`);
    await workbench().screenshot('recorded-long');
    // What is far down is drawn when it is reached.
    assert.ok((await frame.locator('.scalarSlot canvas').count()) < 50);
    const last = keysOf(50)
      .findLast(key => key.startsWith('weights/'))!
      .slice('weights/'.length);
    await page().chart(last).scrollIntoViewIfNeeded();
    await page().plot(last).waitFor();
  });

  it('that crashed says so, and what is missing, and draws few of hundreds of charts', async () => {
    await workbench()
      .treeRow(/^crashed/)
      .click();
    await page()
      .status.getByText(/^Crashed: last heard .* · 50 rows of 400 metrics$/)
      .waitFor();
    await untilReads('what is missing', () => page().remarks.locator('li').allTextContents(), [
      '12 rows never arrived.',
      'history.jsonl, line 51: this is no row of values; it is passed over.',
    ]);
    await page().plot('loss').waitFor();
    assert.ok((await workbench().dashboard().locator('.scalarSlot canvas').count()) < 40);
    await workbench().screenshot('recorded-crashed');
  });

  it('needs no sideways scrolling where it is narrow', async () => {
    await workbench().page.setViewportSize({ width: 860, height: 800 });
    const body = workbench().dashboard().locator('body');
    await untilReads('what is wider than the page', () => body.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth), 0);
    await workbench().screenshot('recorded-narrow');
    await workbench().page.setViewportSize({ width: 1280, height: 800 });
  });

  it('is compared with another one by any metric that both have logged', async () => {
    for (const name of [/^keras/, /^long/]) await workbench().treeRow(name).getByRole('checkbox').click();
    await workbench().runCommand('Digits: Compare Runs');
    const frame = workbench().dashboard();
    const section = frame.getByRole('region', { name: 'What other tools recorded' });
    await section.getByLabel('metric').selectOption('loss');
    await section.getByRole('group', { name: /^loss, step 0 to 9,999\./ }).waitFor();
    await section.locator('.plot').scrollIntoViewIfNeeded();
    await untilReads('its curves', () => section.locator('.legend .name').allTextContents(), ['keras', 'long']);
    await workbench().screenshot('recorded-compared');
    await workbench().runCommand('View: Close Editor');
  });

  it('is written from a log file as it grows, where the setting names its folder', async () => {
    const log = path.join(workbench().folder, 'logs', 'csv_log', 'training.csv');
    const line = (epoch: number): string => `${epoch},${1 - 0.5 ** (epoch + 1)},${0.5 ** epoch}\n`;
    mkdirSync(path.dirname(log), { recursive: true });
    writeFileSync(log, `epoch,accuracy,loss\n${line(0)}`);
    await workbench()
      .treeRow(/^csv_log, running/)
      .click();
    await workbench().dashboard().getByRole('heading', { name: 'csv_log' }).waitFor();
    for (const epoch of [1, 2, 3]) {
      appendFileSync(log, line(epoch));
      await page().drawn('loss', epoch).waitFor();
    }
    await workbench().screenshot('recorded-followed');
  });

  describe('for everybody', () => {
    before('open the one with all parts', async () => {
      await workbench()
        .treeRow(/^keras/)
        .click();
      await workbench().dashboard().getByRole('heading', { name: 'keras', exact: true }).waitFor();
      await page().plot('loss').waitFor();
    });
    testViews(workbench, [
      {
        name: 'Recorded',
        open: async () => {
          await page().status.scrollIntoViewIfNeeded();
          await page().plot('loss').waitFor();
        },
      },
      { name: 'RecordedTables', open: () => page().console.scrollIntoViewIfNeeded() },
    ]);
  });
});
