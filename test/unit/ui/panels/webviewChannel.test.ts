import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { PAUSE_MS, RECEIPT_MS } from '../../../../src/ui/panels/pageStream';
import { FaultyChannel, turn } from '../faultyChannel';

const CLOSED = 'The panel was closed.';
const HIDDEN = 'The panel was hidden.';

/** What may happen to the first message that is under way. */
const faults = ['deliver', 'deliver', 'deliver', 'lose', 'double', 'delay'] as const;
type Fault = (typeof faults)[number];

type Step =
  | { readonly do: 'change' | 'askPage' | 'askHost' | 'pass'; readonly value: number }
  | { readonly do: 'toPage' | 'toHost'; readonly fault: Fault }
  | { readonly do: 'hide' | 'show' | 'move' }
  | { readonly do: 'hostile'; readonly to: 'page' | 'host'; readonly message: unknown };

const small = fc.nat(20);
const hostileMessage = fc.oneof(
  fc.jsonValue(),
  fc.record({ type: fc.constantFrom('hydrate', 'changes', 'received', 'request', 'answer', 'ready', '__proto__'), number: fc.jsonValue() }),
  fc.record({
    type: fc.constantFrom('request', 'answer'),
    session: fc.string(),
    id: fc.nat(3),
    body: fc.jsonValue(),
    error: fc.jsonValue(),
  }),
);
/** To the host also what a page could say that is somewhere else. */
const hostileToHost = fc.oneof(hostileMessage, fc.record({ type: fc.constant('received'), number: small }));

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('toPage', 'toHost'), fault: fc.constantFrom(...faults) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('change'), value: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('askPage', 'askHost'), value: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass'), value: fc.constantFrom(1, PAUSE_MS, RECEIPT_MS) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('hide', 'show', 'move') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hostile'), to: fc.constant('page'), message: hostileMessage }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('hostile'), to: fc.constant('host'), message: hostileToHost }) },
) as fc.Arbitrary<Step>;

/** Questions that differ, so that it is seen which was asked how often. */
function stepsOf(channel: FaultyChannel): (step: Step, i: number) => void {
  return (step, i) => {
    switch (step.do) {
      case 'change':
        return channel.change(step.value);
      case 'askPage':
        return channel.askPage(100 * i + step.value);
      case 'askHost':
        return channel.askHost(100 * i + step.value);
      case 'pass':
        return channel.clock.advance(step.value);
      case 'toPage':
        return meet(step.fault, channel.toPage, message => channel.deliverToPage(message));
      case 'toHost':
        return meet(step.fault, channel.toHost, message => channel.deliverToHost(message));
      case 'hostile':
        return step.to === 'page' ? channel.deliverToPage(step.message) : channel.deliverToHost(step.message);
      case 'hide':
      case 'show':
      case 'move':
        return channel[step.do]();
    }
  };
}

function meet(fault: Fault, underWay: unknown[], deliver: (message: unknown) => void): void {
  const [message] = underWay.splice(0, 1);
  if (message === undefined) return;
  if (fault === 'delay') underWay.push(message);
  else if (fault !== 'lose') deliver(message);
  if (fault === 'double') underWay.push(message);
}

function assertNoneTwice(asked: readonly number[]): void {
  assert.deepEqual(asked, [...new Set(asked)]);
}

describe('the channel between host and page', () => {
  it('ends up at the state of the host, whatever was lost, late, doubled, unknown or hostile, hidden or shown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 80 }), async steps => {
        const channel = new FaultyChannel();
        const run = stepsOf(channel);
        for (const [i, step] of steps.entries()) {
          run(step, i);
          await turn();
        }
        channel.show();
        await channel.settle(70_000);
        assert.deepEqual(channel.shown, { numbers: channel.numbers });
        assert.equal(channel.following, 1);

        // From here on it follows without being hydrated again.
        const hydrated = channel.posted.filter(({ type }) => type === 'hydrate').length;
        channel.change(99);
        channel.change(98);
        await channel.settle(1_000);
        assert.deepEqual(channel.shown, { numbers: channel.numbers });
        assert.equal(channel.posted.filter(({ type }) => type === 'hydrate').length, hydrated);

        // What was asked was done once or not at all, and is answered or, at the end, refused with the reason.
        assertNoneTwice(channel.askedOfPage);
        assertNoneTwice(channel.askedOfHost);
        channel.askPage(10_002);
        channel.host.dispose();
        await turn();
        for (const { question, answer, reason } of channel.outcomes) {
          const isOfHost = steps[Math.floor(question / 100)]?.do === 'askHost';
          if (answer !== undefined) assert.equal(answer, 10 * question);
          // A page that is gone, or whose message was lost, waits no longer than it lives.
          else if (reason === undefined) assert.ok(isOfHost, `${question} was not answered`);
          else assert.ok([CLOSED, HIDDEN, `${question} is odd.`].includes(reason), reason);
        }
        assert.equal(channel.following, 0);
      }),
      { numRuns: 300 },
    );
  }).timeout(300_000);

  it('hydrates a page at once, and tells it at most ten times a second what becomes different', async () => {
    const channel = new FaultyChannel();
    channel.change(1);
    await channel.settle(0);
    assert.deepEqual(channel.shown, { numbers: [1] });
    for (let i = 0; i < 500; i++) {
      channel.change(i);
      channel.clock.advance(10);
      for (const message of channel.toPage.splice(0)) channel.deliverToPage(message);
      for (const message of channel.toHost.splice(0)) channel.deliverToHost(message);
    }
    await channel.settle(200);
    assert.deepEqual(channel.shown, { numbers: channel.numbers });
    channel.posted.slice(1).forEach(({ at, type }, i) => {
      assert.equal(type, 'changes');
      assert.ok(at - channel.posted[i]!.at >= PAUSE_MS, `${at - channel.posted[i]!.at} ms`);
    });
    assert.ok(channel.posted.length >= 45, `${channel.posted.length} messages in five seconds`);
  });

  it('tells a page at once what becomes different after a while without news', async () => {
    const channel = new FaultyChannel();
    await channel.settle(PAUSE_MS);
    const { now } = channel.clock;
    channel.change(1);
    assert.deepEqual(channel.posted.at(-1), { at: now, type: 'changes' });
  });

  it('reads what a page will show while the page is loaded, and says nothing before there is one', async () => {
    const channel = new FaultyChannel();
    channel.host.prepare();
    channel.host.prepare();
    await turn();
    channel.change(1);
    assert.deepEqual([channel.following, channel.posted.length], [1, 0]);
    await channel.settle(0);
    assert.deepEqual([channel.following, channel.shown], [1, { numbers: [1] }]);
    assert.deepEqual(
      channel.posted.map(({ type }) => type),
      ['hydrate'],
    );
  });

  it('does not send an impatient page a second time what is on its way to it', async () => {
    const channel = new FaultyChannel();
    channel.deliverToHost(channel.toHost.shift());
    await turn();
    for (let seconds = 0; seconds < 4; seconds++) {
      channel.clock.advance(1_000);
      for (const message of channel.toHost.splice(0)) channel.deliverToHost(message);
    }
    assert.equal(channel.posted.length, 1);
    await channel.settle(0);
    assert.deepEqual(channel.shown, { numbers: [] });
  });

  it('waits for the page: one that is busy gets one message for all that happened meanwhile', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    channel.change(1);
    channel.clock.advance(PAUSE_MS);
    for (let i = 0; i < 20; i++) {
      channel.change(i);
      channel.clock.advance(PAUSE_MS);
    }
    assert.equal(channel.toPage.length, 1);
    await channel.settle(PAUSE_MS);
    assert.deepEqual(channel.shown, { numbers: channel.numbers });
    assert.deepEqual(
      channel.posted.map(({ type }) => type),
      ['hydrate', 'changes', 'changes'],
    );
  });

  it('gives a page the whole state instead of very many changes', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    for (let i = 0; i < 2_000; i++) channel.change(i);
    await channel.settle(PAUSE_MS);
    assert.deepEqual(channel.shown, { numbers: channel.numbers });
    assert.equal(channel.posted.at(-1)?.type, 'hydrate');
  });

  it('hydrates a page again that does not say that it received something, less and less often', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    channel.change(1);
    for (let passed = 0; passed < 120_000; passed += 1_000) channel.clock.advance(1_000);
    const again = channel.posted.slice(1).filter(({ type }) => type === 'hydrate');
    assert.ok(again.length >= 3 && again.length <= 6, `${again.length} times`);
    await channel.settle(0);
    assert.deepEqual(channel.shown, { numbers: channel.numbers });
  });

  it('costs nothing while it is hidden, and begins afresh when it is shown', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    channel.hide();
    const posted = channel.posted.length;
    channel.change(1);
    await channel.settle(RECEIPT_MS);
    assert.deepEqual([channel.following, channel.posted.length], [0, posted]);
    channel.show();
    await channel.settle(0);
    assert.deepEqual(channel.shown, { numbers: [1] });
  });

  it('says which reading failed, and reads again when the page asks again', async () => {
    const channel = new FaultyChannel();
    channel.load = () => Promise.reject(new Error('The disk is gone.'));
    await channel.settle(100);
    assert.deepEqual([channel.shown, channel.following], [undefined, 0]);
    assert.deepEqual(channel.troubles, ['The disk is gone.']);
    channel.load = () => Promise.resolve();
    await channel.settle(2_000);
    assert.deepEqual(channel.shown, { numbers: [] });
  });

  it('says what is wrong with a message, and does nothing else', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    channel.deliverToHost({ type: 'request', session: 'page 1', id: 1, body: { question: 'x' } });
    channel.deliverToHost({ type: 'ready' });
    channel.deliverToPage({ type: 'changes', number: 2, changes: [{ more: null }] });
    channel.deliverToPage(null);
    await channel.settle(100);
    assert.deepEqual(channel.shown, { numbers: [] });
    assert.deepEqual(channel.troubles.slice(0, 3), [
      'A message of the page: body.question: found "x"; expected Invalid type: Expected number but received "x".',
      'A message of the page: type: found "ready"; expected a message of a page.',
      'A message of the host: changes[0].more: found null; expected Invalid type: Expected number but received null.',
    ]);
    assert.deepEqual(channel.askedOfHost, []);
  });

  it('has both sides ask each other, also before the page shows anything', async () => {
    const channel = new FaultyChannel();
    for (const question of [2, 3]) {
      channel.askPage(question);
      channel.askHost(question);
    }
    await channel.settle(0);
    assert.deepEqual(channel.outcomes, [
      { question: 2, answer: 20 },
      { question: 2, answer: 20 },
      { question: 3, reason: '3 is odd.' },
      { question: 3, reason: '3 is odd.' },
    ]);
  });

  it('answers what is open with the reason when the panel is hidden or closed', async () => {
    const channel = new FaultyChannel();
    await channel.settle(0);
    channel.askPage(2);
    channel.hide();
    channel.askPage(4);
    channel.host.dispose();
    channel.askPage(6);
    await turn();
    assert.deepEqual(channel.outcomes, [
      { question: 2, reason: HIDDEN },
      { question: 4, reason: CLOSED },
      { question: 6, reason: CLOSED },
    ]);
    assert.deepEqual(channel.askedOfPage, []);
  });
});
