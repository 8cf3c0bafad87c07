import assert from 'node:assert/strict';
import { mayPass, retryAfterMs, waitMs, withRetries } from '../../../src/tracking/retry';
import { WandbError } from '../../../src/tracking/wandb/wandbError';
import { FakeClock } from '../util/fakeClock';

describe('asking again', () => {
  it('is for what may pass', () => {
    for (const status of [408, 425, 429, 500, 502, 503, 504, 520]) assert.ok(mayPass(status), String(status));
    for (const status of [400, 401, 403, 404, 409, 410, 413, 422, 501]) assert.ok(!mayPass(status), String(status));
  });

  it('waits 2 s, doubling to 60 s, a quarter of it by chance', () => {
    assert.deepEqual(
      [1, 2, 3, 4, 5, 6, 7, 40].map(failures => waitMs(failures, 1)),
      [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000],
    );
    assert.equal(waitMs(1, 0), 1_500);
  });

  it('reads Retry-After in both its forms', () => {
    const now = Date.parse('2026-11-24T15:30:12Z');
    assert.equal(retryAfterMs('120', now), 120_000);
    assert.equal(retryAfterMs('Tue, 24 Nov 2026 15:31:12 GMT', now), 60_000);
    assert.equal(retryAfterMs('Tue, 24 Nov 2026 15:29:12 GMT', now), 0);
    // The longest wait that is believed is a day.
    for (const header of ['9999999', `1${'0'.repeat(400)}`, 'Fri, 31 Dec 9999 23:59:59 GMT'])
      assert.equal(retryAfterMs(header, now), 86_400_000, header);
    assert.equal(retryAfterMs('-5', now), 0);
    for (const header of [null, '', 'soon', '1e999', 'Infinity']) assert.equal(retryAfterMs(header, now), undefined);
  });

  it('ends with the signal, in the middle of waiting', async () => {
    const clock = new FakeClock();
    const aborter = new AbortController();
    let tell: () => void = () => undefined;
    const retried = new Promise<void>(resolve => (tell = resolve));
    const work = (): Promise<never> => Promise.reject(new WandbError('busy', 'not now'));
    const ended = withRetries(work, { clock, signal: aborter.signal, onRetry: tell });
    await retried;
    aborter.abort(new Error('enough'));
    await assert.rejects(ended, /enough/);
    assert.equal(clock.pending, 0);
  });

  it('is not for what the server means', async () => {
    const clock = new FakeClock();
    let asked = 0;
    const work = (): Promise<never> => {
      asked++;
      return Promise.reject(new WandbError('refused', 'never'));
    };
    await assert.rejects(withRetries(work, { clock, signal: new AbortController().signal }), /never/);
    assert.equal(asked, 1);
  });
});
