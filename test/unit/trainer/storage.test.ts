import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { decodeNpy } from '../../../src/artifacts/npy';
import { describeNetwork } from '../../../src/contract/network';
import { readCheckpoint } from '../../../src/runFolder/checkpoint';
import { readEvents, readOverview } from '../../../src/runFolder/readRun';
import { fewDigits } from '../data/fewDigits';
import { failure, find, quick, runTrainer, startIn, temporaryRuns } from './forkTrainer';

describe('a run that cannot be written', () => {
  const runs = temporaryRuns();
  const few = { ...quick, dataset: fewDigits(runs) };

  it('is refused where there can be no folder', async () => {
    const file = path.join(runs, 'file');
    writeFileSync(file, '');
    const run = await runTrainer(startIn(path.join(file, 'run'), few));
    assert.match(failure(run), /the folder of the runs cannot be made: EEXIST.*choose another folder with --runs/);
    assert.deepEqual(
      run.messages.map(({ type }) => type).filter(type => type !== 'resourcesSampled'),
      ['ready', 'openingEngine', 'runFailed'],
    );
  });

  it('is refused where there is one of that id', async () => {
    const folder = path.join(runs, 'there');
    mkdirSync(folder);
    assert.match(failure(await runTrainer(startIn(folder, few))), /there is a run of that id already/);
    assert.deepEqual(readdirSync(folder), []);
  });

  describe('on a disk of its own', () => {
    const disk = path.join(runs, 'disk');
    const folder = path.join(disk, 'runs', 'run');
    const filler = path.join(disk, 'filler');
    beforeEach(function () {
      mkdirSync(disk, { recursive: true });
      try {
        execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=300k', 'tmpfs', disk], { stdio: 'ignore' });
      } catch {
        // Only root can have one.
        this.skip();
      }
    });
    afterEach(() => {
      if (readdirSync(disk).length > 0) execFileSync('umount', [disk]);
    });
    const remount = (option: string): void => void execFileSync('mount', ['-o', `remount,${option}`, disk]);

    /** No file is a part of one: no array, no line, no checkpoint, none of those that are renamed at the end. */
    async function assertNothingHalfWritten(): Promise<void> {
      const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
      assert.ok(!names.some(name => name.endsWith('.tmp')), names.join());
      for (const name of names.filter(other => other.endsWith('.npy'))) decodeNpy(readFileSync(path.join(folder, name)), name);
      for (const name of names.filter(other => other.endsWith('.json'))) JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
      for (const line of readFileSync(path.join(folder, 'events.jsonl'), 'utf8').split('\n').slice(0, -1)) JSON.parse(line);
      assert.ok(readFileSync(path.join(folder, 'events.jsonl'), 'utf8').endsWith('\n'), 'the last line is whole');
      const count = describeNetwork(quick).parameterCount;
      await readCheckpoint(folder, { epochs: quick.epochs, weights: count, first: count, second: count });
    }

    it('that is full when it is evaluated fails with the reason, leaves nothing half-written, and resumes when there is space', async () => {
      const run = await runTrainer(startIn(folder));
      assert.match(failure(run), /ENOSPC.*The disk is full: free some space, then resume the run/);
      await assertNothingHalfWritten();
      assert.ok(!existsSync(path.join(folder, 'probabilities.npy')));
      assert.notEqual((await readOverview(folder)).status, 'completed');
      remount('size=20m');
      const resumed = await runTrainer({ type: 'resume', folder });
      assert.equal(resumed.messages.at(-1)!.type, 'runEnded');
      assert.equal((await readOverview(folder)).status, 'completed');
    });

    it('that becomes full while it trains does the same', async () => {
      const run = await runTrainer(startIn(folder, { ...few, epochs: 10_000 }), event => {
        if (event.type !== 'epochEnded' || event.epoch !== 2) return;
        const { bavail, bsize } = statfsSync(disk);
        writeFileSync(filler, new Uint8Array(bavail * bsize));
      });
      const failed = find(run.messages, 'runFailed');
      assert.equal(failed.cause, 'storage');
      assert.match(failed.message, /ENOSPC.*The disk is full: free some space, then resume the run/);
      await assertNothingHalfWritten();
      // What could still be written was, in order.
      const kept = (await readEvents(folder)).filter(({ type }) => type !== 'resourcesSampled' && type !== 'runFailed');
      const untold = ['ready', 'openingEngine', 'resourcesSampled', 'runFailed'];
      const said = run.messages.filter(({ type }) => !untold.includes(type));
      assert.deepEqual(kept, said.slice(0, kept.length));
      // The last ones only told how far it was, and waited for others.
      assert.ok(said.slice(kept.length).every(({ type }) => type === 'batchEnded'));
      rmSync(filler);
      remount('size=20m');
      const resumed = await runTrainer({ type: 'resume', folder }, (event, child) => {
        if (event.type === 'epochEnded') child.send({ type: 'stop' });
      });
      assert.equal(find(resumed.messages, 'runEnded').status, 'stopped');
      assert.equal((await readOverview(folder)).status, 'stopped');
    });

    it('that is read-only is refused, and says so', async () => {
      mkdirSync(path.dirname(folder));
      remount('ro');
      assert.match(failure(await runTrainer(startIn(folder, few))), /EROFS.*That disk is read-only: choose another folder with --runs/);
      assert.deepEqual(readdirSync(path.dirname(folder)), []);
    });

    it('that has become read-only is not resumed, and stays as it is', async () => {
      remount('size=20m');
      await runTrainer(startIn(folder, few), (event, child) => {
        if (event.type === 'epochEnded' && event.epoch === 2) child.kill('SIGKILL');
      });
      const before = readdirSync(folder, { recursive: true });
      remount('ro');
      const failed = find((await runTrainer({ type: 'resume', folder })).messages, 'runFailed');
      assert.equal(failed.cause, 'storage');
      assert.match(failed.message, /cannot be taken up again: EROFS.*read-only/);
      assert.deepEqual(readdirSync(folder, { recursive: true }), before);
      assert.equal((await readOverview(folder)).status, 'interrupted');
    });
  });

  it('for want of permission is refused, and says so', async function () {
    // Root may write everywhere.
    if (process.getuid?.() === 0 || process.platform === 'win32') this.skip();
    const locked = path.join(runs, 'locked');
    mkdirSync(locked, { mode: 0o555 });
    assert.match(
      failure(await runTrainer(startIn(path.join(locked, 'run'), few))),
      /EACCES.*You may not write there: choose another folder/,
    );
  });
});
