import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../../../src/foreign/csv/readCsv';
import type { ForeignRun } from '../../../src/foreign/foreignRun';
import { temporaryFolder } from './temporaryFolder';
import { listed, readExpected, recordings } from './fixtures';

describe('logs as CSV', () => {
  const folder = temporaryFolder();
  const read = (name: string, text: string): Promise<ForeignRun> => {
    writeFileSync(path.join(folder(), name), text);
    return readCsv(folder(), name);
  };

  it("of Keras have Python's values", async () => {
    const run = await readCsv(path.join(recordings, 'csv', 'keras'), 'training.csv');
    const rows = (await listed(run.rows())).map(({ _step, ...row }) => row);
    assert.deepEqual(rows, readExpected('csv/keras/expected.json'));
    assert.deepEqual([run.tool, run.name, run.source, run.missing], ['keras csv', 'keras', 'keras/training.csv', []]);
    assert.deepEqual(run.summary, rows.at(-1));
  });

  it('of Lightning have its sparse columns and its settings', async () => {
    const run = await readCsv(path.join(recordings, 'csv', 'lightning', 'version_0'), 'metrics.csv');
    const rows = await listed(run.rows());
    assert.deepEqual(
      rows.map(({ _step, ...row }) => row),
      readExpected('csv/lightning/expected.json'),
    );
    assert.deepEqual(
      rows.map(({ _step }) => _step),
      rows.map(({ step }) => step),
    );
    assert.deepEqual([run.tool, run.name, run.config['batch_size'], run.config['sizes']], ['lightning csv', 'version_0', 64, [3, 3]]);
  });

  it('may have other separators, quotes, marks, ends of lines and words for numbers', async () => {
    const text = '\uFEFFepoch;"val loss";note;sizes\r\n0;nan;"a; ""b""";"[1, 2]"\r\n1;-inf;NA;\r\n2;1e-3;True;x\r\n';
    const run = await read('mine.csv', text);
    assert.deepEqual(await listed(run.rows()), [
      { _step: 0, epoch: 0, 'val loss': 'NaN', note: 'a; "b"', sizes: '[1, 2]' },
      { _step: 1, epoch: 1, 'val loss': '-Infinity' },
      { _step: 2, epoch: 2, 'val loss': 0.001, note: true, sizes: 'x' },
    ]);
    assert.equal(run.name, 'mine');
  });

  it('of any tool have the settings beside them', async () => {
    writeFileSync(path.join(folder(), 'hparams.yaml'), 'seed: 3\nlearning_rate: 0.01\n');
    for (const head of ['epoch,loss', 'step,loss', 'epoch,step,loss'])
      assert.deepEqual((await read('log.csv', `${head}\n0,1,2\n`)).config, { seed: 3, learning_rate: 0.01 }, head);
  });

  it('that say nothing by their names, nor their folders, are called as the folder above', async () => {
    for (const below of ['a/logs', 'b/tensorboard/Events', 'c']) {
      const home = path.join(folder(), ...below.split('/'));
      mkdirSync(home, { recursive: true });
      writeFileSync(path.join(home, 'log.csv'), 'epoch,loss\n0,1\n');
      assert.equal((await readCsv(home, 'log.csv')).name, below[0]);
    }
  });

  it('that are being written lack their last row, and say so', async () => {
    const run = await read('torn.csv', 'epoch,loss,val_loss\n0,1,2\n1,0.5');
    assert.deepEqual(run.missing, ['Left out: 1 row at the end that is not whole.']);
    assert.equal((await listed(run.rows())).length, 1);
    const inside = await read('short.csv', 'epoch,loss,val_loss\n0,1,2\n1,0.5\n2,1,1\n');
    assert.match(inside.missing.join(), /Left out: 1 row with fewer cells than there are columns \(row 2\)\./);
  });

  it('that are damaged in many places say in how many, and name the first few', async () => {
    const { missing } = await read('short.csv', `epoch,loss\n0,1\n${'1\n'.repeat(2000)}2,0.5\n`);
    assert.deepEqual(missing, ['Left out: 2,000 rows with fewer cells than there are columns (row 2, row 3, row 4, row 5, row 6, …).']);
  });

  it('are told from other tables', async () => {
    await assert.rejects(read('iris.csv', 'length,width\n1,2\n'), /this is no log of a training: its first line is "length,width"/);
    await assert.rejects(read('empty.csv', ''), /this is no log of a training/);
    await assert.rejects(read('head.csv', 'epoch,loss\n'), /there is no whole row in it/);
    await assert.rejects(read('long.csv', `epoch,loss\n0,"${'x'.repeat(2_000_000)}`), /long\.csv: cannot be read: .*max record size/i);
  });

  it('do without settings that would become gigabytes', async () => {
    const home = path.join(folder(), 'bomb');
    mkdirSync(home);
    writeFileSync(path.join(home, 'metrics.csv'), 'epoch,step,loss\n0,1,2\n');
    const levels = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(', ')}]`),
    ];
    writeFileSync(path.join(home, 'hparams.yaml'), `${levels.join('\n')}\n`);
    const run = await readCsv(home, 'metrics.csv');
    assert.deepEqual(run.config, {});
    assert.match(run.missing.join(), /The settings were left out: .*hparams\.yaml: this is no YAML that is read: Excessive alias count/);
  });
});
