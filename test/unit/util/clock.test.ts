import assert from 'node:assert/strict';
import { mock } from 'node:test';
import { backgroundClock } from '../../../src/util/backgroundClock';
import { systemClock } from '../../../src/util/clock';

describe("the system's clock", () => {
  afterEach(() => mock.timers.reset());
  const weeks = 26 * 7 * 24 * 60 * 60_000;

  it('does not call back at once what is to come in half a year', async () => {
    let hasCome = false;
    const callOff = systemClock.after(weeks, () => (hasCome = true));
    await new Promise<void>(resolve => void systemClock.after(10, resolve));
    callOff();
    assert.equal(hasCome, false);
  });

  it('calls back once, after a time however long', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let came = 0;
    systemClock.after(weeks, () => came++);
    const timer = 2 ** 31 - 1;
    for (let left = weeks; left > 0; left -= timer) {
      assert.equal(came, 0);
      mock.timers.tick(Math.min(left, timer));
    }
    assert.equal(came, 1);
    mock.timers.tick(weeks);
    assert.equal(came, 1);
  });

  it('can be called off at any time', () => {
    mock.timers.enable({ apis: ['setTimeout'] });
    let came = 0;
    const callOff = systemClock.after(weeks, () => came++);
    mock.timers.tick(weeks / 2);
    callOff();
    mock.timers.tick(weeks);
    assert.equal(came, 0);
  });

  it('calls back at once after no time, or less', async () => {
    for (const ms of [0, -1, -Infinity]) await new Promise<void>(resolve => void systemClock.after(ms, resolve));
  });

  it('keeps the process for what is to come, and that of the background does not', () => {
    // Those that keep it alive.
    const timers = (): number => process.getActiveResourcesInfo().filter(name => name === 'Timeout').length;
    for (const [clock, more] of [
      [systemClock, 1],
      [backgroundClock, 0],
    ] as const) {
      const before = timers();
      const callOff = clock.after(weeks, () => undefined);
      assert.equal(timers() - before, more);
      callOff();
    }
  });
});
