import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EffectJson } from '../../../src/queries/effectJson';
import { mixed, writeMixed, writeScript, type ScriptOptions } from '../assistants/mixedRuns';
import { trainerFile } from '../trainer/forkTrainer';
import { digits, type CliResult } from './testCli';

const [eight, thirtyTwo, eightAgain, thirtyTwoAgain] = mixed.recorded;

describe('digits effect --of', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-effect-of-'));
  const runs = path.join(folder, '.digits', 'runs');
  before(() => {
    writeMixed(runs);
    writeScript(runs, '20261125-130000-aaaa', { num_filters: 32, seed: 1, batch_size: 64 });
    writeScript(runs, '20261125-130000-bbbb', { num_filters: 8, seed: 1, batch_size: 32 });
  });
  after(() => rmSync(folder, { recursive: true }));
  const effect = (...args: string[]): Promise<CliResult> => digits(['effect', ...args], { cwd: folder, trainerFile });

  it('says what runs of scripts tell of the one parameter in which they differ, and writes nothing', async () => {
    const before = readdirSync(runs);
    const { exitCode, out, err } = await effect('--of', eight, thirtyTwo, eightAgain, thirtyTwoAgain);
    assert.deepEqual([exitCode, err], [0, '']);
    assert.match(out, /^Changing num_filters from 8 to 32 came with a validation\naccuracy that is|^Changing num_filters from 8 to 32/);
    assert.match(out, /^Not verified, since a run does not tell: /m);
    assert.equal(out.match(/no hypothesis was typed/gi)?.length, 1);
    assert.doesNotMatch(out, /late|training time|– +– +– +0/);
    assert.match(out, /^validation accuracy +num_filters +8 +32 +difference$/m);
    assert.match(out, /nobody planned them as a\s+comparison/);
    assert.doesNotMatch(out, /--settle/);
    assert.deepEqual([readdirSync(runs), existsSync(path.join(folder, '.digits', 'comparisons'))], [before, false]);
  });

  it('gives the figures as JSON, those of the first run being the reference', async () => {
    const { exitCode, out, err } = await effect('num_filters', '--json', '--of', thirtyTwo, eight, thirtyTwoAgain, eightAgain);
    assert.equal(exitCode, 0, err);
    const [validation] = JSON.parse(out) as EffectJson[];
    assert.deepEqual([validation!.levels, validation!.n, validation!.refused], [[32, 8], 2, []]);
    const expected = [1, 2].map(seed => [seed, 0.8 + 0.008 + (8 * seed) / 10_000 - (0.8 + 0.032 + (32 * seed) / 10_000)]);
    assert.deepEqual(validation!.pairs.map(({ seed, difference }) => [seed, difference]), expected); // prettier-ignore
  });

  it('says of a run that was interrupted what to do', async () => {
    const id = '20261125-160000-aaaa';
    writeScript(runs, id, { num_filters: 32, seed: 1 }, { state: 'running', exitCode: null, endedAt: null });
    rmSync(path.join(runs, id, 'summary.json'));
    const { exitCode, out } = await effect('--of', eight, id);
    assert.equal(exitCode, 1);
    const next = `${id} is interrupted, so that its pair does not count. Let it run again to its end, and name the new run.`;
    assert.ok(out.replaceAll('\n', ' ').includes(next), out);
    assert.doesNotMatch(out, /difference +95 % CI/, 'There are no figures.');
  });

  it('lists what was given and not used', async () => {
    const { out } = await effect('--of', eight, thirtyTwo, eightAgain);
    assert.match(out, new RegExp(`Given and not used, as no pair of it counts:\\s+${eightAgain}\\.`));
    assert.doesNotMatch((await effect('--of', eight, thirtyTwo)).out, /not used/);
  });

  it('takes a parameter by the name that scripts use', async () => {
    const { out } = await effect('filters', '--json', '--of', eight, thirtyTwo);
    assert.equal((JSON.parse(out) as EffectJson[])[0]!.parameter, 'num_filters');
  });

  it('refuses a pair that differs in something else too, by name', async () => {
    const { exitCode, out } = await effect('num_filters', '--json', '--of', '20261125-130000-bbbb', '20261125-130000-aaaa');
    assert.equal(exitCode, 1, 'Nothing is identified.');
    const [validation] = JSON.parse(out) as EffectJson[];
    assert.deepEqual([validation!.n, validation!.refused[0]!.confounders], [0, [{ name: 'batch_size', values: ['32', '64'] }]]);
  });

  it('refuses a pair whose scripts were given another setting, whatever it is called, and names it', async () => {
    const given = (settings: ScriptOptions['settings']): ScriptOptions => ({ settings: { ...settings, run_name: 'mine', lr_decay: true } });
    writeScript(
      runs,
      '20261125-140000-aaaa',
      { num_filters: 8, seed: 1 },
      given({ n: 3000, dataset: 'mnist', optimizer: { name: 'adam' } }),
    );
    writeScript(runs, '20261125-140000-bbbb', { num_filters: 32, seed: 1 }, given({ n: 1000, dataset: 'fashion_mnist', optimizer: { name: 'sgd' }, run_name: 'b' })); // prettier-ignore
    const pair = ['--of', '20261125-140000-aaaa', '20261125-140000-bbbb'];
    const { out } = await effect('--json', ...pair);
    const [validation] = JSON.parse(out) as EffectJson[];
    assert.deepEqual(
      [validation!.n, validation!.refused[0]!.confounders],
      [
        0,
        [
          { name: 'dataset', values: ['mnist', 'fashion_mnist'] },
          { name: 'n', values: ['3000', '1000'] },
          { name: 'optimizer.name', values: ['adam', 'sgd'] },
        ],
      ],
    );
    const { out: words } = await effect(...pair);
    assert.match(words.replaceAll('\n', ' '), /not identified: also dataset mnist → fashion_mnist, n 3000 → 1000/);
    assert.doesNotMatch(words, /Not verified[^.]* dataset/);
    const { out: compared } = await digits(['compare', ...pair.slice(1)], { cwd: folder, trainerFile });
    assert.match(compared, /Recorded settings that differ:\n +n +3000 → 1000\n +dataset +mnist → fashion_mnist\n/);
  });

  it('says what is wrong with a question that cannot be asked', async () => {
    const hidden = ['20261125-150000-aaaa', '20261125-150000-bbbb'];
    for (const [i, id] of hidden.entries()) writeScript(runs, id, { num_filters: 8, seed: 1 }, { settings: { hidden: 64 * (i + 1) } });
    for (const [args, code, message] of [
      [['--of', eight], 2, /--of takes two different runs at least/],
      [['--of', eight, eight], 2, /--of takes two different runs at least/],
      [['--of', eight, eightAgain], 2, /These runs differ in no parameter that is known of them, but the seed/],
      [
        ['--of', '20261125-130000-bbbb', '20261125-130000-aaaa'],
        2,
        /these runs differ in batch_size, num_filters\. Which one is the change\? .*digits effect batch_size --of/,
      ],
      [['num_filters', '8', '32', '--of', eight, thirtyTwo], 2, /with --of the values are those of the runs/],
      [['--of', eight, thirtyTwo, '--seeds', '3'], 2, /--seeds says nothing with --of, which trains nothing/],
      [['--of', eight, thirtyTwo, '--batch-size', '3'], 2, /--batch-size says nothing with --of/],
      [['fitlers', '--of', eight, thirtyTwo], 2, /there is no parameter "fitlers"/],
      [
        ['--of', ...hidden],
        2,
        /They differ in the recorded setting hidden \(64, 128\)\. Today it can only be asked what one of the 17 parameters did: /,
      ],
      [['hidden', '--of', ...hidden], 2, /hidden is a setting that these runs recorded \(64, 128\), and no parameter .* 17 parameters/],
      [
        ['dropout', '--of', eight, thirtyTwo],
        2,
        /^digits: The dropout is not known of .*: a script has to have it in its settings, as dropout or dropout_rate \(beside a CSV log: hparams\.yaml\)\./,
      ],
      [
        ['num_filters', '--of', eight, thirtyTwo, '20261125-130000-aaaa', '20261125-130000-bbbb'],
        2,
        /seed 1 at 8 twice: \S+aaaa, \S+bbbb; seed 1 at 32 twice: \S+bbbb, \S+aaaa\. Leave one of each\./,
      ],
      [['num_filters', '--of', eight, thirtyTwoAgain], 2, /No two of these runs make a pair/],
      [['--of', eight, 'nobody'], 1, /There is no run "nobody"/],
      [[], 2, /which parameter\? Name it with its values, or give runs that are there with --of/],
      [['num_filters'], 2, /expected two levels of num_filters at least/],
      [
        ['num_filters', '8', '32', '--baseline', eight],
        2,
        /was recorded by wandb 0\.31\.0\. What else it was trained with is not known, .* digits effect --of ID ID/,
      ],
    ] as const) {
      const { exitCode, out, err } = await effect(...args);
      assert.deepEqual([exitCode, out], [code, ''], `${args.join(' ')}: ${err}`);
      assert.match(err, message);
    }
  });
});
