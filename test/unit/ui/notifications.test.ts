import assert from 'node:assert/strict';
import type { EndedRun } from '../../../src/runs/executor';
import type { LabRun } from '../../../src/runs/labRun';
import { Emitter, type Disposable } from '../../../src/util/emitter';
import { until } from '../../until';
import { listed } from '../experiment/listed';
import { FakeEditor } from '../fakeEditor';
import { labRun } from './labRuns';

const ids = ['20260101-000001-aaaa', '20260101-000002-bbbb', '20260101-000003-cccc'] as const;
const { summary } = listed();

describe('notifications of runs that end', () => {
  let editor: FakeEditor;
  let installed: Disposable;
  let ended: Emitter<EndedRun>;
  let changed: Emitter<void>;
  let active: string[];
  let queued: { readonly isAsked: boolean }[];
  let looked: string[];
  let logged: string[];
  let notices: Disposable;
  let runs: LabRun[];
  before(() => (installed = (editor = new FakeEditor()).install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    editor.messages.length = 0;
    [ended, changed] = [new Emitter(), new Emitter()];
    [active, queued, looked, logged] = [[], [], [], []];
    runs = ids.map((id, i) => labRun({ id, summary: { ...summary!, best: { ...summary!.best!, valAccuracy: [0.9, 0.95, 0.92][i]! } } }));
    const { createNotifications } = await import('../../../src/ui/notifications');
    const note = (line: string): unknown => logged.push(line);
    notices = createNotifications({
      lab: { onEnded: ended.event, onChanged: changed.event, find: (id: string) => runs.find(run => run.id === id), active, queued, runs },
      names: { fullOf: (id: string) => id.slice(-4) },
      log: { info: note, warn: note, error: note },
      isLookedAt: (id: string) => looked.includes(id),
    } as unknown as Parameters<typeof createNotifications>[0]);
  });
  afterEach(() => notices.dispose());

  /** Settles when what is to be said of it has been said, or is held back. */
  const end = async (id: string, reason?: string): Promise<void> => {
    const before = logged.length;
    const outcome = reason === undefined ? { status: 'completed' } : { status: 'failed', reason, stderrTail: '' };
    ended.fire({ id, outcome } as unknown as EndedRun);
    await until({ isSo: () => logged.length > before, seen: () => logged });
    await Promise.resolve();
  };
  const said = (count: number): Promise<void> => until({ isSo: () => editor.messages.length === count, seen: () => editor.messages });

  it('tell of a single run at once', async () => {
    await end(ids[0]);
    await said(1);
    assert.match(editor.messages[0]!, /^The run “aaaa” has ended: [\d.]+ % on the test images\.$/);
  });

  it('tell once of a queue, when its last run has ended', async () => {
    active.push('another');
    queued.push({ isAsked: true });
    await end(ids[0]);
    queued.length = 0;
    await end(ids[1]);
    active.length = 0;
    await end(ids[2]);
    await said(1);
    assert.deepEqual(editor.messages, ['3 runs have ended. The best on the validation images is “bbbb”: 95.00 %.']);
  });

  it('tell when the rest of the queue was taken out of it', async () => {
    queued.push({ isAsked: true });
    await end(ids[0]);
    await end(ids[1]);
    assert.deepEqual(editor.messages, []);
    queued.length = 0;
    changed.fire();
    await said(1);
    assert.match(editor.messages[0]!, /^2 runs have ended\./);
  });

  it('tell of a failure at once, and not of what is looked at', async () => {
    active.push('another');
    looked.push(ids[1]);
    await end(ids[0], 'loss not finite in epoch 1');
    await said(1);
    assert.match(editor.messages[0]!, /^The run “aaaa” failed: loss not finite/);
    active.length = 0;
    await end(ids[1]);
    changed.fire();
    assert.equal(editor.messages.length, 1);
  });
});
