import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { thisProcess } from '../../../src/runFolder/owner';
import { Lab } from '../../../src/runs/lab';
import type { LabRun } from '../../../src/runs/labRun';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import { READY_MS } from '../../../src/runs/process/trainerChild';
import { until } from '../../until';
import { untilLab } from '../../untilLab';
import { fewDigits } from '../data/fewDigits';
import { writeRun } from '../runFolder/writtenRun';
import { quick as usual, runTrainer, startIn, temporaryRuns, trainerFile } from '../trainer/forkTrainer';
import { FakeClock } from '../util/fakeClock';
import { FakeTrainers } from './fakeTrainer';

describe('Lab, in trouble', () => {
  const home = temporaryRuns();
  const quick = { ...usual, dataset: fewDigits(home), epochs: 1 };
  const trainers = new FakeTrainers();
  after(() => trainers.dispose());
  let location: { runsFolder: string; queueFile: string };
  let clock: FakeClock;
  let lab: Lab | undefined;
  let remembered: readonly RememberedRun[];
  let count = 0;
  beforeEach(() => {
    const folder = path.join(home, String(++count));
    location = { runsFolder: path.join(folder, 'runs'), queueFile: path.join(folder, 'queue.json') };
    clock = new FakeClock();
    remembered = [];
  });
  afterEach(() => lab?.dispose());

  const open = (file: string, maxConcurrentRuns = 1): Lab => {
    const memory = { read: () => remembered, write: (runs: readonly RememberedRun[]) => void (remembered = runs) };
    return (lab = new Lab({
      locations: [location],
      trainerFile: file,
      memory,
      clock,
      settings: () => ({ maxConcurrentRuns, threads: 1 }),
    }));
  };
  /** The ids of the first runs that end, so many of them. */
  const ended = async (of: Lab, count = 1): Promise<string[]> => {
    const ids: string[] = [];
    const noting = of.onEnded(({ id }) => ids.push(id));
    await until({
      isSo: () => ids.length === count,
      what: `the end of ${count} runs`,
      seen: () => [ids, of.runs.map(({ id, status }) => [id, status]), of.queued],
      on: look => [of.onEnded(look)],
    });
    noting.dispose();
    return ids;
  };
  /** The run of a trainer that plays a part, when it is over. */
  const runOf = async (body: string, whileItRuns: () => void = () => undefined): Promise<LabRun> => {
    const opened = open(trainers.write(body));
    await opened.refresh();
    const over = ended(opened);
    const id = await opened.train({ parameters: quick });
    whileItRuns();
    assert.deepEqual(await over, [id]);
    return opened.find(id)!;
  };

  for (const [what, body, reason, said] of [
    [
      'crashes',
      `onCommand({ start: () => process.stderr.write('last words', () => process.abort()) }); ready();`,
      /SIGABRT|exit code/,
      /last words/,
    ],
    ['exits before it is ready', `process.stderr.write('no engine', () => process.exit(4));`, /exit code 4/, /no engine/],
    ['says garbage', `onCommand({ start: () => process.send('%$#') }); ready();`, /no message: found "%\$#"/, /^/],
    ['prints garbage and ends', `process.stdout.write('{"type":"ready"}\\n%$#', () => process.exit(0));`, /exit code 0/, /%\$#/],
    ['speaks another version', `process.send({ type: 'ready', protocolVersion: 999 });`, /version 999.*Install Digits Lab again/, /^/],
    ['cannot be loaded', `require('./nowhere.cjs');`, /exit code 1/, /Cannot find module/],
  ] as const) {
    it(`shows a run whose trainer ${what} as failed, with the reason and what it wrote last`, async () => {
      const run = await runOf(body);
      assert.equal(run.status, 'failed');
      assert.match(run.reason ?? '', reason);
      assert.match(run.stderrTail, said);
      assert.deepEqual(remembered, []);
    });
  }

  it('shows a run whose trainer hangs as failed, after its time', async () => {
    const run = await runOf(`setInterval(() => undefined, 1e6);`, () => clock.advance(READY_MS));
    assert.equal(run.status, 'failed');
    assert.match(run.reason ?? '', /did not answer within 20 s/);
  });

  it('goes on with the queue after a run that failed', async () => {
    const opened = open(trainers.write(`process.exit(1);`));
    await opened.refresh();
    const both = ended(opened, 2);
    const first = await opened.train({ parameters: quick });
    const second = await opened.train({ parameters: quick });
    assert.deepEqual(await both, [first, second]);
    assert.deepEqual(opened.queued, []);
  });

  const interrupted = (id: string): string => writeRun(location.runsFolder, { id, events: all => all.slice(0, -1) });

  it('does not go on by itself with an interrupted run that was not its own', async () => {
    const id = '20260102-030405-abcd';
    interrupted(id);
    const opened = open(trainerFile);
    await opened.refresh();
    assert.equal(opened.find(id)?.status, 'interrupted');
    assert.deepEqual(opened.active, []);
  });

  it('goes on by itself with its own run as it was begun, and not with what has taken its place', async () => {
    const id = '20260102-030405-abcd';
    const parameters = { ...quick, epochs: 5000 };
    await runTrainer(startIn(path.join(location.runsFolder, id), parameters), ({ type }, child) => {
      if (type === 'epochEnded') child.kill('SIGKILL');
    });
    const run = { id, parameters, labels: {}, parent: null, threads: null, engine: null, addedAt: '' };
    const memory = {
      ...run,
      runsFolder: location.runsFolder,
      owner: { ...thisProcess(), pid: spawnSync(process.execPath, ['-e', '']).pid },
    };
    remembered = [memory];
    const first = open(trainerFile);
    await first.refresh();
    await untilLab(first, () => first.find(id)?.status === 'running');
    await first.dispose();
    remembered = [{ ...memory, parameters: { ...parameters, dataset: '/what/was/asked/for' } }];
    const second = open(trainerFile);
    const troubles: string[] = [];
    second.onTrouble(({ message }) => troubles.push(message));
    await second.refresh();
    assert.equal(second.find(id)?.status, 'interrupted');
    assert.deepEqual(second.active, []);
    assert.match(troubles.join(), /its config\.json is not the one that the run was begun with/);
    assert.deepEqual(remembered, []);
  });

  it('lets a run wait that is to be gone on with while another trains, and deletes it from there, too', async () => {
    const id = '20260102-030405-abcd';
    interrupted(id);
    const opened = open(trainers.write(`onCommand({ stop: () => { ended('stopped'); finish(); } }); ready();`));
    await opened.refresh();
    await opened.train({ parameters: quick });
    await opened.resume(id);
    await opened.resume(id);
    assert.deepEqual(
      opened.queued.map(run => run.id),
      [id],
    );
    await opened.delete(id);
    assert.deepEqual(opened.queued, []);
    assert.equal(opened.find(id), undefined);
  });

  it('begins a run again whose trainer was ended before it had written its config', async () => {
    const id = '20260102-030405-abcd';
    const folder = path.join(location.runsFolder, id);
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'labels.json'), '{}');
    const run = { id, parameters: quick, labels: {}, parent: null, threads: null, engine: null, addedAt: '' };
    remembered = [{ ...run, runsFolder: location.runsFolder, owner: thisProcess() }];
    const opened = open(trainerFile);
    const over = ended(opened);
    await opened.refresh();
    await over;
    assert.equal(opened.find(id)?.status, 'completed');
    assert.ok(existsSync(path.join(folder, 'config.json')));
  });

  it('keeps the same description of a run of which nothing has changed, so that a list can tell', async () => {
    const [one, two] = ['20260102-030405-abcd', '20260102-030405-abce'];
    for (const id of [one, two]) writeRun(location.runsFolder, { id });
    const opened = open(trainerFile);
    await opened.refresh();
    const before = [opened.find(one), opened.find(two)];
    await opened.changeLabels(two, { pinned: true });
    await opened.refresh();
    assert.equal(opened.runs[0], before[0]);
    assert.notEqual(opened.runs[1], before[1]);
    assert.equal(opened.runs[1]?.labels.pinned, true);
  });
});
