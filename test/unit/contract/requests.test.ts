import assert from 'node:assert/strict';
import { answerRequest, PendingRequests, RequestError, type Answer, type Request } from '../../../src/contract/requests';
import { FakeClock } from '../util/fakeClock';

interface Asked {
  readonly question: string;
}

function channel({ clock, ms = 1000 }: { clock?: FakeClock; ms?: number } = {}): {
  requests: PendingRequests<Asked>;
  sent: Request<Asked>[];
  lines: string[];
} {
  const sent: Request<Asked>[] = [];
  const lines: string[] = [];
  const requests = new PendingRequests<Asked>({
    send: request => sent.push(request),
    log: line => lines.push(line),
    ...(clock && { limit: { ms, clock } }),
  });
  return { requests, sent, lines };
}

function asNumber(answer: unknown): number {
  if (typeof answer !== 'number') throw new Error(`An answer: found ${typeof answer}; expected a number.`);
  return answer;
}

const failed = (message: string): { name: string; message: string } => ({ name: 'RequestError', message });

describe('requests and their answers', () => {
  it('belong together by their ids, in whatever order the answers come', async () => {
    const { requests, sent, lines } = channel();
    const asked = ['a', 'b', 'c'].map(question => requests.ask({ question }, asNumber));
    assert.deepEqual(
      sent.map(({ type, id, body }) => [type, id, body.question]),
      [
        ['request', 1, 'a'],
        ['request', 2, 'b'],
        ['request', 3, 'c'],
      ],
    );
    for (const id of [3, 1, 2]) requests.answer({ id, body: id * 10 });
    assert.deepEqual(await Promise.all(asked), [10, 20, 30]);
    assert.deepEqual(lines, []);
  });

  it('fail with the reason that the other side gives', async () => {
    const { requests } = channel();
    const asked = requests.ask({ question: 'a' }, asNumber);
    requests.answer({ id: 1, body: 5, error: 'There is no such image.' });
    await assert.rejects(asked, failed('There is no such image.'));
  });

  it('fail when the answer is not what was asked for, whatever it is', async () => {
    for (const body of [undefined, null, 'text', { body: 1 }, [], () => 1, Object.create(null)]) {
      const { requests, lines } = channel();
      const asked = requests.ask({ question: 'a' }, asNumber);
      requests.answer({ id: 1, body });
      await assert.rejects(asked, failed(`An answer: found ${typeof body}; expected a number.`));
      assert.deepEqual(lines, []);
    }
  });

  it('pass over answers that come twice or to nothing, and say so', async () => {
    const { requests, lines } = channel();
    const asked = requests.ask({ question: 'a' }, asNumber);
    for (const id of [2, 0, -1, 1.5, NaN, Infinity, '1' as unknown as number, {} as unknown as number]) requests.answer({ id, body: 1 });
    requests.answer({ id: 1, body: 1 });
    requests.answer({ id: 1, body: 2 });
    requests.answer({ id: 1, error: 'no' });
    assert.equal(await asked, 1);
    assert.equal(lines.length, 10);
    assert.equal(lines[0], 'An answer (2) that was never asked for was passed over.');
    assert.equal(lines[8], 'An answer (1) that is not waited for any more was passed over.');
  });

  it('keep a log short when the other side sends without end', () => {
    const { requests, lines } = channel();
    for (let id = 0; id < 10_000; id++) requests.answer({ id, body: 1 });
    assert.equal(lines.length, 100);
    assert.match(lines[99]!, /Further ones are not told\.$/);
  });

  it('fail when no answer comes in time; one that comes later is passed over', async () => {
    const clock = new FakeClock();
    const { requests, lines } = channel({ clock, ms: 2500 });
    const lost = requests.ask({ question: 'a' }, asNumber);
    clock.advance(2000);
    const answered = requests.ask({ question: 'b' }, asNumber);
    requests.answer({ id: 2, body: 7 });
    clock.advance(500);
    await assert.rejects(lost, failed('There was no answer within 2.5 s.'));
    assert.equal(await answered, 7);
    requests.answer({ id: 1, body: 1 });
    assert.equal(lines.length, 1);
    assert.equal(clock.pending, 0);
  });

  it('all fail with the reason of the end of the channel, those too that come after it', async () => {
    const clock = new FakeClock();
    const { requests, sent, lines } = channel({ clock });
    const open = ['a', 'b'].map(question => requests.ask({ question }, asNumber));
    requests.closed('The process ended with signal SIGKILL.');
    requests.closed('Something else.');
    const late = requests.ask({ question: 'c' }, asNumber);
    for (const one of [...open, late]) await assert.rejects(one, failed('The process ended with signal SIGKILL.'));
    assert.equal(sent.length, 2);
    requests.answer({ id: 1, body: 1 });
    assert.equal(lines.length, 1);
    assert.equal(clock.pending, 0);
  });

  it('fail when they cannot be sent', async () => {
    const clock = new FakeClock();
    const send = (): never => {
      throw new Error('the channel is closed.');
    };
    const requests = new PendingRequests<Asked>({ send, log: assert.fail, limit: { ms: 1, clock } });
    await assert.rejects(requests.ask({ question: 'a' }, asNumber), failed('The request could not be sent: the channel is closed.'));
    assert.equal(clock.pending, 0);
  });

  it('may be asked for from within an answer, and while the channel closes', async () => {
    const { requests } = channel();
    const first = requests.ask({ question: 'a' }, asNumber).catch(() => requests.ask({ question: 'b' }, asNumber));
    requests.closed('over');
    await assert.rejects(first, failed('over'));
  });
});

describe('answering a request', () => {
  const request: Request<Asked> = { type: 'request', id: 4, body: { question: 'a' } };

  it('sends what was made of it under its id', async () => {
    const sent: Answer<string>[] = [];
    await answerRequest(
      request,
      ({ question }) => Promise.resolve(question + question),
      answer => sent.push(answer),
    );
    assert.deepEqual(sent, [{ type: 'answer', id: 4, body: 'aa' }]);
  });

  for (const [what, handle] of [
    ['throws', () => assert.fail('broken')],
    ['rejects', () => Promise.reject(new Error('broken'))],
  ] as const) {
    it(`sends the reason when what does it ${what}`, async () => {
      const sent: Answer<never>[] = [];
      await answerRequest<Asked, never>(request, handle, answer => sent.push(answer));
      assert.deepEqual(sent, [{ type: 'answer', id: 4, error: 'broken' }]);
    });
  }

  it('sends the reason when the channel cannot carry the answer', async () => {
    const sent: Answer<unknown>[] = [];
    await answerRequest<Asked, unknown>(
      request,
      () => () => 1,
      answer => sent.push(structuredClone(answer)),
    );
    assert.equal(sent.length, 1);
    assert.match((sent[0] as { error: string }).error, /could not be cloned/);
  });

  it('is over when the channel is closed', async () => {
    const send = (): never => {
      throw new Error('closed');
    };
    await answerRequest(request, () => 1, send);
    await answerRequest(request, () => Promise.reject(new RequestError('no')), send);
  });
});
