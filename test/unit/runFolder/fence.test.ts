import assert from 'node:assert/strict';
import {
  appendFileSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import fs from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { replay } from '../../../src/contract/runState';
import { summarize } from '../../../src/contract/summary';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { withFileLock } from '../../../src/runFolder/fileLock';
import { STALE_MS, type Owner } from '../../../src/runFolder/owner';
import { LostRunError, takeOwnership } from '../../../src/runFolder/ownership';
import { runPaths } from '../../../src/runFolder/paths';
import { readEvents } from '../../../src/runFolder/readRun';
import { RunWriter } from '../../../src/runFolder/runWriter';
import { toJsonLine } from '../../../src/util/jsonLines';
import { eventsOfRun } from '../cli/events';
import { interleave, type Order } from './interleaving';

/** In which order the steps of several processes come: a few hundred in `npm test`, as many as are asked for otherwise. */
const numRuns = Number(process.env['DIGITS_LAB_INTERLEAVINGS'] ?? 150);
const order = (works: number, mostSteps = 40): fc.Arbitrary<Order> =>
  fc.array(fc.tuple(fc.nat(works - 1), fc.nat(mostSteps)), { maxLength: 12 });

const time = '2026-01-02T03:04:05.000Z';
const batch = (epoch: number, loss: number): TrainerEvent => {
  return { type: 'batchEnded', time, epoch, batch: 1, batches: 1, loss, accuracy: 0.5, imagesPerSecond: 1 };
};
/** Which is written at once, with the batches that wait. */
const epoch = (number: number, loss: number): TrainerEvent => {
  const none = { valLoss: null, valAccuracy: null };
  return { type: 'epochEnded', time, epoch: number, epochs: 2, loss, accuracy: 0.5, ...none, imagesPerSecond: 1, durationMs: 1, etaMs: 1 };
};
const ended = (status: 'completed' | 'stopped'): TrainerEvent => {
  return { type: 'runEnded', time, status, epochs: 1, keptEpoch: 1, durationMs: 1 };
};

/** Orders come by chance: more of them are tried until each of their ends was seen, and not for ever. */
async function tryOrders<T>(property: fc.IAsyncProperty<T>, isSeen: () => boolean, seen: () => string): Promise<void> {
  for (let times = 0; times < 20 && !(times > 0 && isSeen()); times++) await fc.assert(property, { numRuns });
  assert.ok(isSeen(), seen());
}

describe('a process that was taken for dead and goes on in the middle of a step', () => {
  let base: string;
  let count = 0;
  // In memory, where there is such a place: every file is synced.
  before(() => (base = mkdtempSync(path.join(existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir(), 'digits-fence-'))));
  after(() => rmSync(base, { recursive: true }));
  const newFolder = (): string => path.join(base, String(++count));
  const age = (file: string): void => {
    const owner = JSON.parse(readFileSync(file, 'utf8')) as Owner;
    writeFileSync(file, JSON.stringify({ ...owner, heartbeat: new Date(Date.now() - STALE_MS - 1000).toISOString() }));
  };
  const whole = eventsOfRun();
  const [started] = whole;
  const config = replay(whole).config!;

  it('mixes nothing into the run, whatever the order of the steps', async function () {
    this.timeout(600_000);
    const seen = { before: 0, lost: 0 };
    await tryOrders(
      fc.asyncProperty(order(3), async steps => {
        const folder = newFolder();
        const paths = runPaths(folder);
        const first = await RunWriter.create(folder, config);
        first.append(started!);
        await first.write(paths.checkpoint, 'first 0');
        await first.write(paths.groundTruth, 'first 0');
        age(paths.owner);
        let second: RunWriter | undefined;
        let found: readonly string[] = [];
        const text = (file: string): string => readFileSync(file, 'utf8');
        const [one, other, late] = await interleave(
          [
            async () => {
              for (const round of [1, 2]) {
                first.append(batch(round, 666));
                first.append(epoch(round, 666));
                await first.write(paths.checkpoint, `first ${round}`);
                await first.write(paths.onnxModel, `first ${round}`);
                await first.write(paths.groundTruth, `first ${round}`);
              }
              first.append(ended('stopped'));
              await first.close();
            },
            async () => {
              second = await RunWriter.resume(folder);
              found = [text(paths.checkpoint), text(paths.groundTruth)];
              second.append({ type: 'runResumed', time, epoch: 0 });
              await second.write(paths.onnxModel, 'second');
              assert.equal(text(paths.checkpoint), found[0]);
              await second.write(paths.checkpoint, 'second');
              for (const event of whole.slice(1)) second.append(event);
              await second.close();
            },
            async () => {
              // As if the first one had looked before, and writes its lines now.
              for (const event of [batch(2, 666), epoch(2, 666), ended('stopped')]) {
                await fs.readdir(folder);
                appendFileSync(paths.events, toJsonLine({ ...event, attempt: 1 }));
              }
            },
          ],
          steps,
        );
        await first.abandon();
        assert.equal(other!.status, 'fulfilled', String((other as PromiseRejectedResult).reason));
        assert.equal(late!.status, 'fulfilled');
        if (one!.status === 'rejected') assert.ok(one!.reason instanceof LostRunError, String(one!.reason));
        seen[one!.status === 'rejected' ? 'lost' : 'before']++;
        assert.deepEqual([text(paths.checkpoint), text(paths.onnxModel)], ['second', 'second']);
        assert.equal(text(paths.groundTruth), found[1], 'what the second found stayed');
        const run = replay(await readEvents(folder));
        assert.equal(run.attempt, 2);
        const expected = replay([
          { ...started!, attempt: 1 },
          { type: 'runResumed', time, epoch: 0, attempt: 2 },
          ...whole.slice(1).map(event => ({ ...event, attempt: 2 })),
        ]);
        assert.deepEqual(run, expected);
        assert.deepEqual(JSON.parse(text(paths.summary)), JSON.parse(JSON.stringify(summarize(expected))));
        assert.deepEqual(readdirSync(folder).toSorted(), [
          'checkpoint',
          'config.json',
          'events.jsonl',
          'ground_truth.npy',
          'labels.json',
          'model',
          'summary.json',
        ]);
        for (const below of ['checkpoint', 'model']) assert.equal(readdirSync(path.join(folder, below)).length, 1);
        rmSync(folder, { recursive: true });
      }),
      () => seen.lost > 0 && seen.before > 0,
      () => `it came to both: ${JSON.stringify(seen)}`,
    );
  });

  it('adds nothing to the events of the run, however late it writes into the file that it has open', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = newFolder();
    const { events, owner } = runPaths(folder);
    const first = await RunWriter.create(folder, config);
    first.append(started!);
    const open = openSync(events, 'a');
    age(owner);
    const second = await RunWriter.resume(folder);
    second.append({ type: 'runResumed', time, epoch: 0 });
    const left = readFileSync(events, 'utf8');
    writeSync(open, 'in the middle of a line');
    closeSync(open);
    assert.equal(readFileSync(events, 'utf8'), left);
    assert.deepEqual(
      (await readEvents(folder)).map(({ type }) => type),
      ['runStarted', 'runResumed'],
    );
    assert.throws(() => first.append(epoch(1, 1)), LostRunError);
    await Promise.all([first.abandon(), second.abandon()]);
  });

  it('leaves one owner at most, of several that take the run while it goes on with its heartbeat', async function () {
    this.timeout(600_000);
    const winners = [0, 0];
    await tryOrders(
      fc.asyncProperty(order(3), fc.boolean(), async (steps, ends) => {
        const folder = newFolder();
        mkdirSync(folder);
        const first = await takeOwnership(folder);
        age(runPaths(folder).owner);
        const take = (): Promise<unknown> => takeOwnership(folder);
        const beat = async (): Promise<void> => {
          for (let i = 0; i < 3; i++) await first.announce();
          if (ends) await first.release();
        };
        const [one, ...others] = await interleave([beat, take, take], steps);
        const won = others.flatMap(result =>
          result.status === 'fulfilled' ? [result.value as Awaited<ReturnType<typeof takeOwnership>>] : [],
        );
        for (const result of others) if (result.status === 'rejected') assert.match(String(result.reason), /is working on this run/);
        assert.ok(won.length <= 1, `${won.length} owners`);
        winners[won.length]!++;
        const [winner] = won;
        if (winner) {
          winner.check();
          assert.throws(() => first.check(), LostRunError);
          await winner.announce();
          await winner.release();
        } else {
          assert.equal(one!.status, 'fulfilled', 'nobody has taken it');
          if (!ends) first.check();
        }
        await first.release();
        assert.deepEqual(readdirSync(folder), []);
      }),
      () => winners[0]! > 0 && winners[1]! > 0,
      () => `it came to both: ${winners.join()}`,
    );
  });

  it('loses no change of a file that is locked', async function () {
    this.timeout(600_000);
    const outcomes = { both: 0, one: 0 };
    const clock = { after: (_: number, callback: () => void) => (setImmediate(callback), () => undefined) };
    await tryOrders(
      // In all fewer steps than the one who waits looks in vain before it gives up.
      fc.asyncProperty(order(2, 6), async steps => {
        const folder = newFolder();
        mkdirSync(folder);
        const file = path.join(folder, 'shared.json');
        writeFileSync(file, '0');
        const change = (sleeps: boolean) => () =>
          withFileLock(
            file,
            async lock => {
              if (sleeps) age(`${file}.lock`);
              const now = Number(readFileSync(file, 'utf8'));
              await fs.readdir(folder);
              await lock.write(String(now + 1));
            },
            clock,
          );
        const results = await interleave([change(true), change(false)], steps);
        const changed = results.filter(({ status }) => status === 'fulfilled').length;
        for (const result of results)
          if (result.status === 'rejected') assert.match(String(result.reason), /another process has changed it meanwhile\. Try again/);
        outcomes[changed === 2 ? 'both' : 'one']++;
        assert.ok(changed >= 1);
        assert.equal(Number(readFileSync(file, 'utf8')), changed);
        assert.deepEqual(readdirSync(folder), ['shared.json']);
        rmSync(folder, { recursive: true });
      }),
      () => outcomes.both > 0 && outcomes.one > 0,
      () => `it came to both: ${JSON.stringify(outcomes)}`,
    );
  });
});
