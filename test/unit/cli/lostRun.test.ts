import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Owner } from '../../../src/runFolder/owner';
import { fewDigits } from '../data/fewDigits';
import { temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { digits, type CliResult } from './testCli';

describe('digits train, when its run is lost', () => {
  const runs = temporaryRuns();
  const images = fewDigits(runs);
  let count = 0;
  const train = async (
    lose: (folder: string) => void,
    ...more: string[]
  ): Promise<CliResult & { readonly place: string; readonly id: string }> => {
    const place = path.join(runs, String(++count));
    let id = '';
    const flags = '--epochs 5000 --train-samples 400 --validation-samples 100 --batch-size 64 --num-filters 4 --threads 1'.split(' ');
    const result = await digits(['train', '--runs', place, '--data', images, ...flags, ...more], {
      trainerFile,
      onOutput: out => {
        if (id !== '' || !/^ *2\/5000 /m.test(out)) return;
        id = /Training run (\S+)/.exec(out)![1]!;
        lose(path.join(place, id));
      },
    });
    return { ...result, place, id };
  };

  it('since its folder was removed, says so and does not say where it is kept', async () => {
    const { exitCode, out, err, place } = await train(folder => renameSync(folder, path.join(runs, `gone-${count}`)), '--wandb', 'offline');
    assert.equal(exitCode, 1);
    assert.match(err, /^digits: .*the run's folder was removed while it was being trained\. Nothing more is written\.$/m);
    assert.ok(!out.includes('Kept in'), out);
    assert.ok(!/warning/.test(err), err);
    assert.deepEqual(
      readdirSync(place).filter(name => name !== '.gitignore'),
      [],
    );
  });

  it('since another process has taken it over, says so and writes nothing more', async () => {
    let left: Record<string, string> = {};
    const contents = (folder: string): Record<string, string> =>
      Object.fromEntries(
        ['owner.json', 'events.jsonl', 'wandb/tracking.json'].map(name => [name, readFileSync(path.join(folder, name), 'utf8')]),
      );
    const { exitCode, out, err, place, id } = await train(
      folder => {
        const owner = JSON.parse(readFileSync(path.join(folder, 'owner.json'), 'utf8')) as Owner;
        // Whole at once: one that is only just being written names no process.
        writeFileSync(path.join(runs, 'claim'), JSON.stringify({ ...owner, attempt: 2, host: 'elsewhere', pid: 7 }));
        renameSync(path.join(runs, 'claim'), path.join(folder, 'owner.2.json'));
        left = contents(folder);
      },
      '--wandb',
      'offline',
    );
    assert.equal(exitCode, 1);
    assert.match(
      err,
      /^digits: .*another process \(attempt 2, process 7 on elsewhere\) has taken this run over\. Nothing more is written by this one\.$/m,
    );
    assert.ok(!out.includes('Kept in'), out);
    const folder = path.join(place, id);
    const now = contents(folder);
    // Between the moment at which it was looked at and the claim a line may have come.
    assert.equal(now['wandb/tracking.json'], left['wandb/tracking.json']);
    for (const name of ['summary.json', 'model']) assert.ok(!existsSync(path.join(folder, name)), name);
    const types = now['events.jsonl']!.trimEnd()
      .split('\n')
      .map(line => (JSON.parse(line) as { type: string }).type);
    assert.ok(!types.includes('runFailed') && !types.includes('runEnded'));
  });
});
