import assert from 'node:assert/strict';
import { noLabels, REPRODUCTION, type RunLabels } from '../../../src/contract/labels';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { distinctLabels, labelsWithFull, type LabelledRun } from '../../../src/experiment/distinctLabels';

const run = (id: string, parameters: Partial<Parameters> = {}, labels: Partial<RunLabels> = {}): LabelledRun => ({
  id,
  parameters: { ...defaultParameters, ...parameters },
  labels: { ...noLabels, ...labels },
});
const again = { tags: [REPRODUCTION] };

/** The labels in the order of the runs. @param parents by the id of their run */
function labelsOf(
  runs: readonly LabelledRun[],
  { parents = {}, ...rules }: { parents?: Record<string, LabelledRun>; most?: number; width?: number } = {},
): (string | undefined)[] {
  const labels = distinctLabels(runs, { parentOf: id => parents[id], ...rules });
  return runs.map(({ id }) => labels.get(id));
}

describe('distinctLabels', () => {
  const base: Partial<Parameters> = {
    num_filters: 8,
    epochs: 3,
    train_samples: 5000,
    dropout: 0,
    batch_size: 64,
    kernel_size: 5,
    padding: 'same',
  };

  it('says what differs among the runs, not what they share', () => {
    const runs = [
      run('a', base),
      run('b', { ...base, learning_rate: 10 }),
      run('c', { ...base, activation_fun: 'tanh' }),
      run('d', { ...base, optimizer: 'sgd', seed: 3 }),
    ];
    assert.deepEqual(labelsOf(runs, { most: 22 }), [
      'activation_fun relu +3',
      'learning_rate 10',
      'activation_fun tanh',
      'optimizer sgd · seed 3',
    ]);
  });

  it('names the value of each where most have no common one', () => {
    assert.deepEqual(labelsOf([run('a'), run('b', { num_filters: 64 })]), ['num_filters 32', 'num_filters 64']);
    assert.deepEqual(labelsOf([run('a'), run('b'), run('c', { num_filters: 64 })]), ['defaults', 'defaults #2', 'num_filters 64']);
  });

  it('calls a run alone, and runs in which nothing differs, by what differs from the defaults', () => {
    assert.deepEqual(labelsOf([run('a', { seed: 3 })]), ['seed 3']);
    assert.deepEqual(labelsOf([run('a')]), ['defaults']);
    assert.deepEqual(labelsOf([{ ...run('a'), parameters: {} }]), ['imported']);
  });

  it('has first what was changed from the parent, even back to the default, and last how much is trained', () => {
    const parent = run('a', { optimizer: 'sgd', epochs: 2 });
    const child = run('b', { epochs: 5, seed: 3, dropout: 0 });
    assert.equal(labelsOf([parent, child], { parents: { b: parent } })[1], 'epochs 5 · dropout 0 · optimizer adam · seed 3');
    assert.equal(
      labelsOf([child, run('c')], { parents: { b: run('x', { ...child.parameters, dropout: 0.2 }) } })[0],
      'dropout 0 · seed 3 · epochs 5',
    );
    assert.equal(labelsOf([child], { parents: { b: run('x', { ...child.parameters, epochs: 2 }) } })[0], 'epochs 5');
  });

  it('has rare values before common ones', () => {
    const runs = [
      run('a', { num_filters: 8, seed: 1 }),
      run('b', { num_filters: 8, seed: 2 }),
      run('c', { num_filters: 16, seed: 3 }),
      run('d', { num_filters: 16, seed: 4 }),
    ];
    assert.deepEqual(labelsOf(runs, { most: 10 }), ['seed 1 +1', 'seed 2 +1', 'seed 3 +1', 'seed 4 +1']);
  });

  it('tells those apart that a short label would show alike', () => {
    const runs = [
      run('a', { learning_rate: 0.01, activation_fun: 'tanh' }),
      run('b', { learning_rate: 0.01, activation_fun: 'elu' }),
      run('c', { learning_rate: 0.1, activation_fun: 'gelu' }),
      run('d', { learning_rate: 0.1, activation_fun: 'gelu', epochs: 5 }),
    ];
    assert.deepEqual(labelsOf(runs, { most: 20 }), ['activation_fun tanh +1', 'activation_fun elu +1', 'epochs 12 +2', 'epochs 5 +2']);
  });

  it('tells the runs of a grid apart by what differs, however little room there is, and not by a number', () => {
    const runs = [0.002, 0.005, 0.01, 0.05].flatMap(learning_rate =>
      [1, 2, 3, 4, 5].map(seed => run(`${learning_rate}-${seed}`, { ...base, learning_rate, seed })),
    );
    const labels = labelsOf([...runs, run('z', { ...base, learning_rate: 0.01, seed: 6 })], { most: 22, width: 22 });
    assert.equal(new Set(labels).size, 21, labels.join(', '));
    for (const [i, { parameters }] of runs.entries()) {
      assert.ok(labels[i]!.includes(`seed ${parameters.seed}`), labels[i]);
      assert.ok(labels[i]!.length <= 22 && !labels[i]!.includes('#'), labels[i]);
    }
    assert.equal(labels[12], 'seed 3 · l…g_rate 0.01');
    assert.equal(labels.at(-1), 'seed 6 +1');
  });

  it('keeps names, and says behind one that stands twice what differs', () => {
    const runs = [
      run('a', { seed: 1 }, { name: 'base' }),
      run('b', { seed: 2 }, { name: 'base' }),
      run('c', { seed: 3, dropout: 0 }, { name: 'other' }),
    ];
    assert.deepEqual(labelsOf(runs), ['base · seed 1', 'base · seed 2', 'other']);
    assert.deepEqual(labelsOf([run('b', {}, { name: 'x' }), run('a', {}, { name: 'x' })]), ['x #2', 'x']);
  });

  it('calls a reproduction by what it reproduces', () => {
    const [original, named] = [run('a', { seed: 3 }), run('b', { dropout: 0 }, { name: 'no dropout' })];
    const runs = [original, named, run('c', { seed: 3 }, again), run('d', { dropout: 0 }, again), run('e', { dropout: 0 }, again)];
    const parents = { c: original, d: named, e: named };
    assert.deepEqual(labelsOf(runs, { parents }), [
      'dropout 0.5 · seed 3',
      'no dropout',
      'again: dropout 0.5 · seed 3',
      'again: no dropout',
      'again: no dropout #2',
    ]);
    assert.deepEqual(labelsOf([runs[3]!], { parents }), ['again: no dropout'], 'where the original is not shown');
    assert.deepEqual(
      labelsOf([run('f', { dropout: 0 }, again)], { parents: { f: runs[3]!, d: named } }),
      ['again: no dropout'],
      'of a reproduction',
    );
  });

  it('takes a run with a change for none, whatever its tags', () => {
    assert.deepEqual(labelsOf([run('b', { seed: 3 }, again)], { parents: { b: run('a') } }), ['seed 3']);
    assert.deepEqual(labelsOf([run('b', { seed: 3 }, again)]), ['seed 3'], 'the original is gone');
    const circular = [run('a', {}, again), run('b', {}, again)];
    assert.equal(new Set(labelsOf(circular, { parents: { a: circular[1]!, b: circular[0]! } })).size, 2);
  });

  it('leaves out what an imported run does not know', () => {
    const imported: LabelledRun = { ...run('a'), parameters: { seed: 7 } };
    assert.deepEqual(labelsOf([imported, run('b'), run('c', { dropout: 0 })]), ['seed 7', 'dropout 0.5', 'dropout 0']);
  });

  it('leaves the middle of a long label out, and keeps what tells it from others', () => {
    const names = ['a name that goes on and on, first', 'a name that goes on and on, second', 'short'];
    const runs = names.map((name, i) => run(`${i}`, {}, { name }));
    assert.deepEqual(labelsOf(runs, { width: 15 }), ['a name…n, first', 'a name…, second', 'short']);
    const original = run('a', { activation_fun: 'sigmoid', num_filters: 8 });
    const runs2 = [original, run('b', original.parameters, again), run('c', original.parameters, again), run('d'), run('e')];
    const labels = labelsOf(runs2, { parents: { b: original, c: original }, most: 25, width: 25 });
    assert.deepEqual(labels.slice(0, 3), ['num_filters 8 +1', 'again: num_filters 8 +1', 'again: num…ilters 8 +1 #2']);
  });

  it('has everything that differs where there is room', () => {
    const runs = [run('a'), run('b'), run('c', { num_filters: 64, seed: 3, dropout: 0.2 })];
    assert.deepEqual(labelsWithFull(runs, { most: 18, width: 18 }).get('c'), {
      short: 'num_filters 64 +2',
      full: 'num_filters 64 · dropout 0.2 · seed 3',
    });
  });

  it('leaves out how many more differences there are before it leaves out a part of the first', () => {
    const original = run('a', { activation_fun: 'tanh', seed: 3 });
    const runs = [
      original,
      run('b', original.parameters, again),
      run('c'),
      run('d'),
      run('e', {}, { name: 'tanh or else, and the rest +1' }),
    ];
    const labels = labelsOf(runs, { parents: { b: original }, most: 20, width: 20 });
    assert.deepEqual(labels.slice(0, 2), ['activation_fun tanh', 'again: ac…n_fun tanh']);
    assert.equal(labels.at(-1), 'tanh or e…he rest +1');
  });

  it('keeps labels apart that would be alike without their ends', () => {
    const runs = ['abcdefgh', 'abcdefgi', 'abcd… #2'].map((name, i) => run(`${i}`, {}, { name }));
    const labels = labelsOf(runs, { width: 7 });
    assert.equal(new Set(labels).size, 3, labels.join(', '));
    for (const label of labels) assert.ok(label!.length <= 7, label);
  });

  it('calls a data set by the name of its folder', () => {
    const runs = [run('a', { dataset: '/data/emnist/letters' }), run('b', { dataset: String.raw`C:\data\emnist\digits` + '\\' })];
    assert.deepEqual(labelsOf(runs), ['dataset letters', 'dataset digits']);
  });
});
