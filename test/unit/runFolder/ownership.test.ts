import assert from 'node:assert/strict';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { STALE_MS, thisProcess, type Owner } from '../../../src/runFolder/owner';
import { LostRunError, takeOwnership, type Ownership } from '../../../src/runFolder/ownership';
import { toJsonLine } from '../../../src/util/jsonLines';
import { eachTurn, until } from '../../until';

describe('the hold on a run', () => {
  let base: string;
  let folder: string;
  const held: Ownership[] = [];
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-hold-'));
    folder = path.join(base, 'run');
    mkdirSync(folder);
  });
  afterEach(async () => {
    for (const one of held.splice(0)) await one.release().catch(() => undefined);
    rmSync(base, { recursive: true });
  });
  const at = (...names: string[]): string => path.join(folder, ...names);
  const take = async (after?: number): Promise<Ownership> => {
    const ownership = await takeOwnership(folder, after);
    held.push(ownership);
    return ownership;
  };
  const says = (attempt: number, change: Partial<Owner> = {}): string => JSON.stringify({ ...thisProcess(attempt), ...change });
  const stale = { heartbeat: new Date(Date.now() - STALE_MS - 1000).toISOString() };
  const age = (attempt: number): void => writeFileSync(at('owner.json'), says(attempt, stale));
  const lines = (...events: object[]): void => events.forEach(event => appendFileSync(at('events.jsonl'), toJsonLine(event)));

  describe('is an attempt', () => {
    it('whose number rises over the whole life of the run, though all that it leaves is in its events', async () => {
      const first = await take();
      assert.equal(first.attempt, 1);
      lines({ type: 'runStarted', attempt: 1 });
      await first.release();
      assert.deepEqual(readdirSync(folder), ['events.jsonl']);
      const second = await take();
      assert.equal(second.attempt, 2);
      lines({ type: 'runResumed', attempt: 2 }, { type: 'logged', attempt: 1 });
      await second.release();
      assert.equal((await take()).attempt, 3);
    });

    it('after those that anything tells of: owner.json, a claim, events', async () => {
      age(7);
      assert.equal((await take()).attempt, 8);
      await held[0]!.release();
      writeFileSync(at('owner.12.json'), says(12, stale));
      writeFileSync(at('owner.0012.json'), 'no claim');
      assert.equal((await take()).attempt, 13);
      await held[1]!.release();
      assert.ok(!existsSync(at('owner.12.json')), 'what died on the way goes with it');
      lines({ type: 'batchEnded', attempt: 20 }, { type: 'batchEnded' });
      assert.equal((await take()).attempt, 21);
    });

    it('also where the last line is long, or torn', async () => {
      lines({ attempt: 4 }, { attempt: 4, text: 'x'.repeat(500_000) });
      appendFileSync(at('events.jsonl'), Buffer.alloc(100_000, 0xff));
      assert.equal((await take()).attempt, 5);
    });

    it('after one of version 0.1.0, whose events tell of none', async () => {
      lines({ type: 'runStarted' }, { type: 'runEnded' });
      assert.equal((await take()).attempt, 1);
    });

    it('and no number that a stranger made up', async () => {
      lines({ attempt: 1e308 }, { attempt: -1 }, { attempt: '9' }, { attempt: 2 });
      assert.equal((await take()).attempt, 3);
      await held[0]!.release();
      lines({ attempt: 1e9 });
      await assert.rejects(take(), /its files tell of attempt 1000000000\. That is not what Digits Lab wrote/);
      assert.deepEqual(readdirSync(folder), ['events.jsonl']);
    });

    it('that is refused after another one than was meant', async () => {
      lines({ attempt: 3 });
      await assert.rejects(take(2), {
        constructor: LostRunError,
        message: /another process has gone on with this run meanwhile \(attempt 3\)/,
      });
      assert.deepEqual(readdirSync(folder), ['events.jsonl']);
      assert.equal((await take(3)).attempt, 4);
    });
  });

  it('is not taken through a link', async () => {
    const link = path.join(base, 'link');
    symlinkSync(folder, link, 'junction');
    await assert.rejects(takeOwnership(link), /link: this is a link/);
    symlinkSync(path.join(base, 'elsewhere'), at('events.jsonl'));
    await assert.rejects(take(), /events\.jsonl: this is a link/);
    assert.deepEqual(readdirSync(base).toSorted(), ['link', 'run']);
  });

  describe('is lost, at once and for ever,', () => {
    const lost = async (ownership: Ownership, message: RegExp): Promise<void> => {
      const before = existsSync(folder) ? readdirSync(folder) : undefined;
      for (const use of [() => ownership.write('summary.json', 'x'), () => ownership.announce()])
        await assert.rejects(use(), { constructor: LostRunError, message });
      assert.throws(() => ownership.check(), { constructor: LostRunError, message });
      assert.ok(ownership.lost.aborted);
      await ownership.release();
      assert.deepEqual(existsSync(folder) ? readdirSync(folder) : undefined, before, 'nothing is touched');
    };

    it('to the next attempt', async () => {
      const first = await take();
      age(1);
      const second = await take();
      await lost(first, /another process \(attempt 2, process \d+ on .*\) has taken this run over/);
      second.check();
      await second.write('summary.json', 'second');
      await second.release();
      assert.deepEqual(readdirSync(folder), ['summary.json']);
    });

    it('to one that has only claimed it', async () => {
      const first = await take();
      writeFileSync(at('owner.2.json'), '');
      await lost(first, /another process \(attempt 2\) has taken this run over/);
    });

    it('to one that has ended since', async () => {
      const first = await take();
      age(1);
      await (await take()).release();
      await lost(first, /another process has taken this run over and has ended, or the folder is being removed/);
    });

    it('to whatever else stands in owner.json', async () => {
      for (const content of ['', '{}', says(1, { pid: process.pid + 1 }), says(1, { host: 'elsewhere' }), says(2)]) {
        const ownership = await take();
        writeFileSync(at('owner.json'), content);
        await lost(ownership, /has taken this run over/);
        for (const name of readdirSync(folder)) rmSync(at(name));
      }
    });

    it('with its folder', async () => {
      const ownership = await take();
      rmSync(folder, { recursive: true });
      await lost(ownership, /the run's folder was removed while it was being trained/);
      assert.ok(!existsSync(folder));
    });

    it('with a folder that was moved away, whatever stands in its place', async () => {
      const ownership = await take();
      renameSync(folder, path.join(base, 'moved'));
      mkdirSync(folder);
      for (const name of ['owner.json', 'owner.1.json']) writeFileSync(at(name), readFileSync(path.join(base, 'moved', name)));
      await lost(ownership, /the run's folder was removed/);
    });
  });

  const changes: Record<string, () => void> = {
    'a claim': () => writeFileSync(at('owner.2.json'), ''),
    'another owner.json': () => {
      writeFileSync(at('other'), says(2));
      renameSync(at('other'), at('owner.json'));
    },
    'no folder': () => renameSync(folder, path.join(base, 'moved')),
    'another folder': () => {
      renameSync(folder, path.join(base, 'moved'));
      mkdirSync(folder);
    },
  };
  for (const [what, change] of Object.entries(changes)) {
    it(`is found lost at once by ${what}, also where all was unchanged and a quick look was enough`, async () => {
      const ownership = await take();
      // Until its last change is so old that the next one is told from it.
      let isLookedAt = true;
      await until({ isSo: () => !(isLookedAt = ownership.checkOften()), seen: () => isLookedAt, on: eachTurn });
      change();
      assert.throws(() => ownership.checkOften(), { constructor: LostRunError });
      assert.throws(() => ownership.checkOften(), { constructor: LostRunError });
    });
  }

  it('outlasts that an older attempt, which ends, takes owner.json for its own', async () => {
    const ownership = await take();
    rmSync(at('owner.json'));
    ownership.check();
    await ownership.announce();
    assert.equal((JSON.parse(readFileSync(at('owner.json'), 'utf8')) as Owner).attempt, 1);
  });

  it('leaves alone what others are just writing, and removes what its predecessors were', async () => {
    const unfinished = (name: string): string => `${name}.1-0123abcd.tmp`;
    mkdirSync(at('checkpoint'));
    for (const name of ['labels.json', 'notes.md', 'summary.json', 'owner.json', 'checkpoint/checkpoint.npz'])
      writeFileSync(at(unfinished(name)), '');
    await take();
    assert.deepEqual(readdirSync(folder).toSorted(), [
      'checkpoint',
      unfinished('labels.json'),
      unfinished('notes.md'),
      'owner.1.json',
      'owner.json',
    ]);
    assert.deepEqual(readdirSync(at('checkpoint')), []);
  });
});
