import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Recording } from '../../../src/contract/recording';
import type { RunOverview } from '../../../src/runFolder/readRun';
import { longRows, recordingOf, writeRecorded } from '../runFolder/recording/writeRecorded';
import { digits, type CliResult } from './testCli';

describe('runs that another tool recorded, in a terminal', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-recorded-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true }));
  const id = '20261125-120000-aaaa';
  const artifact = {
    name: 'predictions',
    type: 'result',
    version: 'v0',
    aliases: [],
    description: null,
    files: [{ path: 'a.npy', bytes: 8 }],
    missing: [],
  };
  before(() => {
    writeRecorded(runs, {
      id,
      labels: { name: 'keras' },
      rows: longRows(5, 5),
      recording: { artifacts: [artifact], missing: ['3 rows never arrived.'] },
    });
    writeRecorded(runs, { id: '20261125-120001-bbbb', isLive: true, recording: { summary: { f1: 0.5 }, metrics: [{ name: 'f1' }] } });
    writeRecorded(runs, { id: '20261125-120002-cccc', recording: { state: 'running', exitCode: null, endedAt: null, summary: {} } });
  });
  const run = (...args: string[]): Promise<CliResult> => digits(args, { cwd: folder });

  it('are listed with state, metric, project, group and job type', async () => {
    const { out, exitCode } = await run('list');
    assert.equal(exitCode, 0);
    const lines = out.trimEnd().split('\n').slice(1);
    const after = lines.map(line => line.replace(/^.*?(?=completed|running|interrupted)/, '').replaceAll(/ {2,}/g, '  '));
    assert.match(out, /^id +name +status +recorded\n/);
    assert.deepEqual(after, [
      'completed  97.31 % · mnist · sweep 3 · train',
      'running  f1 0.5 · running · mnist · sweep 3 · train',
      'interrupted  crashed · mnist · sweep 3 · train',
    ]);
    const listed = JSON.parse((await run('list', '--json')).out) as readonly RunOverview[];
    assert.deepEqual(listed.map(({ recorded }) => recorded?.metric?.key ?? null), ['test_accuracy', 'f1', null]); // prettier-ignore
  });

  it('are shown with settings, summary, artifacts and what is missing', async () => {
    const { out } = await run('show', id);
    assert.match(out, /^keras {2}finished$/m);
    for (const line of [
      'source   recorded by wandb, ada/mnist/abc',
      'project  mnist',
      'group    sweep 3',
      'job type train',
      'metric   test_accuracy 97.31 %',
    ])
      assert.ok(out.includes(`  ${line}\n`), `${line}\n${out}`);
    assert.match(out, /Config\n {2}epochs +10\n {2}optimizer\.name +adam\n[^]*Summary\n {2}test_accuracy +0\.9731\n/);
    assert.match(out, /Artifacts\n {2}predictions v0 {2}result, 1 file\n\nMissing\n {2}3 rows never arrived\./);
    const { recording } = JSON.parse((await run('show', id, '--json')).out) as { readonly recording: Recording };
    assert.deepEqual(recording, recordingOf({ artifacts: [artifact], missing: ['3 rows never arrived.'] }));
    assert.match((await run('show', '20261125-120002-cccc')).out, / {2}crashed$/m);
  });

  it('say why their predictions were not taken, and that they were recorded', async () => {
    const why = 'No confusion matrix: predictions.npy came without the true classes, and no accuracy was logged.';
    const refused = '20261125-120003-dddd';
    writeRecorded(runs, { id: refused, recording: { understood: ['3 epochs, told apart by their number.', why] } });
    const images = (of: string): Promise<CliResult> => run('images', of, '--true', '1', '--predicted', '7');
    assert.match((await images(refused)).err, /no predictions of single test images were taken\. No confusion matrix: .* was logged\.$/m);
    assert.match((await images(id)).err, /its script has to save them/);
    assert.match((await run('evaluate', id)).err, /this run was recorded by wandb.*: it was not trained here/);
    rmSync(path.join(runs, refused), { recursive: true });
  });
});
