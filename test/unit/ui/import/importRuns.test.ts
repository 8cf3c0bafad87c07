import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Uri } from 'vscode';
import { Imports } from '../../../../src/runs/imports';
import type { ImportParts } from '../../../../src/ui/import/importRuns';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';

describe('Import', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  let folder: string;
  let runsFolder: string;
  let looked: string[];
  let imports: Imports;
  before(() => (installed = editor.install()));
  after(() => installed.dispose());
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-import-'));
    runsFolder = path.join(folder, 'runs');
    looked = [];
    imports = new Imports(path.resolve('dist/importer.js'));
    editor.messages.length = 0;
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const log = (name: string, rows: number): string => {
    const home = path.join(folder, name);
    mkdirSync(home);
    writeFileSync(path.join(home, 'metrics.csv'), `epoch,loss\n${'0,1\n'.repeat(rows)}`);
    return home;
  };
  async function imported(...places: string[]): Promise<string[]> {
    const { importRuns } = await import('../../../../src/ui/import/importRuns');
    const services = {
      imports,
      lab: { runsFolders: [runsFolder], look: async (ids: readonly string[]) => void looked.push(...ids) },
    };
    // Only these parts are used.
    const parts = { services, dashboards: { show: () => undefined } } as unknown as ImportParts;
    await importRuns(
      parts,
      places.map(fsPath => ({ scheme: 'file', fsPath }) as Uri),
    );
    return readdirSync(runsFolder).filter(name => name !== '.gitignore');
  }

  it('shows how far it is, and what it read as text', async () => {
    const shown: string[] = [];
    editor.onProgress = message => {
      assert.doesNotMatch(message, /\]\(command:|\$\(/);
      shown.push(message.replaceAll('\u2060', ''));
    };
    assert.deepEqual(await imported(log('[a](command:b)', 2), log('$(trash)', 2)), looked.toSorted());
    assert.deepEqual(shown, ['[a](command:b)', '$(trash)', '1 of 2, metrics.csv', '2 of 2, metrics.csv']);
  });

  it('that a person cancels has what was made before, and leaves nothing half written', async () => {
    editor.onProgress = (message, cancel) => message.startsWith('2 of 2') && cancel();
    assert.deepEqual(await imported(log('a', 2), log('b', 500_000)), looked);
    assert.equal(looked.length, 1);
    assert.deepEqual(editor.messages, []);
  });

  it('ends with the window, and leaves nothing half written', async () => {
    let closed: Promise<void> | undefined;
    editor.onProgress = message => void (message.startsWith('2 of 2') && (closed = imports.dispose()));
    assert.deepEqual(await imported(log('a', 2), log('b', 500_000)), looked);
    assert.equal(looked.length, 1);
    await closed;
  });

  it('that a person cancels at once says nothing', async () => {
    editor.onProgress = (_message, cancel) => cancel();
    mkdirSync(runsFolder);
    assert.deepEqual(await imported(log('a', 500_000)), []);
    assert.deepEqual([looked, editor.messages], [[], []]);
  });
});
