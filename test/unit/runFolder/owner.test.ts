import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isAlive, readOwner, STALE_MS, type Owner } from '../../../src/runFolder/owner';
import { takeOwnership } from '../../../src/runFolder/ownership';

describe('the owner of a run', () => {
  let folder: string;
  let me: Owner;
  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-owner-'));
    const ownership = await takeOwnership(folder);
    me = (await readOwner(folder))!;
    await ownership.release();
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const write = (owner: Owner): void => writeFileSync(path.join(folder, 'owner.json'), JSON.stringify(owner));
  /** A process that was there and is gone. */
  const gone = (): number => spawnSync(process.execPath, ['-e', '']).pid;
  const old = new Date(Date.now() - STALE_MS - 1000).toISOString();

  it('is alive here while its process is, however old its heartbeat', async function () {
    if (me.processStart === null) this.skip();
    assert.ok(await isAlive({ ...me, heartbeat: old }));
    assert.ok(!(await isAlive({ ...me, pid: gone() })));
  });

  it('is not alive when another process has its number', async function () {
    if (me.processStart === null) this.skip();
    assert.ok(!(await isAlive({ ...me, processStart: '1' })));
  });

  for (const [where, change] of [
    ['on another machine', { host: 'elsewhere' }],
    ['before the machine was started again', { bootId: 'another' }],
  ] as const) {
    it(`${where} is alive while its heartbeat is fresh`, async () => {
      assert.ok(await isAlive({ ...me, ...change }));
      assert.ok(!(await isAlive({ ...me, ...change, heartbeat: old })));
    });
  }

  it('of no run is not alive', async () => assert.ok(!(await isAlive(undefined))));

  it('is one only', async () => {
    const first = await takeOwnership(folder);
    await assert.rejects(takeOwnership(folder), {
      name: 'RunFolderError',
      message: /process \d+ on .* is working on this run\. Wait until it has ended/,
    });
    await first.release();
    await (await takeOwnership(folder)).release();
  });

  it('is one only when many try at once', async () => {
    const tries = await Promise.allSettled(Array.from({ length: 10 }, () => takeOwnership(folder)));
    const won = tries.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
    assert.equal(won.length, 1);
    await won[0]!.release();
    assert.deepEqual(readdirSync(folder), []);
  });

  it('takes over from one that has died, with the next attempt', async () => {
    write({ ...me, pid: gone(), attempt: 3 });
    const ownership = await takeOwnership(folder);
    assert.equal((await readOwner(folder))!.attempt, 4);
    await ownership.release();
  });

  it('passes over the claim of one that died before it could say so', async () => {
    const claim = path.join(folder, 'owner.1.json');
    writeFileSync(claim, JSON.stringify({ ...me, pid: gone() }));
    const ownership = await takeOwnership(folder);
    assert.equal((await readOwner(folder))!.attempt, 2);
    await ownership.release();
    // Without content it is being written, until it is too old for that.
    writeFileSync(claim, '');
    await assert.rejects(takeOwnership(folder), /another process is working on this run/);
    utimesSync(claim, 0, 0);
    await (await takeOwnership(folder)).release();
  });
});
