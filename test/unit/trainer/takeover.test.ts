import assert from 'node:assert/strict';
import { fork, spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { RunSummary } from '../../../src/contract/summary';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { deleteRun } from '../../../src/runFolder/deleteRun';
import { STALE_MS, type Owner } from '../../../src/runFolder/owner';
import { runPaths } from '../../../src/runFolder/paths';
import { readEvents, readOverview } from '../../../src/runFolder/readRun';
import { fewDigits } from '../data/fewDigits';
import { failure, find, followTrainer, quick, runTrainer, startIn, temporaryRuns, trainerFile, type TrainerRun } from './forkTrainer';
import { assertSameAs } from './sameRun';

const stdio = ['ignore', 'inherit', 'inherit', 'ipc'] as const;

/** A trainer, and how to stop it in the middle of whatever it does, and let it go on. */
interface Stoppable {
  readonly child: ChildProcess;
  readonly signal: (signal: 'SIGSTOP' | 'SIGCONT') => void;
}

function here(): Stoppable {
  const child = fork(trainerFile, [], { serialization: 'advanced', stdio: [...stdio] });
  return { child, signal: signal => void child.kill(signal) };
}

const NAMESPACE = ['unshare', '-pf', '--mount-proc'] as const;

/** In a pid namespace of its own, as in a container. */
function inNamespace(): Stoppable {
  const [command, ...options] = NAMESPACE;
  // Process 1 of a namespace cannot be stopped from inside; the trainer is never that.
  const inside = ['sh', '-c', '"$0" "$1"; exit $?', process.execPath, trainerFile];
  const child = spawn(command, [...options, ...inside], { serialization: 'advanced', stdio: [...stdio] });
  return {
    child,
    signal: what => {
      if (child.exitCode !== null) return;
      for (const pid of [...descendants(child.pid!), child.pid!]) process.kill(pid, what);
    },
  };
}

/** All that a process has started, and what those have started. */
function descendants(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);
  return children.flatMap(child => [...descendants(child), child]);
}

/** Writes owner.json as it would be after a minute without a heartbeat. */
function age(folder: string, change: Partial<Owner> = {}): void {
  const file = runPaths(folder).owner;
  const owner = { ...(JSON.parse(readFileSync(file, 'utf8')) as Owner), ...change };
  writeFileSync(`${file}.new`, JSON.stringify({ ...owner, heartbeat: new Date(Date.now() - STALE_MS - 3_000).toISOString() }));
  renameSync(`${file}.new`, file);
}

/** Every file of a folder with its content and the moment at which it was written. */
function snapshot(folder: string): Record<string, string> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted();
  return Object.fromEntries(
    names.map(name => {
      const file = path.join(folder, name);
      const { mtimeNs } = statSync(file, { bigint: true });
      return [name, statSync(file).isFile() ? `${mtimeNs} ${readFileSync(file, 'base64')}` : ''];
    }),
  );
}

function lines(folder: string): TrainerEvent[] {
  return readFileSync(runPaths(folder).events, 'utf8')
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line) as TrainerEvent);
}

describe('a trainer that another one has taken for dead', () => {
  const runs = temporaryRuns();
  const whole = path.join(runs, 'whole');
  const parameters = { ...quick, dataset: fewDigits(runs), epochs: 6 };
  before(async () => {
    const { messages } = await runTrainer(startIn(whole, parameters));
    assert.equal(messages.at(-1)!.type, 'runEnded');
  });

  interface Stopped extends Pick<Stoppable, 'signal'> {
    readonly first: Promise<TrainerRun>;
  }

  /** A trainer that is stopped as soon as it has said that it is in the middle of its second epoch. */
  async function stoppedInTraining(folder: string, start: () => Stoppable): Promise<Stopped> {
    const { child, signal } = start();
    let stopped = (): void => undefined;
    const isStopped = new Promise<void>(resolve => (stopped = resolve));
    const first = followTrainer(child, startIn(folder, parameters), event => {
      if (event.type !== 'batchEnded' || event.epoch !== 2 || event.batch !== 3) return;
      signal('SIGSTOP');
      stopped();
    });
    await isStopped;
    return { first, signal };
  }

  /** Stops a trainer, has another one resume its run, and lets the first go on: while the second one trains, or after its end. */
  async function overtaken(
    folder: string,
    start: () => Stoppable,
    when: 'meanwhile' | 'afterwards',
    change: Partial<Owner> = {},
  ): Promise<void> {
    let { first, signal } = await stoppedInTraining(folder, start);
    // On a busy machine it may have ended before it was stopped.
    for (let tries = 1; tries < 5 && (await readOverview(folder)).status === 'completed'; tries++) {
      signal('SIGCONT');
      await first;
      rmSync(folder, { recursive: true });
      ({ first, signal } = await stoppedInTraining(folder, start));
    }
    age(folder, change);
    assert.equal((await readOverview(folder)).status, 'interrupted');
    let isContinued = false;
    const goOn = (): void => {
      if (!isContinued) signal('SIGCONT');
      isContinued = true;
    };
    const second = await runTrainer({ type: 'resume', folder }, ({ type }) => {
      if (type === 'batchEnded' && when === 'meanwhile') goOn();
    });
    assert.equal(second.messages.at(-1)!.type, 'runEnded', JSON.stringify(second.messages.at(-1)));
    const { 'events.jsonl': said, ...left } = snapshot(folder);
    const saidLines = lines(folder);
    const counted = await readEvents(folder);
    goOn();
    assertLost(await first, /another process.* has taken this run over.* Nothing more is written by this one/);
    const { 'events.jsonl': saidNow, ...now } = snapshot(folder);
    assert.deepEqual(now, left, 'the first one has written nothing more');
    // But for a line that comes late, see below, not a byte, and not at another time.
    const linesNow = lines(folder);
    assert.deepEqual(linesNow.slice(0, saidLines.length), saidLines);
    if (linesNow.length === saidLines.length) assert.ok(saidNow === said, 'the first one has said nothing more');
    assert.deepEqual(await readEvents(folder), counted);
    await assertSameAs(whole, folder);
    const all = lines(folder);
    const begin = all.findIndex(({ type }) => type === 'runResumed');
    assert.deepEqual([...new Set(all.slice(0, begin).map(({ attempt }) => attempt))], [1]);
    const [late, next] = [1, 2].map(attempt => all.slice(begin).filter(event => event.attempt === attempt));
    assert.equal(begin + late!.length + next!.length, all.length);
    // The first one may have been stopped between its look and its writing: one line of it may come late, which does not count.
    assert.ok(late!.length <= 1, JSON.stringify(late));
    const summary = JSON.parse(readFileSync(runPaths(folder).summary, 'utf8')) as RunSummary;
    assert.deepEqual([summary.status, summary.attempt, summary.epochs], ['completed', 2, parameters.epochs]);
    assert.deepEqual(readdirSync(folder).toSorted(), readdirSync(whole).toSorted());
  }

  function assertLost(run: TrainerRun, message: RegExp): void {
    const last = run.messages.at(-1)!;
    assert.ok(last.type === 'runFailed', last.type);
    assert.equal(last.cause, 'lost');
    assert.match(last.message, message);
    assert.deepEqual([run.exitCode, run.signal], [0, null], 'it ends by itself');
  }

  for (const when of ['meanwhile', 'afterwards'] as const) {
    it(`ends when it wakes, and the run is the other one's alone: woken ${when}`, () => overtaken(path.join(runs, when), here, when));

    it(`ends when it wakes, in another container: woken ${when}`, async function () {
      if (spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), 'true']).status !== 0) {
        console.log(`      SKIPPED: ${NAMESPACE.join(' ')} is not permitted here`);
        this.skip();
      }
      await overtaken(path.join(runs, `container-${when}`), inNamespace, when);
    });
  }

  it('ends when it wakes, on another machine', () =>
    overtaken(path.join(runs, 'elsewhere'), here, 'afterwards', { host: 'elsewhere', bootId: 'another' }));

  describe('whose run was deleted', () => {
    const gone = /the run's folder was removed while it was being trained|or the folder is being removed/;
    const remove = async (name: string, how: (folder: string) => Promise<void> | void): Promise<string> => {
      const folder = path.join(runs, name);
      let removing: Promise<void> | undefined;
      const run = await runTrainer(startIn(folder, { ...parameters, epochs: 10_000 }), event => {
        if (event.type === 'epochEnded' && event.epoch === 2) removing = Promise.resolve(how(folder));
      });
      await removing;
      assertLost(run, gone);
      return folder;
    };

    it('ends, and makes nothing of it again: its files removed', async () => {
      const folder = await remove('removed', doomed => {
        // Until the trainer has noticed, something of it may come between.
        while (existsSync(doomed)) spawnSync('rm', ['-rf', doomed], { stdio: 'ignore' });
      });
      assert.ok(!existsSync(folder));
    });

    it('ends, and makes nothing of it again: as Digits Lab deletes', async () => {
      const folder = await remove('deleted', async doomed => {
        age(doomed);
        await deleteRun(doomed);
      });
      assert.deepEqual(
        readdirSync(runs).filter(name => name.startsWith(path.basename(folder))),
        [],
      );
    });

    it('ends, and writes nothing into another folder in its place', async () => {
      const folder = await remove('replaced', place => {
        renameSync(place, `${place}-moved`);
        mkdirSync(place);
      });
      assert.deepEqual(readdirSync(folder), []);
    });
  });

  it('ends when its events are replaced, since nothing that it says would be kept', async () => {
    const folder = path.join(runs, 'checked-out');
    const { events } = runPaths(folder);
    const run = await runTrainer(startIn(folder, { ...parameters, epochs: 10_000 }), event => {
      if (event.type !== 'epochEnded' || event.epoch !== 1) return;
      writeFileSync(`${events}.new`, readFileSync(events));
      renameSync(`${events}.new`, events);
    });
    assertLost(run, /events\.jsonl: this file was removed or replaced while the run was being trained/);
    assert.equal((await readOverview(folder)).status, 'interrupted');
  });
});

describe('a run that was broken off, whose last line is', () => {
  const runs = temporaryRuns();
  const whole = path.join(runs, 'whole');
  const broken = path.join(runs, 'broken');
  const parameters = { ...quick, dataset: fewDigits(runs) };
  before(async () => {
    await runTrainer(startIn(whole, parameters));
    await runTrainer(startIn(broken, parameters), (event, child) => {
      if (event.type === 'batchEnded' && event.epoch === 2 && event.batch === 3) child.kill('SIGKILL');
    });
  });

  const torn: Record<string, Uint8Array> = {
    '300 bytes of 0xFF': Buffer.alloc(300, 0xff),
    '300 bytes of 0xFF and its end': Buffer.concat([Buffer.alloc(300, 0xff), Buffer.from('\n')]),
    zeros: Buffer.alloc(4096),
    'noise of several lines': Buffer.from('\u2028{"a\r\n\x00\n}{\n\nnull,\n'),
    'cut within a character': Buffer.from('{"message":"Größe').subarray(0, -3),
  };
  for (const [what, bytes] of Object.entries(torn)) {
    it(`${what}, loses no other line when it is resumed, twice`, async () => {
      const folder = path.join(runs, what.replaceAll(' ', '-'));
      spawnSync('cp', ['-r', broken, folder]);
      const { events } = runPaths(folder);
      const before = readFileSync(events);
      appendFileSync(events, bytes);
      const stopped = await runTrainer({ type: 'resume', folder }, (event, child) => {
        if (event.type === 'batchEnded' && event.epoch === 3) child.kill('SIGKILL');
      });
      assert.equal(stopped.signal, 'SIGKILL');
      appendFileSync(events, bytes);
      const resumed = await runTrainer({ type: 'resume', folder });
      assert.equal(resumed.messages.at(-1)!.type, 'runEnded', JSON.stringify(resumed.messages.at(-1)));
      assert.equal(find(resumed.messages, 'runResumed').attempt, 3);
      assert.ok(readFileSync(events).subarray(0, before.length).equals(before), 'what was there is there');
      await assertSameAs(whole, folder);
      assert.equal((await readOverview(folder)).status, 'completed');
    });
  }
});

describe('a run with a link in its folder', () => {
  const runs = temporaryRuns();
  const broken = path.join(runs, 'broken');
  before(() =>
    runTrainer(startIn(broken, { ...quick, dataset: fewDigits(runs) }), (event, child) => {
      if (event.type === 'epochEnded' && event.epoch === 2) child.kill('SIGKILL');
    }),
  );

  for (const name of [
    'events.jsonl',
    'model',
    'checkpoint',
    'model/weights.bin',
    'checkpoint/checkpoint.npz',
    'summary.json',
    'owner.json',
  ]) {
    it(`at ${name} is not resumed, and what the link leads to stays as it is`, async () => {
      const folder = path.join(runs, name.replaceAll('/', '-'));
      const outside = path.join(runs, 'outside', name.replaceAll('/', '-'));
      spawnSync('cp', ['-r', broken, folder]);
      mkdirSync(path.join(folder, 'model'), { recursive: true });
      const place = path.join(folder, name);
      // Before its first checkpoint there is no folder for it.
      for (const file of [place, outside]) mkdirSync(path.dirname(file), { recursive: true });
      if (existsSync(place)) renameSync(place, outside);
      else writeFileSync(outside, '{}');
      spawnSync('ln', ['-s', outside, place]);
      const [inside, target] = [snapshot(folder), snapshot(path.dirname(outside))];
      const message = failure(await runTrainer({ type: 'resume', folder }));
      assert.ok(
        message.includes(`${place}: this is a link; expected a file or folder of its own. Put the real one in its place.`),
        message,
      );
      assert.deepEqual(snapshot(path.dirname(outside)), target);
      assert.deepEqual(snapshot(folder), inside);
    });
  }
});
