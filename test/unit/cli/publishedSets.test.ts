import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import type { TrainedConfig } from '../../../src/contract/run';
import { publishedSets, writeSet, type PublishedSet } from '../data/publishedSets';
import { runTrainer, startIn, trainerFile } from '../trainer/forkTrainer';
import { assertSameAs } from '../trainer/sameRun';
import { digits as digitsHere } from './testCli';

/** Learns the place of a white square for sure, in a second or two. */
const small =
  '--epochs 30 --batch-size 32 --num-filters 8 --num-layers 1 --dropout 0 --learning-rate 0.01 --validation-samples none --threads 2';

/** With the real trainer, on generated files in the layout of published sets. */
describe('a published data set is trained on and tested with its own classes', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-sets-'));
  const runs = path.join(folder, '.digits', 'runs');
  after(() => rmSync(folder, { recursive: true, force: true }));

  async function done(...args: string[]): Promise<string> {
    const { out, err, exitCode } = await digitsHere(args, { cwd: folder, trainerFile });
    assert.equal(exitCode, 0, err);
    return out;
  }
  const ids = (): string[] => (existsSync(runs) ? readdirSync(runs) : []);
  const configOf = (id: string): TrainedConfig => JSON.parse(readFileSync(path.join(runs, id, 'config.json'), 'utf8')) as TrainedConfig;

  const clothes = 'T-shirt/top,Trouser,Pullover,Dress,Coat,Sandal,Shirt,Sneaker,Bag,Ankle boot'.split(',');
  const capitals = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
  const numbers = Array.from('0123456789');
  const cases: readonly [data: string, PublishedSet, names: readonly string[], isTransposed?: true][] = [
    ['emnist/emnist-letters', publishedSets.letters, capitals.map(letter => letter + letter.toLowerCase()), true],
    ['emnist/emnist-byclass', publishedSets.byclass, [...numbers, ...capitals, ...capitals.map(letter => letter.toLowerCase())], true],
    ['emnist/emnist-digits', publishedSets.digits, numbers, true],
    ['qmnist', publishedSets.qmnist, numbers],
    ['kmnist', publishedSets.mnistsOwnNames, ['o', 'ki', 'su', 'tsu', 'na', 'ha', 'ma', 'ya', 're', 'wo']],
    ['fashion', publishedSets.mnistsOwnNames, clothes],
  ];
  for (const [data, set, names, isTransposed] of cases) {
    it(data, async () => {
      writeSet(path.join(folder, data.split('/')[0]!), set);
      const before = ids();
      const out = await done('train', '--data', data, ...small.split(' '));
      const id = ids().find(name => !before.includes(name))!;
      const { dataset } = configOf(id);
      assert.deepEqual([dataset.classes, dataset.transposed], [names.length, isTransposed]);
      assert.equal(/rows and columns exchanged/.test(out), isTransposed ?? false);
      assert.match(out, /^Test accuracy (?:100\.00|9\d\.\d\d) %/m);
      // Each class once in the table of scores, and in a row of the matrix with its two images.
      for (const text of [out, await done('show', id), await done('evaluate', id)]) {
        const heads = text.split('\n').flatMap(line => /^ {4}(\S.*?)\s+\d\.\d{4} .* 2$/.exec(line)?.[1] ?? []);
        assert.deepEqual(heads, names);
      }
      assert.match(await done('evaluate', id), /^The same as when the run ended\.$/m);
    }).timeout(60_000);
  }

  it('and one that is not named where there are several is asked for', async () => {
    for (const set of [publishedSets.letters, publishedSets.digits]) writeSet(path.join(folder, 'two'), set);
    const { err, exitCode } = await digitsHere(['train', '--data', 'two'], { cwd: folder, trainerFile });
    assert.deepEqual(
      [exitCode, /there are 2 data sets in this folder: emnist-digits, emnist-letters\. Say which one: /.test(err)],
      [2, true],
      err,
    );
    const wrong = await digitsHere(['train', '--data', 'two/emnist-letter'], { cwd: folder, trainerFile });
    assert.match(wrong.err, /two\/emnist-letter: there is no such folder/);
  });

  it('goes on and is tested again as it was begun, under whatever names its files lie there then', async () => {
    const data = path.join(folder, 'renamed');
    writeSet(data, publishedSets.letters);
    const parameters: Parameters = {
      ...defaultParameters,
      dataset: data,
      epochs: 40,
      batch_size: 32,
      num_filters: 4,
      validation_samples: 0,
    };
    const [whole, broken] = [path.join(runs, '20260101-000000-aaaa'), path.join(runs, '20260101-000000-bbbb')];
    await runTrainer(startIn(whole, parameters));
    await runTrainer(startIn(broken, parameters), (event, child) => {
      if (event.type === 'epochEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    for (const name of readdirSync(data)) renameSync(path.join(data, name), path.join(data, name.replace('emnist-letters-', '')));
    writeFileSync(path.join(data, 'classes.txt'), 'of\nno\nuse\n');
    await done('train', '--resume', '20260101-000000-bbbb');
    await assertSameAs(whole, broken);
    assert.match(await done('evaluate', '20260101-000000-aaaa'), /^The same as when the run ended\.$/m);
    // A new run reads them as they are called now, and a reproduction says what that changed.
    const { out, exitCode } = await digitsHere(['reproduce', '20260101-000000-aaaa'], { cwd: folder, trainerFile });
    assert.match(out, /images: transposed → as they are/);
    assert.ok(exitCode === 0 || exitCode === 1);
  }).timeout(60_000);
});
