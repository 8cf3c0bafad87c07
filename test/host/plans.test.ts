import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { findParameter } from '../../src/contract/parameters';
import type { CommandId } from '../../src/contributions';
import type { ForTests } from '../../src/extension';
import { until, untilReads } from '../until';
import { untilLab } from '../untilLab';
import { clear, extension, quick, workspaceFolder } from './extension';

const run = <T>(command: CommandId, ...rest: unknown[]): Thenable<T> => vscode.commands.executeCommand<T>(command, ...rest);

describe('the plan of a sweep in an editor', () => {
  let parts: ForTests;
  let folder: string;
  before(async () => {
    parts = await extension.activate();
    folder = mkdtempSync(path.join(workspaceFolder(), 'plans-'));
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(async () => {
    await clear(parts);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    rmSync(path.join(workspaceFolder(), '.digits', 'sweeps'), { recursive: true, force: true });
  });

  const plan = { schemaVersion: 1, kind: 'grid', base: quick, parameters: { num_filters: [2, 4], dropout: [0, 0.5] } };
  /** Opens a plan. */
  async function open(name: string, content: object | string): Promise<vscode.TextDocument> {
    const file = path.join(folder, `${name}.digits.json`);
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    return document;
  }
  const lensesOf = async ({ uri }: vscode.TextDocument): Promise<string[]> => {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, 10);
    return lenses.map(({ command }) => command!.title);
  };
  /** The place behind a text. */
  const behind = (document: vscode.TextDocument, text: string): vscode.Position =>
    document.positionAt(document.getText().indexOf(text) + text.length);

  it('is checked against its schema: ranges and unknown names are underlined', async () => {
    const document = await open('wrong', { ...plan, parameters: { num_filters: [2, 1000], num_filter: [1, 2] }, seed: -1 });
    const told = (): string[] =>
      vscode.languages.getDiagnostics(document.uri).map(({ message, range }) => `${document.getText(range)}: ${message}`);
    await until({ isSo: () => told().length >= 3, what: 'three complaints', seen: told });
    assert.ok(
      told().some(words => /^1000: .*maximum of 512/.test(words)),
      told().join('\n'),
    );
    assert.ok(
      told().some(words => /^"num_filter": .*not allowed/.test(words)),
      told().join('\n'),
    );
    assert.ok(
      told().some(words => /^-1: .*minimum of 0/.test(words)),
      told().join('\n'),
    );
    const fine = await open('fine', plan);
    await until({
      isSo: () => vscode.languages.getDiagnostics(fine.uri).length === 0,
      seen: () => vscode.languages.getDiagnostics(fine.uri),
    });
  });

  it('offers the parameters that are not there yet, and says what each is', async () => {
    const document = await open(
      'offered',
      '{\n  "schemaVersion": 1,\n  "kind": "grid",\n  "parameters": {\n    "num_filters": [2, 4],\n    \n  }\n}\n',
    );
    const list = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(5, 4),
    );
    const labels = list.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    assert.ok(labels.includes('activation_fun') && labels.includes('learning_rate'), labels.join());
    assert.ok(!labels.includes('seed'), labels.join());
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      behind(document, '"num_f'),
    );
    const words = hovers
      .flatMap(({ contents }) => contents.map(content => (typeof content === 'string' ? content : content.value)))
      .join('\n');
    assert.ok(words.replaceAll('\\', '').includes(findParameter('num_filters')!.help), words);
  });

  it('has a lens that says how many runs it has and how long they take, or why it cannot be run', async () => {
    const mnist = await open('mnist', { ...plan, base: { epochs: 1 } });
    const [title, ...others] = await lensesOf(mnist);
    assert.match(title!, /^\$\(play\) Run plan · 4 runs · (?:about|roughly) \d/);
    // Where Slurm is.
    assert.deepEqual(
      others.filter(other => !other.endsWith('Submit to Slurm…')),
      [],
    );
    const bad = await open('bad', { ...plan, parameters: { num_filters: [4, 4] } });
    assert.deepEqual(await lensesOf(bad), [
      '$(error) This plan cannot be run: parameters.num_filters: found a list of 2; expected each value once.',
    ]);
    await assert.rejects(
      async () => run('digitsLab.runPlan', bad.uri.toString()),
      /parameters\.num_filters: found a list of 2; expected each value once/,
    );
    const text = await open('text', 'no JSON');
    assert.match((await lensesOf(text))[0]!, /This plan cannot be run: this is no JSON/);
  });

  it('is run by its command, once: the same sweep goes on, and its ranking is shown when it is done', async () => {
    const document = await open('run', plan);
    const id = await run<string>('digitsLab.runPlan', document.uri.toString());
    const sweeps = path.join(workspaceFolder(), '.digits', 'sweeps');
    assert.deepEqual(readdirSync(sweeps), [id]);
    const { runs } = JSON.parse(readFileSync(path.join(sweeps, id, 'sweep.json'), 'utf8')) as { runs: readonly { id: string }[] };
    assert.equal(await run('digitsLab.runPlan', document.uri.toString()), id);
    await untilLab(parts.lab, () => runs.every(one => parts.lab.find(one.id)?.status === 'completed'));
    assert.equal(parts.lab.runs.length, 4);
    for (const one of runs) assert.equal(parts.lab.find(one.id)?.config?.design, `sweeps/${id}`);
    await untilReads('the lens', () => lensesOf(document), ['$(graph-scatter) Show ranking · all 4 runs done']);
    await untilReads(
      'the report',
      () => Promise.resolve(/^4 runs: 4 done|4 runs: 4 done/m.test(readFileSync(path.join(sweeps, id, 'report.md'), 'utf8'))),
      true,
    );
  });
});
