import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { zipSync } from 'fflate';
import { encodeNpy } from '../../../../src/artifacts/npy';
import { roleOf } from '../../../../src/runFolder/importing/arrayRoles';
import { importPlans, type ImportPlan, type WantedArrays } from '../../../../src/runFolder/importing/importPlans';

const bytes = encodeNpy({ shape: [2], data: Uint8Array.of(0, 1) });

describe('which arrays make a run', () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-plans-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (...names: string[]): void => {
    for (const name of names) {
      mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
      writeFileSync(path.join(folder, name), bytes);
    }
  };
  const zip = (name: string, ...names: string[]): void => {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), zipSync(Object.fromEntries(names.map(one => [`${one}.npy`, bytes]))));
  };
  const plans = async (paths: readonly string[], named: Omit<WantedArrays, 'paths'> = {}): Promise<string[]> => {
    const inFolder = (name: string): string => path.join(folder, name);
    const all = Object.fromEntries(Object.entries(named).map(([role, name]) => [role, inFolder(name)]));
    return (await importPlans({ ...all, paths: paths.map(inFolder) })).map(inWords);
  };
  const inWords = ({ name, arrays: { truth, predictions, probabilities } }: ImportPlan): string =>
    `${name}: ${[truth, predictions, probabilities].map(array => array?.label ?? '–').join(' ')}`;

  it('is known by their usual names, in any case', () => {
    for (const [name, role] of [
      ['ground_truth', 'truth'],
      ['Y_True', 'truth'],
      ['labels', 'truth'],
      ['TRUTH', 'truth'],
      ['predictions', 'predictions'],
      ['y-pred', 'predictions'],
      ['preds', 'predictions'],
      ['Probabilities', 'probabilities'],
      ['y_prob', 'probabilities'],
      ['probs', 'probabilities'],
      ['scores', 'probabilities'],
      ['y_score', 'probabilities'],
      ['images', undefined],
      ['constructor', undefined],
    ] as const)
      assert.equal(roleOf(name), role, name);
  });

  it('are those of a folder, of single files, of an archive', async () => {
    put('mine/ground_truth.npy', 'mine/predictions.npy', 'mine/images.npy', 'mine/readme.txt');
    assert.deepEqual(await plans(['mine']), ['mine: ground_truth.npy predictions.npy –']);
    assert.deepEqual(await plans(['mine/predictions.npy', 'mine/ground_truth.npy']), ['mine: ground_truth.npy predictions.npy –']);
    zip('all.npz', 'y_true', 'y_prob');
    assert.deepEqual(await plans(['all.npz']), ['all: all.npz, y_true – all.npz, y_prob']);
  });

  it('may lie apart, where together they make one run', async () => {
    put('data/y_test.npy', 'model/y_pred.npy');
    assert.deepEqual(await plans(['data', 'model']), ['data: y_test.npy y_pred.npy –']);
  });

  it('are a run for each folder and archive that has all of them', async () => {
    put('a/truth.npy', 'a/preds.npy', 'b/truth.npy', 'b/probs.npy');
    zip('c.npz', 'truth', 'preds');
    assert.deepEqual(await plans(['a', 'b', 'c.npz']), [
      'a: truth.npy preds.npy –',
      'b: truth.npy – probs.npy',
      'c: c.npz, truth c.npz, preds –',
    ]);
    put('home/x/truth.npy', 'home/x/preds.npy', 'home/y/truth.npy', 'home/y/preds.npy');
    assert.deepEqual(await plans(['home']), ['x: truth.npy preds.npy –', 'y: truth.npy preds.npy –']);
  });

  it('are those that are named, whatever they are called', async () => {
    put('1.npy', '2.npy', '3.npy', 'truth.npy');
    assert.deepEqual(await plans([], { truth: '1.npy', predictions: '2.npy', probabilities: '3.npy' }), ['1: 1.npy 2.npy 3.npy']);
    assert.deepEqual(await plans(['truth.npy'], { predictions: '2.npy' }), [`${path.basename(folder)}: truth.npy 2.npy –`]);
    assert.deepEqual(await plans(['truth.npy'], { truth: '1.npy', predictions: '2.npy' }), [`${path.basename(folder)}: 1.npy 2.npy –`]);
    zip('one.npz', 'arr_0');
    assert.deepEqual(await plans(['truth.npy'], { predictions: 'one.npz' }), [`${path.basename(folder)}: truth.npy one.npz, arr_0 –`]);
  });

  it('cannot be told: it is said what was found and what to do', async () => {
    const refused = (paths: readonly string[], message: RegExp, named: Omit<WantedArrays, 'paths'> = {}): Promise<void> =>
      assert.rejects(plans(paths, named), { name: 'RunFolderError', message });
    put('a/truth.npy', 'a/labels.npy', 'a/preds.npy');
    await refused(['a'], /^Which array is the truth cannot be told: found labels\.npy, truth\.npy\. .* --truth FILE/);
    put('b/preds.npy', 'b/images.npy', 'c/truth.npy', 'c/x.npy');
    await refused(
      ['b'],
      /^Found images\.npy, preds\.npy, and nothing with the true classes \(usually called ground_truth, y_true, labels, truth/,
    );
    await refused(['c'], /^Found truth\.npy, x\.npy, and nothing with predicted classes .* --predictions FILE/);
    put('d/e/truth.npy', 'd/e/preds.npy', 'd/f/truth.npy', 'd/f/other.npy');
    await refused(['d'], /cannot be told: found .*d.e.truth\.npy, .*d.f.truth\.npy\./);
    mkdirSync(path.join(folder, 'empty'));
    await refused(['empty'], /empty: there are no arrays \(\.npy, \.npz\) in this folder/);
    await refused(['nowhere.npy'], /nowhere\.npy: there is no such file or folder/);
    zip('many.npz', 'arr_0', 'arr_1');
    await refused(['c/truth.npy'], /many\.npz: which of its arrays is meant cannot be told \(many\.npz, arr_0, many\.npz, arr_1\)/, {
      predictions: 'many.npz',
    });
    await refused(['c/truth.npy'], /empty: this is a folder; expected a file of one array/, { predictions: 'empty' });
    writeFileSync(path.join(folder, 'broken.npz'), 'no archive');
    await refused(['broken.npz'], /broken\.npz: this is no archive of NumPy arrays/);
  });

  it('are those of the archive as it was looked at', async () => {
    zip('all.npz', 'y_true', 'y_pred');
    const [plan] = await importPlans({ paths: [path.join(folder, 'all.npz')] });
    assert.deepEqual((await plan!.arrays.truth.read()).shape, [2]);
    zip('all.npz', 'y_pred', 'y_true');
    await assert.rejects(plan!.arrays.truth.read(), /all\.npz: the archive was changed while it was read/);
    rmSync(path.join(folder, 'all.npz'));
    await assert.rejects(plan!.arrays.truth.read(), /all\.npz: there is no such file any more/);
  });

  it('are no folder that is called like one, which says so when it is wanted', async () => {
    put('named/truth.npy/x', 'named/preds.npy');
    const [plan] = await importPlans({ paths: [path.join(folder, 'named')] });
    await assert.rejects(plan!.arrays.truth.read(), /named.truth\.npy: this is no regular file/);
  });

  it('are no links in a folder, which may lead anywhere; a link that a person names is followed', async function () {
    if (process.platform === 'win32') this.skip();
    put('real/truth.npy', 'real/preds.npy');
    mkdirSync(path.join(folder, 'links'));
    for (const name of ['truth.npy', 'preds.npy']) symlinkSync(path.join(folder, 'real', name), path.join(folder, 'links', name));
    const [plan] = await importPlans({ paths: [path.join(folder, 'links')] });
    await assert.rejects(plan!.arrays.truth.read(), /links.truth\.npy: this is a link; expected a file/);
    assert.deepEqual(await plans(['links/truth.npy', 'links/preds.npy']), ['real: truth.npy preds.npy –']);
  });
});
