import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { holdFileLock, isFileLocked, LOCK_MS, withFileLock } from '../../../src/runFolder/fileLock';
import { STALE_MS, thisProcess } from '../../../src/runFolder/owner';
import { Queue } from '../../../src/runs/queue';
import { temporaryRuns } from '../trainer/forkTrainer';

describe('the lock of a file', () => {
  const home = temporaryRuns();
  let count = 0;
  let folder: string;
  let file: string;
  let lock: string;
  beforeEach(() => {
    folder = path.join(home, String(++count), '.digits');
    mkdirSync(folder, { recursive: true });
    file = path.join(folder, 'queue.json');
    lock = `${file}.lock`;
  });
  const enter = (): Promise<string> => withFileLock(file, () => Promise.resolve('in'), hurried);
  /** Time that passes at once. */
  const hurried = { after: (_: number, callback: () => void) => (setImmediate(callback), () => undefined) };
  const stale = new Date(Date.now() - STALE_MS - 1000).toISOString();

  for (const [what, owner] of Object.entries({
    'a heartbeat in the year 9999': { ...thisProcess(), heartbeat: '9999-01-01T00:00:00.000Z' },
    'no time for a heartbeat': { ...thisProcess(), heartbeat: 'soon' },
    'a heartbeat that is old, of a process that is there but does not go on': { ...thisProcess(), heartbeat: stale },
    'a process of another machine that has stopped': { ...thisProcess(), host: 'elsewhere', heartbeat: stale },
  })) {
    it(`of one with ${what} is taken over`, async () => {
      writeFileSync(lock, JSON.stringify(owner));
      assert.ok(!(await isFileLocked(file)));
      assert.equal(await enter(), 'in');
      assert.deepEqual(readdirSync(folder), []);
    });
  }

  it('with what is no owner is waited for until it is old, and not if it comes from the future', async () => {
    for (const content of ['', '[]', '{"host": 7}', 'x'.repeat(100_000)]) {
      writeFileSync(lock, content);
      if (content.length < 1000) {
        await assert.rejects(enter(), new RegExp(`another process has been changing it for ${LOCK_MS / 1000} s`));
        const later = Date.now() / 1000 + 1e9;
        utimesSync(lock, later, later);
        assert.equal(await enter(), 'in');
      } else await assert.rejects(enter(), /larger than/);
      rmSync(lock, { force: true });
    }
  });

  it('is not waited for once there is what it is waited for', async () => {
    writeFileSync(lock, JSON.stringify(thisProcess()));
    const found = [undefined, undefined, 'there'];
    const work = (): Promise<string> => Promise.resolve('in');
    assert.equal(await withFileLock(file, work, hurried, () => Promise.resolve(found.shift())), 'there');
    assert.deepEqual([found, readdirSync(folder)], [[], ['queue.json.lock']]);
  });

  const others: Record<string, (place: string) => void> = {
    'a link': place => symlinkSync(path.join(home, 'outside'), place),
    'a link to a folder': place => symlinkSync(home, place, 'junction'),
    'a folder': place => mkdirSync(place),
    ...(process.platform !== 'win32' && { 'a pipe': (place: string) => void spawnSync('mkfifo', [place]) }),
  };
  for (const [what, make] of Object.entries(others)) {
    it(`that is ${what} is an error that says so, at once, and changes nothing`, async () => {
      writeFileSync(path.join(home, 'outside'), 'theirs');
      make(lock);
      await assert.rejects(enter(), new RegExp(`queue\\.json cannot be changed: .*queue\\.json\\.lock: this is .* Delete what is there`));
      await assert.rejects(holdFileLock(file), /cannot be changed/);
      assert.ok(!(await isFileLocked(file)));
      assert.equal(readFileSync(path.join(home, 'outside'), 'utf8'), 'theirs');
      assert.deepEqual(readdirSync(folder), ['queue.json.lock']);
    });

    it(`in whose clearing stands ${what} is waited for, but not for ever`, async () => {
      writeFileSync(path.join(home, 'outside'), 'theirs');
      writeFileSync(lock, JSON.stringify({ ...thisProcess(), heartbeat: stale }));
      make(`${lock}.clearing`);
      await assert.rejects(enter(), new RegExp(`for ${LOCK_MS / 1000} s`));
      assert.equal(readFileSync(path.join(home, 'outside'), 'utf8'), 'theirs');
    });
  }

  it('is not made through a folder that is a link', async () => {
    const link = path.join(home, String(count), 'link');
    symlinkSync(folder, link, 'junction');
    const queue = new Queue(path.join(link, 'queue.json'));
    await assert.rejects(queue.setPaused(true), /link: this is a link; expected a file or folder of its own/);
    assert.deepEqual(readdirSync(folder), []);
  });

  it('does not make again the folder of what was deleted', async () => {
    rmSync(folder, { recursive: true });
    await assert.rejects(enter(), { code: 'ENOENT' });
    const run = path.join(home, String(count), 'run');
    await assert.rejects(holdFileLock(path.join(run, 'wandb', 'sending')), { code: 'ENOENT' });
    assert.deepEqual(readdirSync(path.join(home, String(count))), []);
  });

  describe('of one who was taken for dead', () => {
    it('lets him change nothing, and go without taking the next one’s', async () => {
      let entered = false;
      const slow = withFileLock(file, async first => {
        writeFileSync(lock, JSON.stringify({ ...(JSON.parse(readFileSync(lock, 'utf8')) as object), heartbeat: stale }));
        await withFileLock(file, async second => {
          entered = true;
          await assert.rejects(first.write('first'), /queue\.json: another process has changed it meanwhile\. Try again/);
          await second.write('second');
        });
        await first.write('first');
      });
      await assert.rejects(slow, /another process has changed it meanwhile/);
      assert.ok(entered);
      assert.equal(readFileSync(file, 'utf8'), 'second');
      assert.deepEqual(readdirSync(folder), ['queue.json']);
    });

    it('that is held long is not written again, nor removed, by him', async () => {
      const release = (await holdFileLock(file))!;
      assert.ok(await isFileLocked(file));
      writeFileSync(lock, JSON.stringify({ ...thisProcess(), heartbeat: stale }));
      const next = (await holdFileLock(file))!;
      const content = readFileSync(lock, 'utf8');
      await release();
      assert.equal(readFileSync(lock, 'utf8'), content);
      await next();
      assert.ok(!existsSync(lock));
    });
  });
});
