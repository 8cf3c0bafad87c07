import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { toDashboard, type DashboardChange, type DashboardState } from '../../../../src/contract/dashboard';
import { applyChange } from '../../../../src/contract/dashboardState';
import { fits } from '../../../../src/contract/formats/fits';
import { parseValue } from '../../../../src/contract/formats/parse';
import { REPRODUCTION } from '../../../../src/contract/labels';
import { initialRun, RunProgress } from '../../../../src/contract/runState';
import type { TrainerEvent } from '../../../../src/contract/trainer';
import { runPaths } from '../../../../src/runFolder/paths';
import { readOverview, readRun } from '../../../../src/runFolder/readRun';
import { describeListed, type LabRun } from '../../../../src/runs/labRun';
import { KnownRecordings } from '../../../../src/ui/dashboard/knownRecordings';
import { KnownRuns } from '../../../../src/ui/dashboard/knownRuns';
import { notesOf } from '../../../../src/ui/dashboard/notesOf';
import { RunPage } from '../../../../src/ui/dashboard/runPage';
import { Emitter } from '../../../../src/util/emitter';
import { toJsonLine } from '../../../../src/util/jsonLines';
import { until } from '../../../until';
import { eventsOfRun } from '../../cli/events';
import { logRows, longRows, writeRecorded } from '../../runFolder/recording/writeRecorded';
import { writeRun } from '../../runFolder/writtenRun';
import { turn } from '../faultyChannel';

const id = '20260102-030405-abcd';
const parentId = '20260101-030405-abcd';

/** A lab of runs that the test trains. */
class TestLab {
  readonly runs = new Map<string, LabRun>();
  private readonly progress = new Map<string, RunProgress>();
  private readonly events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  private readonly changes = new Emitter<void>();
  readonly onEvents = this.events.event;
  readonly onChanged = this.changes.event;

  find(run: string): LabRun | undefined {
    return this.runs.get(run);
  }

  /** A run as it is on the disk, with these changes. */
  async list(folder: string, changes: Partial<LabRun> = {}): Promise<void> {
    const run = describeListed(await readOverview(folder), undefined, undefined);
    this.set({ ...run, ...changes });
  }

  set(run: LabRun): void {
    this.runs.set(run.id, run);
    this.changes.fire();
  }

  /** Another process begins to train it. */
  train(run: string): void {
    this.progress.set(run, new RunProgress());
    this.set({ ...this.runs.get(run)!, status: 'running', live: initialRun, summary: undefined });
  }

  say(run: string, events: readonly TrainerEvent[]): void {
    const progress = this.progress.get(run)!;
    for (const event of events) progress.add(event);
    this.runs.set(run, { ...this.runs.get(run)!, live: progress.run });
    this.events.fire({ id: run, events });
    this.changes.fire();
  }
}

describe('the page of a run', () => {
  let runs: string;
  let lab: TestLab;
  let known: KnownRuns;
  let changes: DashboardChange[];
  beforeEach(() => {
    runs = mkdtempSync(path.join(os.tmpdir(), 'digits-page-'));
    lab = new TestLab();
    known = new KnownRuns();
    changes = [];
  });
  afterEach(() => rmSync(runs, { recursive: true }));

  const fullOf = (run: string): string => lab.find(run)?.labels.name || `what is called ${run}`;

  function pageOf(run = id): RunPage {
    const recordings = new KnownRecordings();
    const tell = (change: DashboardChange): void => void changes.push(change);
    return new RunPage(lab.find(run)!, { lab, names: { fullOf }, known, recordings, isTrusted: () => true, tell });
  }

  /** The page when it is loaded, and what another side has that is told its changes from then on. */
  async function loaded(): Promise<{ page: RunPage; told: () => DashboardState }> {
    const page = pageOf();
    await page.loaded;
    const first = page.state;
    changes = [];
    return { page, told: () => changes.reduce(applyChange, first) };
  }

  const lines = (events: readonly TrainerEvent[]): string => events.map(toJsonLine).join('');

  it('has of a run that has ended all that its folder has', async () => {
    await lab.list(writeRun(runs, { id: parentId }));
    await lab.list(writeRun(runs, { id, labels: { name: 'A name', tags: ['a'] } }), { parent: parentId });
    const { page } = await loaded();
    const { run, label, status, labels, parent, artifacts, actions } = page.state;
    assert.deepEqual(run, await readRun(lab.find(id)!.folder));
    assert.deepEqual([label, status, labels.tags], ['A name', 'completed', ['a']]);
    const { epochs, batches } = await readRun(lab.find(parentId)!.folder);
    assert.deepEqual([parent?.runId, parent?.epochs, parent?.batchesPerEpoch], [parentId, epochs, batches[0]?.batches]);
    assert.ok(artifacts.some(({ path }) => path === 'events.jsonl'));
    assert.deepEqual(actions, ['showLog', 'openConfig', 'reveal', 'openParent', 'report', 'difference', 'rerun', 'effect', 'reproduce']);
  });

  it('has its notes, and those that are written elsewhere', async () => {
    await lab.list(writeRun(runs, { id }));
    const { page, told } = await loaded();
    assert.deepEqual(page.state.notes, { text: '', whyNotEdited: null });
    writeFileSync(runPaths(lab.find(id)!.folder).notes, 'More at 64.');
    lab.set({ ...lab.find(id)! });
    await until({ isSo: () => told().notes.text === 'More at 64.', seen: () => told().notes });
    // A folder that is not trusted, a run of a newer version, and one without a folder say why nothing is written there.
    for (const [changes, isTrusted, why] of [
      [{}, false, /trusted/],
      [{ readOnly: 'It is of a newer version.' }, true, /newer version/],
      [{ config: undefined }, true, /no folder/],
    ] as const)
      assert.match((await notesOf({ ...lab.find(id)!, ...changes }, isTrusted)).whyNotEdited ?? '', why);
  });

  it('says of a reproduction how it compares with its original, as soon as that is known', async () => {
    await lab.list(writeRun(runs, { id: parentId }));
    await lab.list(writeRun(runs, { id, labels: { tags: [REPRODUCTION] } }), { parent: parentId });
    const { told } = await loaded();
    // The folders of the test have no weights.
    await until({ isSo: () => told().comparison?.verdict === 'unknown', seen: () => told().comparison });
    assert.match(told().comparison!.lines.join(), /weights\.bin: there is no such file/);
  });

  it('is described for the wire as it is: it is looked at without being copied', async () => {
    await lab.list(writeRun(runs, { id: parentId }));
    await lab.list(writeRun(runs, { id }), { parent: parentId });
    lab.train(id);
    const { page } = await loaded();
    lab.say(id, eventsOfRun().slice(0, 5));
    for (const message of [
      { type: 'hydrate', number: 1, state: page.state },
      { type: 'changes', number: 2, changes },
    ])
      assert.ok(fits(toDashboard, JSON.parse(JSON.stringify(message))), message.type);
  });

  it('and what is told of it agree, however the run and its parent go on', async () => {
    const all = eventsOfRun();
    const step = fc.record({
      run: fc.constantFrom(id, parentId),
      what: fc.constantFrom('say', 'say', 'say', 'train', 'end', 'rename', 'turn'),
      count: fc.constantFrom(1, 3, 5_000),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async steps => {
        lab = new TestLab();
        await lab.list(writeRun(runs, { id: parentId }));
        await lab.list(writeRun(runs, { id, events: events => events.slice(0, 4) }), { parent: parentId });
        const { page, told } = await loaded();
        const at = new Map<string, number>();
        for (const { run, what, count } of steps) {
          const now = lab.find(run)!;
          if (what === 'train') {
            at.set(run, 0);
            lab.train(run);
          } else if (what === 'say' && now.live) {
            const from = at.get(run) ?? 0;
            const batches = count === 5_000 ? Array.from({ length: count }, () => all[1]!) : [];
            lab.say(run, [...all.slice(from, from + count), ...batches]);
            at.set(run, from + count);
          } else if (what === 'end') lab.set({ ...now, live: undefined, status: 'interrupted' });
          else if (what === 'rename') lab.set({ ...now, labels: { ...now.labels, name: `${count}` } });
          else await turn();
        }
        const { live, status, folder } = lab.find(id)!;
        const run = live ?? (await readRun(folder));
        // What was heard to its end is not read again, and this file does not have it.
        const isHeard = page.state.run.ended !== undefined;
        await until({
          // One that is read along with, and of which nothing was read yet, is shown as it was; and a long one is thinned out.
          isSo: () => isHeard || !run.config || run.batches.length > 2_000 || isDeepStrictEqual(page.state.run, run),
          seen: () => [page.state.run, run],
          limitMs: 30_000,
        });
        await until({ isSo: () => live !== undefined || page.state.status === status, seen: () => [page.state.status, status] });
        assert.deepEqual(told(), page.state);
        page.dispose();
      }),
      { numRuns: 40, endOnFailure: true },
    );
  }).timeout(300_000);

  it('reads the end of a run that another process wrote after the last look at its events', async () => {
    const folder = writeRun(runs, { id, summary: false, events: events => events.slice(0, -3) });
    await lab.list(folder);
    lab.train(id);
    const { page, told } = await loaded();
    const all = eventsOfRun();
    lab.say(id, all.slice(0, -3));
    appendFileSync(runPaths(folder).events, lines(all.slice(-3)));
    lab.set({ ...lab.find(id)!, status: 'completed', live: undefined });
    // Its status is known before its events have been read.
    await until({ isSo: () => page.state.run?.status === 'completed', seen: () => page.state });
    assert.deepEqual(page.state.run, await readRun(folder));
    assert.deepEqual(told(), page.state);
  });

  it('follows what another tool records of it', async () => {
    const folder = writeRecorded(runs, { id, rows: longRows(3, 5), isLive: true });
    await lab.list(folder);
    const { page, told } = await loaded();
    assert.deepEqual([page.state.status, page.state.recorded?.scalars.rows], ['running', 3]);
    logRows(folder, longRows(2, 5, 3));
    await until({ isSo: () => told().recorded?.scalars.rows === 5, seen: () => told().recorded?.scalars });
    assert.deepEqual(told(), page.state);
    const message = JSON.parse(JSON.stringify({ type: 'hydrate', number: 1, state: page.state })) as unknown;
    assert.deepEqual(parseValue(toDashboard, message, 'the message'), message);
    page.dispose();
  });

  it('tells of a parent that goes on its epochs alone, and reads nothing of it', async () => {
    await lab.list(writeRun(runs, { id: parentId }));
    await lab.list(writeRun(runs, { id }), { parent: parentId });
    lab.train(parentId);
    const { page, told } = await loaded();
    known.read = () => Promise.reject(new Error('It is read.'));
    for (const event of eventsOfRun()) lab.say(parentId, [event]);
    await until({
      isSo: () => page.state.parent?.epochs.length === lab.find(parentId)?.live?.epochs.length,
      seen: () => page.state.parent,
    });
    await turn();
    assert.ok(changes.length > 0);
    assert.deepEqual([...new Set(changes.map(({ type }) => type))], ['events']);
    assert.deepEqual(told(), page.state);
  });

  it('follows nothing any more once its page is gone', async () => {
    await lab.list(writeRun(runs, { id }));
    lab.train(id);
    const { page } = await loaded();
    page.dispose();
    lab.say(id, eventsOfRun());
    await turn();
    assert.deepEqual(changes, []);
  });
});
