import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import { encodeNpy } from '../../src/artifacts/npy';
import type { ForTests } from '../../src/extension';
import { clear, extension, labelOf, shownRows, workspaceFolder } from './extension';

/** See scripts/makeArrayFixtures.py. */
const script = path.resolve(extension.extensionPath, 'test', 'fixtures', 'arrays', 'script');

describe('arrays that are imported', () => {
  let parts: ForTests;
  let folder: string;
  before(async () => {
    parts = await extension.activate();
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-import-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => clear(parts));

  const runsFolder = (): string => path.join(workspaceFolder(), '.digits', 'runs');
  const ids = (): string[] => (readdirSync(runsFolder()) ?? []).filter(name => /^\d/.test(name));
  const importFrom = (...places: string[]): Thenable<unknown> =>
    vscode.commands.executeCommand(
      'digitsLab.importArrays',
      places.map(place => vscode.Uri.file(place).toString()),
    );

  it('are a run of the view, with a row that offers nothing that takes a trained one', async () => {
    cpSync(script, path.join(folder, 'from the script'), { recursive: true });
    await importFrom(path.join(folder, 'from the script'));
    const [shown, ...others] = await shownRows(parts.tree);
    assert.ok(shown && others.length === 0);
    assert.equal(labelOf(shown.item), 'from the script');
    assert.match(String(shown.item.contextValue), /^run completed imported/);
    const rows = await shownRows(parts.tree, shown.row);
    assert.deepEqual(
      rows.slice(0, 2).map(({ item }) => item.description),
      ['imported from arrays', 'no epochs'],
    );
    const [run] = parts.lab.runs;
    assert.ok(parts.dashboards.isVisible(run!.id));
  });

  it('are one run of files that are given one by one', async () => {
    await importFrom(path.join(script, 'predictions.npy'), path.join(script, 'ground_truth.npy'));
    assert.equal(parts.lab.runs.length, 1);
    assert.equal(parts.lab.runs[0]?.labels.name, 'script');
  });

  it('that are bad leave nothing', async () => {
    await importFrom(script);
    const before = ids();
    writeFileSync(path.join(folder, 'y_true.npy'), encodeNpy({ shape: [2], data: Int8Array.of(0, -1) }));
    writeFileSync(path.join(folder, 'y_pred.npy'), encodeNpy({ shape: [2], data: Int8Array.of(0, 1) }));
    // What is wrong is shown, as for a person.
    await importFrom(path.join(folder, 'y_true.npy'), path.join(folder, 'y_pred.npy'));
    assert.deepEqual(ids(), before);
    assert.equal(parts.lab.runs.length, 1);
  });

  it('beside them what other tools recorded becomes a run', async () => {
    await importFrom(path.resolve(extension.extensionPath, 'test', 'fixtures', 'foreign', 'csv', 'keras'));
    const [shown, ...others] = await shownRows(parts.tree);
    assert.ok(shown && others.length === 0);
    assert.equal(labelOf(shown.item), 'keras');
    assert.match(String(shown.item.contextValue), /^run completed imported/);
    await importFrom(path.resolve(extension.extensionPath, 'test', 'fixtures', 'foreign', 'csv', 'keras'));
    assert.equal(ids().length, 1);
  });
});
