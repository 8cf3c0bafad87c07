import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { STALE_MS, thisProcess, type Owner } from '../../../src/runFolder/owner';
import { readEvents, readOverview } from '../../../src/runFolder/readRun';
import { recordFailure } from '../../../src/runFolder/recordFailure';
import { Lab } from '../../../src/runs/lab';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import type { EndedRun } from '../../../src/runs/executor';
import { untilLab } from '../../untilLab';
import { fewDigits } from '../data/fewDigits';
import { writeRun } from '../runFolder/writtenRun';
import { quick, temporaryRuns, trainerFile } from '../trainer/forkTrainer';

describe('Lab, when a run that it trains is lost', () => {
  const home = temporaryRuns();
  const dataset = fewDigits(home);
  let count = 0;
  let lab: Lab;
  let runsFolder: string;
  let remembered: readonly RememberedRun[];
  beforeEach(async () => {
    const folder = path.join(home, String(++count));
    runsFolder = path.join(folder, 'runs');
    remembered = [];
    lab = new Lab({
      locations: [{ runsFolder, queueFile: path.join(folder, 'queue.json') }],
      trainerFile,
      memory: { read: () => remembered, write: all => void (remembered = all) },
      settings: () => ({ maxConcurrentRuns: 1, threads: 1 }),
    });
    await lab.refresh();
  });
  afterEach(() => lab.dispose());

  const loseAfterAnEpoch = async (lose: (folder: string) => void): Promise<{ readonly folder: string; readonly outcome: EndedRun }> => {
    const ended = new Promise<EndedRun>(resolve => void lab.onEnded(resolve));
    const id = await lab.train({ parameters: { ...quick, dataset, epochs: 10_000 } });
    await untilLab(lab, () => (lab.find(id)?.live?.epochs.length ?? 0) >= 1);
    const folder = path.join(runsFolder, id);
    lose(folder);
    return { folder, outcome: await ended };
  };

  it('with its folder, makes nothing of it again, shows it no more, and does not begin it again', async () => {
    const { folder, outcome } = await loseAfterAnEpoch(gone => renameSync(gone, `${home}/gone`));
    assert.ok(outcome.isLost && outcome.outcome.status === 'failed');
    assert.match(outcome.outcome.reason, /the run's folder was removed/);
    assert.ok(!existsSync(folder));
    assert.deepEqual([lab.find(outcome.id), lab.runs, remembered], [undefined, [], []]);
  });

  it('to another process, shows it as that one’s, and writes nothing into it', async () => {
    const { folder, outcome } = await loseAfterAnEpoch(place => {
      const owner = JSON.parse(readFileSync(path.join(place, 'owner.json'), 'utf8')) as Owner;
      writeFileSync(path.join(place, 'owner.json'), JSON.stringify({ ...owner, attempt: 2, host: 'elsewhere' }));
    });
    assert.ok(outcome.isLost && outcome.outcome.status === 'failed');
    const run = lab.find(outcome.id)!;
    assert.deepEqual([run.status, run.isOwn, remembered], ['running', false, []]);
    assert.ok((await readEvents(folder)).every(({ type }) => type !== 'runFailed'));
    assert.ok(!existsSync(path.join(folder, 'summary.json')));
  });
});

describe('the failure that a trainer had no time to write down', () => {
  const runs = temporaryRuns();
  let count = 0;
  /** A run of which there is no end, at its first attempt unless something else is said. */
  const interrupted = (attempt = 1): string => {
    const id = `20260102-030405-aa${['a', 'b', 'c', 'd', 'e', 'f'][count++]}a`;
    return writeRun(runs, { id, events: all => all.slice(0, -1).map(event => ({ ...event, attempt })) });
  };
  const failure = { reason: 'it crashed', stderrTail: 'last words', attempt: 1 };

  it('is written down for it', async () => {
    const folder = interrupted();
    await recordFailure(folder, failure);
    const { status, summary } = await readOverview(folder);
    assert.deepEqual([status, summary?.reason, summary?.attempt], ['failed', 'it crashed', 2]);
    assert.deepEqual(
      (await readEvents(folder)).slice(-2).map(({ type, attempt }) => [type, attempt]),
      [
        ['logged', 2],
        ['runFailed', 2],
      ],
    );
    assert.deepEqual(
      readdirSync(folder).filter(name => name.startsWith('owner')),
      [],
    );
  });

  it('is not written into a run that another process has gone on with, whether it still does or not', async () => {
    const later = interrupted(2);
    const before = readFileSync(path.join(later, 'events.jsonl'), 'utf8');
    await assert.rejects(recordFailure(later, failure), /another process has gone on with this run meanwhile \(attempt 2\)/);
    const claimed = interrupted();
    writeFileSync(
      path.join(claimed, 'owner.json'),
      JSON.stringify({ ...thisProcess(2), heartbeat: new Date(Date.now() - STALE_MS - 1).toISOString() }),
    );
    await assert.rejects(recordFailure(claimed, failure), /attempt 2/);
    const running = interrupted();
    writeFileSync(path.join(running, 'owner.json'), JSON.stringify({ ...thisProcess(2), host: 'elsewhere' }));
    await recordFailure(running, failure);
    for (const folder of [later, claimed, running])
      assert.deepEqual(
        (await readEvents(folder)).filter(({ type }) => type === 'runFailed'),
        [],
      );
    assert.equal(readFileSync(path.join(later, 'events.jsonl'), 'utf8'), before);
  });

  it('is not written where there is no run', async () => {
    await recordFailure(path.join(runs, 'nowhere'), failure);
    assert.ok(!existsSync(path.join(runs, 'nowhere')));
  });
});
