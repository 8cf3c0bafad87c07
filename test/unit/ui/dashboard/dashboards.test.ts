import assert from 'node:assert/strict';
import type { LabRun } from '../../../../src/runs/labRun';
import type { TrashedRun } from '../../../../src/runs/trash';
import type { Dashboards } from '../../../../src/ui/dashboard/dashboards';
import { Emitter, type Disposable } from '../../../../src/util/emitter';
import { until } from '../../../until';
import { FakeEditor } from '../../fakeEditor';
import { FakePanel } from '../../fakePanel';
import { RunNames } from '../../../../src/ui/runNames';
import { labRun } from '../labRuns';

describe('the dashboards of a window', () => {
  const [a, b, c] = ['20260101-000001-aaaa', '20260101-000002-bbbb', '20260101-000003-cccc'] as const;
  let editor: FakeEditor;
  let installed: Disposable;
  let runs: Map<string, LabRun>;
  let trashed: TrashedRun[];
  let broken: { id: string; reason: string }[];
  let kept: Map<string, unknown>;
  let dashboards: Dashboards;
  const changes = new Emitter<void>();
  before(() => (installed = (editor = new FakeEditor()).install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    editor.panels.length = 0;
    editor.pinned.clear();
    runs = new Map([a, b, c].map(id => [id, labRun({ id, labels: { name: id.slice(-1), tags: [], pinned: false, archived: false } })]));
    [trashed, broken, kept] = [[], [], new Map()];
    const { Dashboards: Class } = await import('../../../../src/ui/dashboard/dashboards');
    const lab = {
      find: (id: string) => runs.get(id),
      get runs() {
        return [...runs.values()];
      },
      queued: [],
      onChanged: changes.event,
      onEvents: new Emitter().event,
      get trashed() {
        return trashed;
      },
      get broken() {
        return broken;
      },
    };
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const workspaceState = { get: (key: string) => kept.get(key), update: (key: string, value: unknown) => kept.set(key, value) };
    const context = { extensionUri: { fsPath: '/extension' }, workspaceState };
    const names = new RunNames(lab);
    dashboards = new Class({ lab, names, log, context, ready: Promise.resolve() } as unknown as ConstructorParameters<typeof Class>[0]);
  });
  afterEach(() => dashboards.dispose());
  const open = (): FakePanel[] => editor.panels.filter(({ isClosed }) => !isClosed);
  const titles = (): string[] => open().map(({ title }) => title);
  const isPreview = ({ iconPath }: FakePanel): boolean => (iconPath as { fsPath: string }).fsPath.endsWith('/icon-preview.svg');

  it('show one run after the other in one panel', () => {
    for (const id of [a, b, c, a]) dashboards.show(id);
    assert.deepEqual([titles(), open().map(isPreview)], [['a'], [true]]);
    assert.equal(dashboards.activeRun, a);
    assert.equal(kept.get('previewedRun'), a);
  });

  it('leave a run its panel that is kept open, and give the next one its own', () => {
    dashboards.show(a);
    dashboards.keepOpen();
    dashboards.show(b);
    dashboards.show(c);
    assert.deepEqual(
      [titles(), open().map(isPreview)],
      [
        ['a', 'c'],
        [false, true],
      ],
    );
    dashboards.show(a);
    assert.equal(dashboards.activeRun, a);
    dashboards.show(b, undefined, { isKept: true });
    assert.deepEqual(titles(), ['a', 'c', 'b'], 'what is kept at once leaves the preview alone');
  });

  it('are kept by a second click in a row, which moves no focus, and by none that only brings them back', () => {
    dashboards.click(a);
    assert.deepEqual([open().map(isPreview), open()[0]!.hasFocus], [[true], false]);
    dashboards.click(a);
    assert.deepEqual([open().map(isPreview), open()[0]!.hasFocus], [[false], false]);
    dashboards.click(b);
    dashboards.show(a);
    dashboards.click(b);
    assert.deepEqual(open().map(isPreview), [false, true], 'it was hidden');
    dashboards.show(c);
    dashboards.click(c);
    assert.deepEqual(open().map(isPreview), [false, true], 'it was shown by something else');
  });

  it('take no panel whose tab was pinned, nor one that was closed', () => {
    dashboards.show(a);
    editor.pinned.add(open()[0]!);
    dashboards.show(b);
    assert.deepEqual(titles(), ['a', 'b']);
    open()[1]!.close();
    dashboards.show(c);
    assert.deepEqual([titles(), kept.get('previewedRun')], [['a', 'c'], c]);
  });

  it('take no panel whose tab was pinned and has no room for the whole name', () => {
    const [run] = runs.values();
    runs.set(a, { ...run!, labels: { ...run!.labels, name: 'long '.repeat(100) } });
    dashboards.show(a);
    editor.pinned.add(open()[0]!);
    dashboards.show(b);
    assert.deepEqual(titles().slice(1), ['b']);
  });

  it('stay where they are looked at when a run starts whose turn has come', () => {
    dashboards.showUnlessInTheWay(a, 'live');
    dashboards.showUnlessInTheWay(b, 'live');
    assert.deepEqual(titles(), ['a']);
  });

  it('do what their page asks, and nothing that the page of the run before had still to say', async () => {
    const request = (number: number): object => ({
      type: 'request',
      session: 'x',
      id: number,
      body: { type: 'failed', message: 'of a page' },
    });
    dashboards.show(a);
    dashboards.show(b);
    const [panel] = open() as [FakePanel];
    panel.say({ type: 'received', number: 7 });
    panel.say(request(1));
    panel.say({ type: 'received', number: 0 });
    panel.say(request(2));
    const answered = (): unknown[] =>
      (panel.said as { type: string; id: number }[]).filter(({ type }) => type === 'answer').map(({ id }) => id);
    await until({ isSo: () => answered().length > 0, seen: () => panel.said });
    assert.deepEqual(answered(), [2]);
  });

  it('of a run that was deleted say so and offer nothing but to take it back', () => {
    dashboards.show(a);
    const [panel] = open() as [FakePanel];
    const run = runs.get(a)!;
    trashed = [{ id: a, runsFolder: '/runs', entry: `${a}.01234567`, label: 'a', deletedAt: '2026-01-01T00:00:00.000Z' }];
    runs.delete(a);
    changes.fire();
    assert.equal(panel.title, 'a (deleted)');
    assert.match(
      panel.webview.html,
      /<body><p>The run “a” was deleted\. <a href="command:digitsLab\.restore\?[^"<>]*">Undo<\/a><\/p><\/body>/,
    );
    assert.deepEqual(panel.webview.options.enableCommandUris, ['digitsLab.restore']);
    trashed = [];
    changes.fire();
    assert.match(panel.webview.html, /was deleted\.<\/p>/);
    runs.set(a, run);
    changes.fire();
    assert.equal(panel.title, 'a');
    assert.match(panel.webview.html, /<main id="app">/);
    assert.equal(panel.webview.options.enableCommandUris, undefined);
  });

  it('tell which one is active at once, though the editor says of the one before only later that it is not', () => {
    dashboards.show(a, undefined, { isKept: true });
    const told: (string | undefined)[] = [];
    const listening = dashboards.onDidChangeActive(() => told.push(dashboards.activeRun));
    FakePanel.isLate = true;
    dashboards.show(b);
    FakePanel.isLate = false;
    listening.dispose();
    assert.deepEqual([...new Set(told)], [b]);
    open()[1]!.close();
    assert.equal(dashboards.activeRun, undefined);
  });

  it('of a run that cannot be read say why, as text', () => {
    dashboards.show(a);
    runs.delete(a);
    broken = [{ id: a, reason: '<b>config.json</b>' }];
    changes.fire();
    assert.equal(open()[0]!.title, 'a');
    assert.match(open()[0]!.webview.html, /cannot be read\.<\/p><p>&lt;b&gt;config\.json/);
  });
});
