import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Tracking } from '../../../../src/contract/tracking';
import { readTracking, TRACKING_FILE, writeTracking } from '../../../../src/tracking/wandb/trackingFile';
import { temporaryRuns } from '../../trainer/forkTrainer';
import { targetAt } from '../recordedRun';

describe('tracking.json', () => {
  const home = temporaryRuns();
  let count = 0;
  const tracking: Tracking = {
    mode: 'online',
    target: targetAt('https://api.wandb.ai'),
    sync: {
      status: 'queued',
      reason: 'no key',
      url: 'https://wandb.ai/digits/digits/runs/20261124-153012-abcd',
      changedAt: '2026-11-24T15:30:12.000Z',
    },
  };

  it('comes back as it was written', async () => {
    const folder = path.join(home, String(++count));
    mkdirSync(folder);
    await writeTracking(folder, tracking);
    assert.deepEqual(await readTracking(folder), tracking);
    assert.deepEqual(JSON.parse(readFileSync(path.join(folder, 'wandb', 'tracking.json'), 'utf8')), tracking);
  });

  it('says nothing if there is none, or one that cannot be understood', async () => {
    assert.equal(await readTracking(path.join(home, 'nowhere')), undefined);
    const { sync, target } = tracking;
    for (const wrong of [
      '{"mode":"onl',
      'null',
      '[]',
      JSON.stringify({ ...tracking, mode: 'off' }),
      JSON.stringify({ ...tracking, sync: { ...sync, status: 'done' } }),
      JSON.stringify({ ...tracking, target: { ...target, project: 7 } }),
      JSON.stringify({ ...tracking, target: { ...target, baseUrl: 'file:///etc/passwd' } }),
    ]) {
      const folder = path.join(home, String(++count));
      mkdirSync(path.join(folder, 'wandb'), { recursive: true });
      writeFileSync(path.join(folder, TRACKING_FILE), wrong);
      assert.equal(await readTracking(folder), undefined, wrong);
    }
  });

  it('gives no link that is not one to a page of the server', async () => {
    for (const url of ['command:workbench.action.quit', 'javascript:alert(1)', 'https://elsewhere.example/runs/1', 7]) {
      const folder = path.join(home, String(++count));
      mkdirSync(folder);
      await writeTracking(folder, { ...tracking, sync: { ...tracking.sync, url: url as string } });
      assert.equal((await readTracking(folder))?.sync.url, undefined, String(url));
    }
  });
});
