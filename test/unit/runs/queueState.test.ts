import assert from 'node:assert/strict';
import { defaultParameters } from '../../../src/contract/parameters';
import {
  added,
  emptyQueue,
  lastTakenOut,
  moved,
  placed,
  putBack,
  retried,
  retryOf,
  takenOut,
  withFailure,
  withoutFailures,
  type QueuedRun,
  type QueueFile,
} from '../../../src/runs/queueState';

const idOf = (letter: string): string => `20260102-030405-${letter.repeat(4)}`;
const runOf = (letter: string): QueuedRun => ({
  id: idOf(letter),
  parameters: defaultParameters,
  labels: {},
  parent: null,
  threads: null,
  engine: null,
  addedAt: '',
});
const queueOf = (letters: string): QueueFile => added(emptyQueue, letters.split('').map(runOf));
const ids = (letters: string): ReadonlySet<string> => new Set(letters.split('').map(idOf));
const lettersOf = ({ runs }: Pick<QueueFile, 'runs'>): string => runs.map(({ id }) => id.at(-1)).join('');

describe('what is done to a queue', () => {
  for (const [what, at, after] of [
    ['b', 'd', 'acdbef'],
    ['d', 'b', 'adbcef'],
    ['ab', 'e', 'cdeabf'],
    ['ef', 'b', 'aefbcd'],
    ['bd', 'f', 'acefbd'],
    // Those that lie together are one place.
    ['a', 'cde', 'bcdeaf'],
    ['f', 'cde', 'abfcde'],
    ['b', '', 'acdefb'],
    ['be', '', 'acdfbe'],
    ['b', 'b', 'abcdef'],
    ['x', 'b', 'abcdef'],
    ['b', 'x', 'abcdef'],
  ] as const) {
    it(`puts ${what} in the place of ${at || 'the end'}`, () => {
      const before = queueOf('abcdef');
      const result = placed(before, ids(what), ids(at));
      assert.equal(lettersOf(result), after);
      if (after === 'abcdef') assert.equal(result, before);
    });
  }

  it('moves nothing beyond the ends', () => {
    assert.equal(lettersOf(moved(queueOf('abc'), idOf('a'), 9)), 'bca');
    const before = queueOf('abc');
    assert.equal(moved(before, idOf('a'), -1), before);
  });

  it('puts a run of the same id in the place of another one, at the end', () => {
    const again = { ...runOf('a'), notes: 'new' };
    const after = added(queueOf('ab'), [again]);
    assert.equal(lettersOf(after), 'ba');
    assert.equal(after.runs[1], again);
  });

  it('has room for ten thousand and says how many there would be', () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({ ...runOf('a'), id: String(i) }));
    const full = added(emptyQueue, many);
    assert.equal(full.runs.length, 10_000);
    assert.throws(() => added(full, [runOf('b')]), /at most 10000 runs: 10000 wait, and 1 more.*Nothing was changed/);
  });

  it('takes runs out and puts them back where they were, those that were stopped first', () => {
    const out = takenOut(queueOf('abc'), ids('abc'), [runOf('x'), runOf('y')], 'now');
    assert.equal(lettersOf(out), '');
    const back = putBack(out, lastTakenOut(out), () => false);
    assert.equal(lettersOf(back), 'xyabc');
    assert.deepEqual(back.runs[2], runOf('a'));
    assert.equal(back.takenOut, undefined);
  });

  it('puts the last ones back first, in their old places among what has come since', () => {
    const first = takenOut(queueOf('abcd'), ids('b'), [], 'first');
    const second = takenOut(added(first, [runOf('e')]), ids('cd'), [], 'second');
    assert.equal(lettersOf(second), 'ae');
    assert.deepEqual(lastTakenOut(second), ids('cd'));
    const back = putBack(second, ids('cd'), () => false);
    assert.equal(lettersOf(back), 'acde');
    assert.equal(lettersOf(putBack(back, lastTakenOut(back), () => false)), 'abcde');
  });

  it('forgets what has come to its end meanwhile, and never has a run twice', () => {
    const out = takenOut(queueOf('ab'), ids('ab'), [], 'now');
    assert.equal(lettersOf(putBack(out, ids('ab'), ({ id }) => id === idOf('a'))), 'b');
    assert.equal(lettersOf(putBack(added(out, [runOf('a')]), ids('ab'), () => false)), 'ab');
  });

  it('changes nothing where nothing is taken out', () => {
    const before = queueOf('ab');
    assert.equal(takenOut(before, ids('x'), [], 'now'), before);
    assert.equal(
      putBack(before, ids('a'), () => false),
      before,
    );
  });

  it('lets a failed run wait once more, and remembers that', () => {
    const failed = withFailure(withFailure(queueOf('a'), { ...runOf('b'), reason: 'first', mayRetry: true }), {
      ...runOf('b'),
      reason: 'second',
      mayRetry: true,
    });
    assert.deepEqual(
      failed.failed?.map(({ reason }) => reason),
      ['second'],
    );
    const again = retried(failed, failed.failed.map(retryOf));
    assert.equal(lettersOf(again), 'ab');
    assert.deepEqual(again.runs[1], { ...runOf('b'), isRetry: true });
    assert.equal(again.failed, undefined);
    assert.equal(
      withoutFailures(again, () => true),
      again,
    );
  });
});
