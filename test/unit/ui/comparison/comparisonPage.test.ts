import assert from 'node:assert/strict';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseToComparison, type ComparisonChange, type ComparisonMode, type ComparisonState } from '../../../../src/contract/comparison';
import { applyComparisonChange } from '../../../../src/contract/comparisonState';
import { initialRun, RunProgress } from '../../../../src/contract/runState';
import type { TrainerEvent } from '../../../../src/contract/trainer';
import { runPaths } from '../../../../src/runFolder/paths';
import { readOverview, readRun } from '../../../../src/runFolder/readRun';
import { describeListed, type LabRun } from '../../../../src/runs/labRun';
import { ComparedRuns } from '../../../../src/ui/comparison/comparedRuns';
import { ComparisonPage } from '../../../../src/ui/comparison/comparisonPage';
import { KnownEpochs } from '../../../../src/ui/comparison/knownEpochs';
import { Emitter } from '../../../../src/util/emitter';
import { until } from '../../../until';
import { eventsOfRun } from '../../cli/events';
import { writeRecorded } from '../../runFolder/recording/writeRecorded';
import { writeRun } from '../../runFolder/writtenRun';

const ids = ['20260101-030405-abcd', '20260102-030405-abcd', '20260103-030405-abcd'] as const;

/** A lab of runs, one of which the test trains. */
class TestLab {
  runs: LabRun[] = [];
  private readonly progress = new RunProgress();
  private readonly events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  private readonly changes = new Emitter<void>();
  readonly onEvents = this.events.event;
  readonly onChanged = this.changes.event;

  find(id: string): LabRun | undefined {
    return this.runs.find(run => run.id === id);
  }

  set(run: LabRun): void {
    this.runs = [...this.runs.filter(({ id }) => id !== run.id), run].toSorted((a, b) => (a.id < b.id ? -1 : 1));
    this.changes.fire();
  }

  remove(id: string): void {
    this.runs = this.runs.filter(run => run.id !== id);
    this.changes.fire();
  }

  train(id: string): void {
    this.set({ ...this.find(id)!, status: 'running', live: initialRun, summary: undefined });
  }

  say(id: string, event: TrainerEvent): void {
    this.progress.add(event);
    const run = { ...this.find(id)!, live: this.progress.run };
    this.runs = this.runs.map(one => (one.id === id ? run : one));
    this.events.fire({ id, events: [event] });
  }
}

describe('what a page of several runs shows', () => {
  let folder: string;
  let lab: TestLab;
  let members: readonly string[];
  let checked: { ids: readonly string[] };
  const checks = new Emitter<readonly string[]>();
  const log: string[] = [];

  beforeEach(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-compared-'));
    lab = new TestLab();
    for (const [i, id] of ids.entries()) {
      writeRun(folder, { id, parameters: { seed: i } });
      lab.set(describeListed(await readOverview(path.join(folder, id)), undefined, undefined));
    }
    members = ids.slice(0, 2);
    checked = { ids: members };
    log.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A page as the host has it, and as it is after all that it was told. */
  function open(mode: ComparisonMode = 'comparison'): {
    readonly page: ComparisonPage;
    readonly seen: () => ComparisonState;
    readonly told: ComparisonChange[];
  } {
    const told: ComparisonChange[] = [];
    const page = new ComparisonPage({
      mode,
      members: () => members,
      lab,
      names: { fullOf: id => `full ${id}` },
      known: new KnownEpochs(),
      rows: new ComparedRuns(true),
      checked: { get ids() { return checked.ids; }, onChanged: checks.event }, // prettier-ignore
      views: { all: [], onChanged: new Emitter<void>().event },
      trackingOf: () => undefined,
      log: line => log.push(line),
      tell: change => told.push(change),
    });
    const first = page.state;
    // As it comes over the wire.
    parseToComparison({ type: 'hydrate', number: 1, state: structuredClone(first) });
    const seen = (): ComparisonState => {
      parseToComparison({ type: 'changes', number: 2, changes: structuredClone(told) });
      return told.reduce(applyComparisonChange, first);
    };
    return { page, seen, told };
  }

  it('is the rows at once, then the curves as they are read', async () => {
    const { page, seen } = open();
    assert.deepEqual(seen().runs.map(({ id }) => id), members); // prettier-ignore
    assert.equal(seen().runs[0]!.summary?.confusionMatrix, null);
    await until({ isSo: () => seen().curves.length === 2, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    assert.deepEqual(seen().curves.find(({ runId }) => runId === ids[0])?.epochs, (await readRun(path.join(folder, ids[0]))).epochs);
    assert.deepEqual(seen(), page.state);
  });

  it('says of a run that another tool recorded that it did', async () => {
    const id = '20260101-000009-aaaa';
    writeRecorded(folder, { id, rows: [{ epoch: 0, loss: 1 }] });
    lab.set(describeListed(await readOverview(path.join(folder, id)), undefined, undefined));
    members = [ids[0], id];
    const { seen } = open();
    assert.deepEqual(seen().runs.map(({ origin }) => origin), [undefined, 'recorded']); // prettier-ignore
  });

  it('reads nothing anew of what is known', async () => {
    const { seen, page } = open();
    await until({ isSo: () => seen().curves.length === 2, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    const [curve] = seen().curves;
    writeFileSync(runPaths(path.join(folder, ids[2])).events, 'no JSON');
    members = ids;
    page.look();
    await until({ isSo: () => seen().curves.length === 3, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    assert.ok(seen().curves.includes(curve!));
    assert.equal(log.length, 0, 'A file that holds no epoch has none.');
  });

  it('follows a run that is trained, epoch by epoch, with what it has come to so far', async () => {
    const { page, seen } = open();
    await until({ isSo: () => seen().curves.length === 2, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    lab.train(ids[0]);
    const events = eventsOfRun();
    const epochs = events.filter(({ type }) => type === 'epochEnded');
    for (const event of events) if (['runStarted', 'epochEnded'].includes(event.type)) lab.say(ids[0], event);
    const curve = (): number | undefined => seen().curves.find(({ runId }) => runId === ids[0])?.epochs.length;
    await until({ isSo: () => curve() === epochs.length, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    const [row] = seen().runs;
    assert.equal(row!.status, 'running');
    assert.equal(row!.summary?.epochs, epochs.length);
    assert.equal(row!.summary?.testAccuracy, null);
    assert.deepEqual(seen(), page.state);
  });

  it('loses a run that is deleted, and follows what is checked', async () => {
    const { page, seen } = open();
    await until({ isSo: () => seen().curves.length === 2, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    checked.ids = [ids[0]];
    checks.fire([ids[1]]);
    assert.deepEqual(seen().checked, [ids[0]]);
    lab.remove(ids[1]);
    assert.deepEqual([seen().runs.map(({ id }) => id), seen().curves.map(({ runId }) => runId)], [[ids[0]], [ids[0]]]);
    assert.deepEqual(seen(), page.state);
  });

  it('says of a file that lies what is wrong with it, and shows the others', async () => {
    const file = runPaths(path.join(folder, ids[0])).events;
    appendFileSync(file, '{"type":"epochEnded","epoch":"first"}\n');
    const { seen } = open();
    await until({ isSo: () => seen().curves.length === 2, seen: () => seen().curves.map(({ runId, epochs }) => [runId, epochs.length]) });
    assert.equal(seen().curves.filter(({ epochs }) => epochs.length > 0).length, 1);
    assert.match(log.join(), /The curve of 20260101-030405-abcd: .*events\.jsonl/);
  });

  it('is all runs in a table, without their curves, and tells only the rows that are different', async () => {
    const { seen, told } = open('table');
    assert.equal(seen().runs.length, 3);
    const before = lab.find(ids[1])!;
    lab.set({ ...before, labels: { ...before.labels, name: 'wide' } });
    assert.deepEqual(told.map(change => (change.type === 'runs' ? change.runs.map(({ id }) => id) : change.type)), [[ids[1]]]); // prettier-ignore
    assert.equal(seen().runs[1]!.labels.name, 'wide');
    assert.deepEqual(seen().curves, []);
  });
});
