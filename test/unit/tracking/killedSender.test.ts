import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import path from 'node:path';
import { buildSync } from 'esbuild';
import { gone, messageFrom } from '../../processes';
import type { Match } from '../../wandbServer/faults';
import { comparable, trackers } from './trackers';
import { recordedRun } from './recordedRun';
import type { SenderWork } from './senderProcess';

/** A process that is killed has no time to say anything, nor to let go of what it held. */
describe('a sender that is killed', () => {
  const recorded = recordedRun();
  const { startServer, track } = trackers();
  let script: string;
  before(() => {
    script = path.join(recorded.home, 'senderProcess.cjs');
    const define = { PRODUCT_VERSION: '"0.0.0"' };
    buildSync({ entryPoints: ['test/unit/tracking/senderProcess.ts'], bundle: true, platform: 'node', outfile: script, define });
  });

  let undisturbed: Promise<object> | undefined;
  const stateOfUndisturbed = (): Promise<object> => (undisturbed ??= sendUndisturbed());
  async function sendUndisturbed(): Promise<object> {
    const server = await startServer();
    await track(server, 'online').tracker.sync(recorded.copy());
    return comparable(server);
  }

  /** At a request that is never answered. */
  async function killAt(match: Match, folder: string): Promise<Awaited<ReturnType<typeof startServer>>> {
    const server = await startServer();
    server.failNext(match, { kind: 'noAnswer' });
    const child = fork(script, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    await messageFrom(child);
    const work: SenderWork = { runFolder: folder, baseUrl: server.url, key: server.key };
    child.send(work);
    await server.until(() => server.waitingFaults === 0);
    child.kill('SIGKILL');
    await gone(child, () => 'a sender that was killed');
    return server;
  }

  const places: readonly [string, Match][] = [
    ['at the first lines', 'file_stream'],
    ['in the middle of an artifact', ({ subject }) => subject === 'artifact file predictions.npy'],
    ['at a commit', 'CommitArtifact'],
    ['at the very end', ({ body }) => (body as { complete?: boolean } | undefined)?.complete === true],
  ];
  for (const [where, match] of places) {
    it(`${where} leaves what the next one goes on with`, async () => {
      const folder = recorded.copy();
      const server = await killAt(match, folder);
      const { tracker } = track(server, 'online');
      await tracker.read([folder]);
      assert.equal(tracker.stateOf(folder)?.sync.status, 'queued');
      tracker.resume();
      await tracker.settle();
      assert.equal(tracker.stateOf(folder)?.sync.status, 'synced');
      assert.deepEqual(server.breaches, []);
      assert.deepEqual(comparable(server), await stateOfUndisturbed());
    });
  }
});
