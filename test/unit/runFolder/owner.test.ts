import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { isAlive, isRunning, parseOwner, readOwner, STALE_MS, type Owner } from '../../../src/runFolder/owner';
import { takeOwnership } from '../../../src/runFolder/ownership';
import { slurmJob, startsAgain } from '../../../src/runFolder/slurmJob';
import { until } from '../../until';

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

  it('is alive here while its process is there and its heartbeat fresh', async function () {
    if (me.processStart === null) this.skip();
    assert.ok(await isAlive(me));
    assert.ok(!(await isAlive({ ...me, heartbeat: old })));
    assert.ok(!(await isAlive({ ...me, pid: gone() })));
  });

  it('is running, if it says once who it is, for as long as its process is there', function () {
    if (me.processStart === null) this.skip();
    assert.ok(isRunning({ ...me, heartbeat: old }));
    assert.ok(!isRunning({ ...me, pid: gone() }));
    assert.ok(!isRunning({ ...me, processStart: '1' }));
    assert.ok(!isRunning(undefined));
  });

  for (const [what, heartbeat] of [
    ['in the year 9999', '9999-01-01T00:00:00.000Z'],
    ['further ahead than clocks differ', new Date(Date.now() + STALE_MS + 60_000).toISOString()],
    ['that is no time', 'now'],
    ['that is empty', ''],
  ] as const) {
    it(`is not alive with a heartbeat ${what}, here or elsewhere`, async () => {
      for (const change of [{}, { host: 'elsewhere' }, { bootId: 'another' }]) assert.ok(!(await isAlive({ ...me, ...change, heartbeat })));
    });
  }

  it('is alive with a clock that is a little ahead', async () => {
    assert.ok(await isAlive({ ...me, host: 'elsewhere', heartbeat: new Date(Date.now() + STALE_MS / 2).toISOString() }));
  });

  it('is not alive when its process has ended and its parent does not care', async function () {
    if (process.platform !== 'linux') this.skip();
    // What it becomes does not know of that child, and never waits for it.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      const [said] = (await once(parent.stdout, 'data')) as [Buffer];
      const pid = Number(String(said));
      const stat = (): string[] => {
        const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
        return text.slice(text.lastIndexOf(')') + 2).split(' ');
      };
      await until({ what: 'a zombie', isSo: () => stat()[0] === 'Z', seen: () => stat()[0] });
      const zombie = { ...me, pid, processStart: stat()[19]!, heartbeat: new Date().toISOString() };
      process.kill(pid, 0);
      assert.ok(!(await isAlive(zombie)));
      assert.ok(!isRunning(zombie));
      // Without the start, too.
      assert.ok(!(await isAlive({ ...zombie, processStart: null })));
      write(zombie);
      await (await takeOwnership(folder)).release();
    } finally {
      parent.kill('SIGKILL');
    }
  });

  describe('that is none', () => {
    const text = (): string => JSON.stringify(me);
    const changes: Record<string, () => string> = {
      'no JSON': () => text().slice(0, -5),
      'no object': () => '[1]',
      null: () => 'null',
      'no host': () => JSON.stringify({ ...me, host: undefined }),
      'a host that is a number': () => JSON.stringify({ ...me, host: 7 }),
      'a pid that is text': () => JSON.stringify({ ...me, pid: '1' }),
      'a pid of a whole group': () => JSON.stringify({ ...me, pid: 0 }),
      'a pid that wraps around': () => JSON.stringify({ ...me, pid: 2 ** 32 }),
      'a start that is a number': () => JSON.stringify({ ...me, processStart: 1 }),
      'a huge attempt': () => text().replace('"attempt":1', '"attempt":1e308'),
      'an attempt below 1': () => JSON.stringify({ ...me, attempt: -1 }),
      'a heartbeat that is a number': () => JSON.stringify({ ...me, heartbeat: Date.now() }),
      'a megabyte': () => JSON.stringify({ ...me, host: 'x'.repeat(1e6) }),
    };
    for (const [what, content] of Object.entries(changes)) {
      it(`(${what}) keeps nobody from the run`, async () => {
        writeFileSync(path.join(folder, 'owner.json'), content());
        assert.equal(await readOwner(folder), undefined);
        const ownership = await takeOwnership(folder);
        assert.equal(ownership.attempt, 1);
        await ownership.release();
      });
    }

    it('is found out by a change of any of its fields', () => {
      fc.assert(
        fc.property(
          fc.constantFrom<keyof Owner>('host', 'bootId', 'pid', 'processStart', 'attempt', 'heartbeat'),
          fc.jsonValue(),
          (field, value) => {
            const owner = parseOwner(Buffer.from(JSON.stringify({ ...me, [field]: value })));
            if (!owner) return;
            const types = [typeof owner.host, typeof owner.bootId, typeof owner.pid, typeof owner.attempt, typeof owner.heartbeat];
            assert.deepEqual(types, ['string', 'string', 'number', 'number', 'string']);
            assert.ok(owner.pid >= 1 && owner.attempt >= 1 && owner.attempt <= 1e9);
          },
        ),
      );
    });
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

  describe('in a job of Slurm', () => {
    const job = { SLURM_JOB_ID: '21', SLURM_ARRAY_JOB_ID: '17', SLURM_ARRAY_TASK_ID: '3', SLURM_CLUSTER_NAME: 'cluster' };
    const first = slurmJob(job)!;
    const again = slurmJob({ ...job, SLURM_RESTART_COUNT: '2' })!;

    it('is named by the array and its place in it, or by the job', () => {
      assert.deepEqual(first, { cluster: 'cluster', job: '17_3', restarts: 0 });
      assert.deepEqual(slurmJob({ SLURM_JOB_ID: '21', SLURM_RESTART_COUNT: 'x' }), { cluster: null, job: '21', restarts: 0 });
      assert.equal(slurmJob({}), undefined);
      for (const slurm of [first, again]) assert.deepEqual(parseOwner(Buffer.from(JSON.stringify({ ...me, slurm })))!.slurm, slurm);
      assert.equal(parseOwner(Buffer.from(JSON.stringify({ ...me, slurm: { ...first, restarts: -1 } }))), undefined);
    });

    it('has no say any more when Slurm has started the same job again, and no other has', () => {
      assert.ok(startsAgain(again, first));
      for (const [later, earlier] of [
        [first, first],
        [first, again],
        [{ ...again, job: '17_4' }, first],
        [{ ...again, cluster: null }, first],
        [again, undefined],
        [undefined, first],
      ] as const)
        assert.ok(!startsAgain(later, earlier));
    });
  });

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
