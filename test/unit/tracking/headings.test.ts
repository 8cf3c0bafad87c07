import assert from 'node:assert/strict';
import { Tracker } from '../../../src/tracking/tracker';
import { OfflineRun } from '../../../src/tracking/wandb/offlineRun';
import { writeTracking } from '../../../src/tracking/trackingFile';
import { WandbServer } from '../../wandbServer/wandbServer';
import { recordedRun, RUN_ID, targetAt } from './recordedRun';

describe('a run that was recorded offline, when it is sent later', () => {
  const recorded = recordedRun();
  let server: WandbServer;
  before(async () => {
    server = await WandbServer.start();
  });
  after(() => server.close());

  it('keeps its group and job type where nobody says another', async () => {
    const folder = recorded.copy();
    const target = targetAt(server.url);
    const record = await OfflineRun.open(folder, target);
    await record.finish();
    await writeTracking(folder, { mode: 'offline', target, sync: { status: 'notSynced', changedAt: new Date(0).toISOString() } });
    const tracker = new Tracker({
      settings: () => ({ mode: 'offline', ...target, group: 'another', jobType: '' }),
      credential: baseUrl => Promise.resolve({ key: server.key, baseUrl, source: 'the test' }),
      fetch,
    });
    assert.equal((await tracker.sync(folder)).status, 'synced');
    await tracker.dispose();
    const { group, jobType } = server.state.runs[`digits/digits/${RUN_ID}`]!;
    assert.deepEqual([group, jobType, server.breaches], ['another', 'train', []]);
  });
});
