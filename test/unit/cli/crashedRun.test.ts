import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { replay } from '../../../src/contract/runState';
import type { Owner } from '../../../src/runFolder/owner';
import { readEvents, readOverview } from '../../../src/runFolder/readRun';
import { isRunId } from '../../../src/contract/runId';
import { gone } from '../../processes';
import { until } from '../../until';
import { writeEndingTrainer } from '../runs/endingTrainer';
import { fewDigits } from '../data/fewDigits';
import { temporaryRuns } from '../trainer/forkTrainer';
import { digits } from './testCli';

/** The command line and the editor agree about a run whose trainer did not come to its end: `Lab` is tested for the same. */
describe('digits train, when its trainer ends too early', () => {
  const home = temporaryRuns();
  const few = '--epochs 5000 --train-samples 400 --validation-samples 100 --batch-size 64 --num-filters 4 --threads 1'.split(' ');
  const flags = [...few, '--data', fewDigits(home)];
  let count = 0;
  const newPlace = (): string => path.join(home, String(++count));
  const runIn = (place: string): string => path.join(place, readdirSync(place).find(isRunId)!);

  it('by a crash, writes down that it failed, why, and what it wrote last', async () => {
    const place = newPlace();
    const { exitCode, out, err } = await digits(['train', '--runs', place, ...flags], { trainerFile: writeEndingTrainer(home) });
    assert.equal(exitCode, 1);
    assert.match(err, /^digits: The trainer ended unexpectedly with signal SIGABRT\.$/m);
    assert.match(err, /out of luck/);
    assert.match(out, /Kept in/);
    const { status, summary } = await readOverview(runIn(place));
    assert.deepEqual([status, summary?.reason], ['failed', 'The trainer ended unexpectedly with signal SIGABRT.']);
    assert.match(replay(await readEvents(runIn(place))).log.at(-1)?.message ?? '', /out of luck/);
  });

  it('since it was killed, says so and leaves the run as interrupted', async () => {
    const place = newPlace();
    const { exitCode, err } = await digits(['train', '--runs', place, ...flags], { trainerFile: writeEndingTrainer(home, 'SIGKILL') });
    assert.equal(exitCode, 1);
    assert.match(err, /signal SIGKILL/);
    assert.equal((await readOverview(runIn(place))).status, 'interrupted');
  });

  it('by a second Ctrl-C, leaves the run as interrupted', async () => {
    const place = newPlace();
    let left = 2;
    const onOutput = (out: string, interrupt: () => void): void => {
      for (; left > 0 && /^ *2\/5000 /m.test(out); left--) interrupt();
    };
    const { exitCode } = await digits(['train', '--runs', place, ...flags], { trainerFile: path.resolve('dist/trainer.js'), onOutput });
    assert.equal(exitCode, 130);
    assert.equal((await readOverview(runIn(place))).status, 'interrupted');
  });

  it('since everything was killed, leaves the run as interrupted', async () => {
    const place = newPlace();
    const program = spawn(process.execPath, [path.resolve('dist/cli.js'), 'train', '--runs', place, ...flags], { stdio: 'pipe' });
    let out = '';
    program.stdout.on('data', text => (out += String(text)));
    program.stderr.resume();
    const end = gone(program, () => out);
    await until({ isSo: () => /^ *2\/5000 /m.test(out), seen: () => out });
    const { pid } = JSON.parse(readFileSync(path.join(runIn(place), 'owner.json'), 'utf8')) as Owner;
    program.kill('SIGKILL');
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ends itself when its parent is gone.
    }
    await end;
    let status: string | undefined;
    await until({
      isSo: () => {
        void readOverview(runIn(place)).then(overview => (status = overview.status));
        return status === 'interrupted';
      },
      seen: () => status,
    });
  });
});
