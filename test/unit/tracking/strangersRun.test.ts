import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SyncStatus, WandbTarget } from '../../../src/contract/tracking';
import { runPaths } from '../../../src/runFolder/paths';
import { readTracking } from '../../../src/tracking/wandb/trackingFile';
import type { WandbTracker } from '../../../src/tracking/wandb/wandbTracker';
import type { WandbServer } from '../../wandbServer/wandbServer';
import { recordedRun, RUN_ID, targetAt } from './recordedRun';
import { Rerun, trackers } from './trackers';

const SECRET = 'WANDB_TOKEN=marker0of0a0secret';

/** A run folder that came from elsewhere, whatever its files say about where it goes. */
describe('a run that this user never had sent', () => {
  const recorded = recordedRun();
  const { startServer, track } = trackers();

  const claim = (folder: string, target: WandbTarget, more: { status?: SyncStatus; url?: string } = {}): void => {
    const { status = 'queued', url } = more;
    mkdirSync(path.join(folder, 'wandb'), { recursive: true });
    const sync = { status, changedAt: '2026-11-24T15:30:12.000Z', ...(url !== undefined && { url }) };
    writeFileSync(path.join(folder, 'wandb', 'tracking.json'), JSON.stringify({ mode: 'online', target, sync }));
  };
  const theirs = (server: WandbServer): WandbTarget => ({ ...targetAt(server.url), entity: 'stranger', project: 'loot' });
  /** As a window does that opens the folder, and once more when there is a key. */
  const open = async (tracker: WandbTracker, folder: string): Promise<void> => {
    await tracker.read([folder]);
    tracker.resume();
    await tracker.settle();
  };
  const projectsAt = (server: WandbServer): string[] => Object.keys(server.state.runs);
  const everythingAt = (server: WandbServer): string => {
    const files = server.state.artifacts
      .flatMap(({ files: kept }) => Object.values(kept))
      .map(({ bytes }) => Buffer.from(bytes).toString('latin1'));
    return JSON.stringify([server.requests.map(({ body }) => body), server.state.runs, files]);
  };

  for (const status of ['queued', 'syncing'] as const) {
    it(`is not sent by being opened, though its file says ${status}, whatever project it names`, async () => {
      const server = await startServer();
      for (const target of [theirs(server), targetAt(server.url)]) {
        const folder = recorded.copy();
        claim(folder, target, { status, url: `${server.url}/stranger/loot/runs/${RUN_ID}` });
        const { tracker } = track(server, 'online');
        await open(tracker, folder);
        assert.equal(tracker.stateOf(folder)?.sync.status, 'queued', 'it is shown');
        assert.equal(tracker.isOwn(folder), false);
      }
      assert.deepEqual(server.requests, []);
    });
  }

  it('goes, when a person has it sent, to the project that is set, without a file that a link leads to', async () => {
    const server = await startServer();
    const folder = recorded.copy();
    const secret = path.join(path.dirname(folder), '.env');
    writeFileSync(secret, SECRET);
    rmSync(runPaths(folder).notes);
    symlinkSync('../.env', runPaths(folder).notes);
    claim(folder, theirs(server));
    const { tracker } = track(server, 'online');
    await open(tracker, folder);
    assert.deepEqual(server.requests, []);
    assert.deepEqual(await tracker.claimOf(folder), theirs(server));
    assert.equal((await tracker.sync(folder)).status, 'synced');
    assert.deepEqual(projectsAt(server), [`digits/digits/${RUN_ID}`]);
    assert.ok(!everythingAt(server).includes('marker0of0a0secret'));
    assert.equal(tracker.isOwn(folder), true);
    assert.deepEqual((await readTracking(folder))?.target, targetAt(server.url));
  });

  it('goes where its file says when a person has chosen that', async () => {
    const server = await startServer();
    const folder = recorded.copy();
    claim(folder, { ...targetAt(server.url), project: 'theirs' });
    const { tracker } = track(server, 'online');
    const claimed = await tracker.claimOf(folder);
    assert.equal((await tracker.sync(folder, claimed)).status, 'synced');
    assert.deepEqual(projectsAt(server), [`digits/theirs/${RUN_ID}`]);
  });

  it('keeps no link to a page that is elsewhere', async () => {
    const server = await startServer();
    const folder = recorded.copy();
    claim(folder, theirs(server), { url: `${server.url}/stranger/loot/runs/${RUN_ID}` });
    const { tracker } = track(server, 'online', { credential: () => Promise.resolve(undefined) });
    assert.equal((await tracker.sync(folder)).url, undefined);
  });

  it('asks nothing where its file says what is set', async () => {
    const server = await startServer();
    const folder = recorded.copy();
    claim(folder, targetAt(server.url));
    const { tracker } = track(server, 'online');
    assert.equal(await tracker.claimOf(folder), undefined);
    assert.equal(await tracker.claimOf(recorded.copy()), undefined, 'nor of one that was never recorded');
  });

  describe('is told from one that this user began, which', () => {
    /** Recorded online without a key: it waits. */
    const waiting = async (server: WandbServer): Promise<string> => {
      const { tracker } = track(server, 'online', { credential: () => Promise.resolve(undefined) });
      const run = new Rerun(recorded.copy());
      run.until('runEnded', event => tracker.record(run.folder, event));
      await tracker.ended(run.folder);
      await tracker.settle();
      assert.equal(tracker.stateOf(run.folder)?.sync.status, 'queued');
      await tracker.dispose();
      return run.folder;
    };

    it('goes on by itself', async () => {
      const server = await startServer();
      const folder = await waiting(server);
      const { tracker } = track(server, 'online');
      await open(tracker, folder);
      assert.equal(tracker.stateOf(folder)?.sync.status, 'synced');
      assert.deepEqual(projectsAt(server), [`digits/digits/${RUN_ID}`]);
    });

    it('does not, if its file names another project by now', async () => {
      const server = await startServer();
      const folder = await waiting(server);
      claim(folder, theirs(server));
      const { tracker } = track(server, 'online');
      await open(tracker, folder);
      assert.deepEqual(server.requests, []);
      assert.deepEqual(await tracker.claimOf(folder), theirs(server));
    });

    it('does not, once it has arrived, if its file says that it waits', async () => {
      const server = await startServer();
      const folder = await waiting(server);
      const { tracker: first } = track(server, 'online');
      await open(first, folder);
      const count = server.requests.length;
      const tracking = (await readTracking(folder))!;
      rmSync(path.join(folder, 'wandb'), { recursive: true });
      claim(folder, tracking.target);
      const { tracker } = track(server, 'online');
      await open(tracker, folder);
      assert.equal(server.requests.length, count);
      assert.equal(tracker.isOwn(folder), true);
    });

    it('does not, if it was only recorded and its file says that it is to be sent', async () => {
      const server = await startServer();
      const { tracker: first } = track(server, 'offline');
      const run = new Rerun(recorded.copy());
      run.until('runEnded', event => first.record(run.folder, event));
      await first.ended(run.folder);
      await first.settle();
      claim(run.folder, targetAt(server.url));
      const { tracker } = track(server, 'online');
      await open(tracker, run.folder);
      assert.deepEqual(server.requests, []);
      assert.equal((await tracker.sync(run.folder)).status, 'synced');
    });

    it('was not begun for a project that this user has not confirmed: it is recorded, and waits for a word', async () => {
      const server = await startServer();
      const target = { ...targetAt(server.url), project: 'of the folder' };
      const unconfirmed = { mode: 'online' as const, target, isUnconfirmed: true };
      const { tracker } = track(server, 'online', { settings: () => unconfirmed });
      const run = new Rerun(recorded.copy());
      run.until('epochEnded', event => tracker.record(run.folder, event));
      await tracker.settle();
      assert.deepEqual([tracker.stateOf(run.folder)?.sync.status, tracker.isOwn(run.folder)], ['notSynced', false]);
      assert.deepEqual(server.requests, []);
      const { tracker: later } = track(server, 'online');
      assert.equal((await later.claimOf(run.folder))?.project, 'of the folder');
      // The word comes while it trains.
      await tracker.sync(run.folder, target);
      run.until('runEnded', event => tracker.record(run.folder, event));
      await tracker.ended(run.folder);
      await tracker.settle();
      assert.equal(tracker.isOwn(run.folder), true);
      assert.deepEqual(projectsAt(server), [`digits/of the folder/${RUN_ID}`]);
    });
  });

  describe('has no link followed', () => {
    const outside = (folder: string): string => {
      const file = path.join(path.dirname(folder), 'outside');
      writeFileSync(file, SECRET);
      return file;
    };
    const folderOutside = (folder: string): string => {
      const there = path.join(path.dirname(folder), 'elsewhere');
      mkdirSync(there, { recursive: true });
      writeFileSync(path.join(there, 'secret'), SECRET);
      return there;
    };
    /** What links lead to is as it was. */
    const assertUntouched = (home: string): void => {
      const files = readdirSync(home, { recursive: true, encoding: 'utf8' }).filter(name => !name.startsWith(RUN_ID));
      assert.ok(files.length > 0);
      for (const name of files) {
        assert.ok(['outside', 'elsewhere', path.join('elsewhere', 'secret')].includes(name), name);
        if (name !== 'elsewhere') assert.equal(readFileSync(path.join(home, name), 'utf8'), SECRET);
      }
    };
    const offline = `offline-run-20261124_163012-${RUN_ID}`;
    const links: readonly [string, (folder: string) => void][] = [
      ['an array', folder => (rmSync(runPaths(folder).predictions), symlinkSync(outside(folder), runPaths(folder).predictions))],
      ['the model', folder => (rmSync(runPaths(folder).onnxModel), symlinkSync(outside(folder), runPaths(folder).onnxModel))],
      [
        'the model’s folder',
        folder => (rmSync(path.join(folder, 'model'), { recursive: true }), symlinkSync(folderOutside(folder), path.join(folder, 'model'))),
      ],
      ['the folder wandb', folder => symlinkSync(folderOutside(folder), path.join(folder, 'wandb'))],
      [
        'the record’s folder',
        folder => (mkdirSync(path.join(folder, 'wandb')), symlinkSync(folderOutside(folder), path.join(folder, 'wandb', offline))),
      ],
      [
        'a folder in the record’s',
        folder => {
          mkdirSync(path.join(folder, 'wandb', offline), { recursive: true });
          writeFileSync(path.join(folder, 'wandb', offline, 'any'), '');
          symlinkSync(folderOutside(folder), path.join(folder, 'wandb', offline, 'files'));
        },
      ],
    ];
    for (const [what, link] of links) {
      it(`in the place of ${what}: it says so, and nothing leaves or is written there`, async () => {
        const server = await startServer();
        const folder = recorded.copy();
        link(folder);
        const { tracker } = track(server, 'online');
        const { status, reason } = await tracker.sync(folder);
        // The folder of a record that is a link has no record in it: one is made beside.
        if (what === 'the record’s folder') assert.equal(status, 'synced');
        else {
          assert.equal(status, 'failed');
          assert.match(reason ?? '', /this is a link; expected a file or folder of its own/);
        }
        assert.ok(!everythingAt(server).includes('marker0of0a0secret'));
        assertUntouched(path.dirname(folder));
      });
    }

    const record = path.join('wandb', offline, `run-${RUN_ID}.wandb`);
    for (const [what, name] of [
      ['the record', record],
      ['the mark of what was sent', `${record}.synced`],
      ['latest-run', path.join('wandb', 'latest-run')],
    ] as const) {
      it(`that is ${what}: it is replaced`, async () => {
        const server = await startServer();
        const folder = recorded.copy();
        mkdirSync(path.join(folder, 'wandb', offline), { recursive: true });
        writeFileSync(path.join(folder, 'wandb', offline, 'any'), '');
        symlinkSync(outside(folder), path.join(folder, name));
        const { tracker } = track(server, 'online');
        assert.equal((await tracker.sync(folder)).status, 'synced');
        assertUntouched(path.dirname(folder));
        assert.ok(!everythingAt(server).includes('marker0of0a0secret'));
      });
    }
  });
});
