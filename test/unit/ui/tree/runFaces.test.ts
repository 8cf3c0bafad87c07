import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { metrics } from '../../../../src/contract/metrics';
import type { ImportedConfig } from '../../../../src/contract/run';
import { runStatuses } from '../../../../src/contract/runState';
import { recordedBriefOf } from '../../../../src/experiment/recorded/recordedBrief';
import { whyNotResumed, type LabRun } from '../../../../src/runs/labRun';
import { actionsOf } from '../../../../src/ui/runActions';
import { brokenFace, partFace, runFace } from '../../../../src/ui/tree/runFaces';
import { epochsInWords, runTooltip } from '../../../../src/ui/runInWords';
import type { RowFace } from '../../../../src/ui/tree/rowFace';
import { beginningOfNotes } from '../../../../src/wording/beginningOfNotes';
import { divergedInWords } from '../../../../src/wording/divergence';
import { eventsOfRun } from '../../cli/events';
import { summary, trackingOf } from '../../experiment/listed';
import { recordingOf } from '../../runFolder/recording/writeRecorded';
import { labRun, trainedRun } from '../labRuns';

const importedConfig: ImportedConfig = {
  schemaVersion: 1,
  kind: 'imported',
  id: '20260102-030405-aaaa',
  createdAt: '2026-01-02T03:04:05.000Z',
  source: { tool: 'arrays' },
  parameters: {},
  author: null,
  git: null,
  parent: null,
  design: null,
};

describe('a row of the view Runs', () => {
  const now = Date.parse('2026-01-02T05:04:05.000Z');
  const look = { label: { short: 'wide', full: 'wide · seed 3' }, isBest: false };
  const face = (run: LabRun, tracking?: ReturnType<typeof trackingOf>, isBest = false): RowFace =>
    runFace(run, { ...look, isBest, tracking, isChecked: false, now });
  const labels = { name: 'wide', tags: ['a'], pinned: true, archived: false };

  it('says how well a run did on the validation images and how long ago', () => {
    const shown = face(labRun({ labels }));
    assert.equal(shown.label, 'wide');
    assert.equal(shown.description, '98.22 % · 2h · pinned');
    assert.equal(shown.spoken, 'wide · seed 3, completed, 98.22 % · 2h · pinned');
    assert.equal(shown.context, 'run completed pinned');
    assert.deepEqual(shown.icon, { id: 'pass', colour: 'charts.green' });
    assert.deepEqual(shown.command, { command: 'digitsLab.preview', title: 'Open Dashboard', arguments: ['20260102-030405-aaaa'] });
  });

  it('marks the best run, and says of one that was stopped where, and of one without validation that', () => {
    const best = face(labRun(), undefined, true);
    assert.deepEqual([best.description, best.icon], ['98.22 % · 2h', { id: 'star-full', colour: 'charts.green' }]);
    assert.equal(best.spoken, 'wide · seed 3, completed, best of those shown by validation, 98.22 % · 2h');
    assert.equal(face(labRun({ status: 'stopped' })).description, '98.22 % · at 2/12 · 2h');
    const notValidated = { ...summary, best: { ...summary.best!, valAccuracy: null, valLoss: null } };
    assert.equal(face(labRun({ summary: notValidated })).description, 'not validated · 2h');
    assert.equal(
      face(labRun({ status: 'stopped', summary: { ...summary, epochs: 0, best: null, final: null } })).description,
      'at 0/12 · 2h',
    );
  });

  it('says of one that was imported that it was, and offers nothing that takes a trained one', async () => {
    const evaluated = { ...summary, epochs: 0, best: null, final: null, testLoss: null };
    const imported = labRun({ parameters: {}, summary: evaluated, config: importedConfig });
    assert.deepEqual([face(imported).description, face(imported).context], ['imported · 2h', 'run completed imported']);
    const parts = ['config', 'metrics'] as const;
    const said = await Promise.all(parts.map(async part => (await partFace(part, imported, undefined, false)).description));
    assert.deepEqual(said, ['imported from arrays', 'no epochs']);
    assert.deepEqual(actionsOf(imported, true), ['showLog', 'openConfig', 'reveal', 'report', 'difference']);
    const { source } = runTooltip(imported, { ...look, more: [], now });
    assert.match(source, /Imported from arrays/);
    assert.doesNotMatch(source, /, loss/);
  });

  it('says of one that another tool records how it does, how it is and where it belongs', async () => {
    const of = (more: Parameters<typeof recordingOf>[0], status: LabRun['status']): LabRun =>
      labRun({ parameters: {}, summary: undefined, status, config: { ...importedConfig, source: { tool: 'wandb' } }, recorded: recordedBriefOf(recordingOf(more)) }); // prettier-ignore
    const running = of({ state: 'running', exitCode: null, group: null, summary: { val_acc: 0.5 } }, 'running');
    assert.equal(face(running).description, '50.00 % · running · mnist · train · 2h');
    assert.deepEqual(face(running).icon, { id: 'sync~spin', colour: 'charts.blue' });
    const crashed = of({ state: 'running', exitCode: null, summary: { f1: 0.25 }, metrics: [{ name: 'f1' }] }, 'interrupted');
    assert.equal(face(crashed).description, 'f1 0.25 · crashed · mnist · sweep 3 · train · 2h');
    assert.equal(face(of({}, 'completed')).description, '97.31 % · mnist · sweep 3 · train · 2h');
    const failed = of({ state: 'failed', exitCode: 3, summary: {}, project: null, group: null, jobType: null }, 'failed');
    assert.equal(face(failed).description, 'failed · 2h');
    const parts = ['config', 'metrics'] as const;
    const said = await Promise.all(parts.map(async part => (await partFace(part, failed, undefined, false)).description));
    assert.deepEqual(said, ['recorded by wandb', 'recorded']);
    const { source } = runTooltip(failed, { ...look, more: [], now });
    assert.match(source, /· failed with exit code 3[^]*Recorded by wandb/);
    const whole = runTooltip(of({}, 'completed'), { ...look, more: [], now }).source;
    assert.match(whole, /· finished[^]*\*\*test_accuracy 97\.31 %\*\*[^]*Project mnist, group sweep 3, job type train$/);
  });

  it('says how far a run is that is trained', () => {
    const events = eventsOfRun();
    const first = events.slice(0, events.findIndex(({ type }) => type === 'epochEnded') + 1);
    assert.equal(epochsInWords(trainedRun(events.slice(0, 1))), '0/2');
    assert.equal(face(trainedRun(first)).description, '1/2 · 98.22 % · 2h');
    assert.equal(face(trainedRun(first, { isStopping: true })).description, 'stopping · 1/2 · 98.22 % · 2h');
    assert.deepEqual(face(trainedRun(first)).icon, { id: 'sync~spin', colour: 'charts.blue' });
  });

  it('says why a run failed, and what W&B waits for', () => {
    const failed = labRun({ status: 'failed', reason: 'The disk is full.' });
    assert.equal(face(failed).description, 'The disk is full · 2h');
    assert.equal(face(labRun({ status: 'failed', reason: divergedInWords(1, 3, 10) })).description, 'loss not finite in epoch 1 · 2h');
    assert.equal(face(labRun(), trackingOf('queued')).description, '98.22 % · 2h · W&B: queued');
    assert.equal(face(labRun(), trackingOf('queued')).context, 'run completed unsent');
    assert.equal(face(labRun(), trackingOf('synced')).description, '98.22 % · 2h');
  });

  it('can be resumed when it was left, stopped or failed, and may be changed', () => {
    const resumable = runStatuses.filter(status => face(labRun({ status })).context.split(' ').includes('resumable'));
    assert.deepEqual(resumable, ['stopped', 'failed', 'interrupted']);
    assert.equal(face(labRun({ status: 'stopped', readOnly: 'It is of a newer version.' })).context, 'run stopped');
  });

  it('is not gone on with where it would diverge again at the same step', () => {
    const diverged = labRun({ status: 'failed', reason: divergedInWords(1, 3, 10) });
    assert.equal(face(diverged).context, 'run failed');
    assert.match(whyNotResumed(diverged)!, /diverge again at the same step/);
    assert.ok(!actionsOf(diverged, true).includes('resume'));
    assert.ok(actionsOf(labRun({ status: 'failed', reason: 'The disk is full.' }), true).includes('resume'));
  });

  it('of a broken folder leaves the path to the tooltip', () => {
    const shown = brokenFace({ id: 'x', folder: '/runs/x', reason: '/runs/x/config.json: it is missing' });
    assert.equal(shown.description, 'broken: config.json: it is missing');
    assert.equal(shown.tooltip, '/runs/x/config.json: it is missing');
    assert.equal(shown.spoken, 'x cannot be read: /runs/x/config.json: it is missing');
  });

  it('says of each part what it is, in short', async () => {
    const run = labRun({ folder: '/nowhere/20260102-030405-aaaa' });
    const described = async (...[part, tracking]: [Parameters<typeof partFace>[0], ReturnType<typeof trackingOf>?]): Promise<unknown[]> => {
      const { label, description, context } = await partFace(part, run, tracking, false);
      return [label, description, context];
    };
    assert.deepEqual(await described('config'), ['Config', 'defaults', 'config']);
    assert.deepEqual(await described('metrics'), ['Metrics', '2 epochs', 'metrics']);
    assert.deepEqual(await described('matrix'), ['Confusion matrix', '100 of 10,000 wrong', 'matrix']);
    assert.deepEqual(await described('artifacts'), ['Artifacts', 'none yet', 'artifacts']);
    assert.deepEqual(await described('notes'), ['Notes', 'none yet', 'notes']);
    assert.deepEqual(await described('wandb', trackingOf('notSynced')), ['Weights & Biases', 'not synced', 'wandb unsent']);
    assert.equal((await partFace('matrix', labRun({ summary: undefined }), undefined, false)).description, 'not evaluated yet');
  });

  it('says of notes the first line that is no heading', async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-notes-'));
    writeFileSync(path.join(folder, 'notes.md'), beginningOfNotes('More at 64.'));
    const { description } = await partFace('notes', labRun({ folder }), undefined, true);
    rmSync(folder, { recursive: true });
    assert.equal(description, '“More at 64.”');
  });

  it('has a tooltip with the result, the data and every parameter', () => {
    const { source } = runTooltip(labRun({ labels }), { ...look, isBest: true, more: ['It is the same.'] });
    assert.ok(source.startsWith('**wide · seed 3** · completed'), source);
    assert.ok(source.includes(`${metrics.val_accuracy.label} **98.22 %**, loss 0.0612: the best of the runs shown`), source);
    assert.ok(source.includes(`${metrics.test_accuracy.label} **99.12 %**`), source);
    assert.ok(source.includes('55,000 training, 5,000 validation, 10,000 test images'), source);
    assert.ok(source.includes('It is the same'), source);
    assert.match(source, /\| num_filters \| 32 \|/);
  });
});
