import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import type { LabRun } from '../../../src/runs/labRun';
import type * as Module from '../../../src/ui/runLog';
import { Emitter, type Disposable } from '../../../src/util/emitter';
import { eventsOfRun } from '../cli/events';
import { FakeEditor } from '../fakeEditor';
import { writeRun } from '../runFolder/writtenRun';
import { labRun, trainedRun } from './labRuns';

describe('the log of a run in the Output view', () => {
  const editor = new FakeEditor();
  const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-run-log-'));
  const events = new Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>();
  const all = eventsOfRun();
  let installed: Disposable;
  let log: Module.RunLog;
  let shown: LabRun;
  before(async () => {
    installed = editor.install();
    const { RunLog } = await import('../../../src/ui/runLog');
    log = new RunLog({ find: () => shown, onEvents: events.event }, { titleOf: () => shown.labels.name });
  });
  after(() => {
    log.dispose();
    installed.dispose();
    rmSync(runs, { recursive: true });
  });
  const lines = (name: string): readonly string[] => editor.outputs.get(`Digits Lab: ${name}`) ?? [];
  const named = (run: LabRun, name: string): LabRun => ({ ...run, labels: { ...run.labels, name } });

  it('has what its folder tells, and no other run’s', async () => {
    shown = named(labRun({ folder: writeRun(runs, { id: '20260102-030405-aaaa' }) }), 'ended');
    await log.show(shown);
    assert.match(lines('ended')[0]!, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d \[info\] Run /);
    assert.match(lines('ended').at(-1)!, /\[info\] Completed after 2 epochs/);
  });

  it('goes on while the run is trained, each line once', async () => {
    const known = all.findIndex(({ type }) => type === 'epochEnded') + 1;
    shown = named(trainedRun(all.slice(0, known)), 'trained');
    await log.show(shown);
    const before = lines('trained').length;
    for (let i = known; i < all.length; i++) {
      shown = named(trainedRun(all.slice(0, i + 1)), 'trained');
      events.fire({ id: shown.id, events: [all[i]!] });
      events.fire({ id: 'another', events: [all[i]!] });
    }
    assert.ok(lines('trained').length > before);
    assert.equal(new Set(lines('trained')).size, lines('trained').length);
    assert.match(lines('trained').at(-1)!, /Completed after 2 epochs/);
  });

  it('of a run without a folder has why it failed and what its trainer wrote', async () => {
    shown = named(labRun({ config: undefined, status: 'failed', reason: 'It was refused.', stderrTail: 'a\nb' }), 'refused');
    await log.show(shown);
    assert.deepEqual(lines('refused'), ['It was refused.', 'a\n    b']);
  });
});
