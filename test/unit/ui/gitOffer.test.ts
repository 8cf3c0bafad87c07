import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { TrainerEvent } from '../../../src/contract/trainer';
import { writeGitignore } from '../../../src/runFolder/gitignore';
import type { LabRun } from '../../../src/runs/labRun';
import { wouldGoIntoGit } from '../../../src/runs/runsInGit';
import { Emitter, type Disposable } from '../../../src/util/emitter';
import { until } from '../../until';
import { eventsOfRun } from '../cli/events';
import { FakeEditor } from '../fakeEditor';
import { labRun } from './labRuns';

describe('the offer to keep runs in Git', () => {
  const id = '20260101-000001-aaaa';
  let editor: FakeEditor;
  let installed: Disposable;
  let tree: string;
  let runs: string;
  let all: LabRun[];
  let kept: Map<string, unknown>;
  let logged: string[];
  let offer: Disposable;
  let events: Emitter<{ readonly id: string; readonly events: readonly TrainerEvent[] }>;
  before(() => (installed = (editor = new FakeEditor()).install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    tree = mkdtempSync(path.join(os.tmpdir(), 'digits-git-'));
    runs = path.join(tree, '.digits', 'runs');
    [kept, logged, events] = [new Map(), [], new Emitter()];
    editor.messages.length = 0;
    await begin(id);
    const { offerGit } = await import('../../../src/ui/gitOffer');
    const lab = { onEvents: events.event, find: (one: string) => all.find(run => run.id === one), runs: all };
    const workspaceState = {
      get: (key: string, usual: unknown) => kept.get(key) ?? usual,
      update: (key: string, value: unknown) => Promise.resolve(kept.set(key, value)),
    };
    const log = { info: (line: string) => logged.push(line), error: (line: string) => logged.push(line) };
    offer = offerGit({ lab, log, context: { workspaceState } } as unknown as Parameters<typeof offerGit>[0]);
  });
  afterEach(() => {
    offer.dispose();
    rmSync(tree, { recursive: true });
  });
  /** As a trainer does. */
  const begin = async (one: string): Promise<void> => {
    mkdirSync(path.join(runs, one), { recursive: true });
    await writeGitignore(runs);
    all = [labRun({ id: one, folder: path.join(runs, one), isOwn: true })];
  };
  const git = (): unknown => execFileSync('git', ['init', '-q', tree]);
  const start = (): void => events.fire({ id, events: eventsOfRun().slice(0, 1) });
  const gitignore = (): string => readFileSync(path.join(tree, '.digits', '.gitignore'), 'utf8');
  const untilAsked = (): Promise<void> => until({ isSo: () => kept.size > 0 && editor.messages.length > 0, seen: () => editor.messages });
  const untilDone = (): Promise<void> => until({ isSo: () => logged.length > 0, seen: () => editor.messages });

  it('comes once, and leaves them out where that is chosen', async () => {
    git();
    editor.answer = (_, [, leave]) => leave;
    start();
    await untilDone();
    assert.match(editor.messages.join('\n'), /^This folder is under Git\. Should it keep the runs, too\?/);
    assert.match(gitignore(), /\n\/runs\/\n$/);
    assert.match(logged[0]!, /left out of Git/);
    start();
    assert.equal(editor.messages.length, 1);
  });

  it('changes nothing where nothing is answered, or they are to be kept', async () => {
    git();
    const before = gitignore();
    editor.answer = () => undefined;
    start();
    await untilAsked();
    kept.clear();
    editor.answer = (_, [keep]) => keep;
    start();
    await untilDone();
    assert.deepEqual([gitignore(), editor.messages.length], [before, 2]);
  });

  it('does not come outside of a work tree, with a later run, or where Git ignores them anyway', async () => {
    editor.answer = () => undefined;
    start();
    git();
    all.push(labRun({ id: '20260101-000002-bbbb', folder: path.join(runs, '20260101-000002-bbbb') }));
    start();
    all.pop();
    writeFileSync(path.join(tree, '.gitignore'), '.digits/\n');
    assert.equal(await wouldGoIntoGit(path.join(runs, id)), false);
    rmSync(path.join(tree, '.gitignore'));
    assert.equal(await wouldGoIntoGit(path.join(runs, id)), true);
    start();
    await untilAsked();
    assert.equal(editor.messages.length, 1, 'the others would have come before');
  });
});
