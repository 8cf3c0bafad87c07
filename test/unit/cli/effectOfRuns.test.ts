import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { EffectJson } from '../../../src/queries/effectJson';
import { mixed, writeMixed, writeScript } from '../assistants/mixedRuns';
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

  it('refuses a pair that differs in something else too, by name', async () => {
    const { out } = await effect('num_filters', '--json', '--of', '20261125-130000-bbbb', '20261125-130000-aaaa');
    const [validation] = JSON.parse(out) as EffectJson[];
    assert.deepEqual([validation!.n, validation!.refused[0]!.confounders], [0, [{ name: 'batch_size', values: ['32', '64'] }]]);
  });

  it('says what is wrong with a question that cannot be asked', async () => {
    for (const [args, code, message] of [
      [['--of', eight], 2, /--of takes two different runs at least/],
      [['--of', eight, eight], 2, /--of takes two different runs at least/],
      [['--of', eight, eightAgain], 2, /these runs differ in no parameter that is known of them, but the seed/],
      [
        ['--of', '20261125-130000-bbbb', '20261125-130000-aaaa'],
        2,
        /these runs differ in batch_size, num_filters\. Which one is the change\? .*digits effect batch_size --of/,
      ],
      [['num_filters', '8', '32', '--of', eight, thirtyTwo], 2, /with --of the values are those of the runs/],
      [['--of', eight, thirtyTwo, '--seeds', '3'], 2, /--seeds says nothing with --of, which trains nothing/],
      [['--of', eight, thirtyTwo, '--batch-size', '3'], 2, /--batch-size says nothing with --of/],
      [['filters', '--of', eight, thirtyTwo], 2, /there is no parameter "filters"/],
      [
        ['dropout', '--of', eight, thirtyTwo],
        2,
        /^digits: The dropout is not known of .*: a script has to have it in its settings, as dropout or dropout_rate\./,
      ],
      [['num_filters', '--of', eight, thirtyTwoAgain], 2, /No two of these runs make a pair/],
      [['--of', eight, 'nobody'], 1, /There is no run "nobody"/],
      [[], 2, /which parameter\? Name it with its values, or give runs that are there with --of/],
      [['num_filters'], 2, /expected two levels of num_filters at least/],
      [
        ['num_filters', '8', '32', '--baseline', eight],
        2,
        /was imported from wandb 0\.31\.0\. What else it was trained with is not known, .* digits effect --of ID ID/,
      ],
    ] as const) {
      const { exitCode, out, err } = await effect(...args);
      assert.deepEqual([exitCode, out], [code, ''], `${args.join(' ')}: ${err}`);
      assert.match(err, message);
    }
  });
});
