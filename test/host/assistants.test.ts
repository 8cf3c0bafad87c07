import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { assistantTools } from '../../src/assistants/tools';
import type { ForTests } from '../../src/extension';
import { untilLab } from '../untilLab';
import { clear, extension, quick } from './extension';

describe('the tools of assistants in the editor', () => {
  let parts: ForTests;
  before(async () => {
    parts = await extension.activate();
  });
  afterEach(() => clear(parts));

  /** As any program in the editor may call it; one that asks first shows a dialog. */
  async function invoke(name: string, input: object): Promise<string> {
    const { content } = await vscode.lm.invokeTool(name, { input, toolInvocationToken: undefined });
    const [first] = content;
    assert.ok(first instanceof vscode.LanguageModelTextPart);
    return first.value;
  }

  async function trained(name: string): Promise<string> {
    const id = await vscode.commands.executeCommand<string>('digitsLab.train', { parameters: quick, name, open: false });
    await untilLab(parts.lab, () => parts.lab.find(id)?.status === 'completed');
    return id;
  }

  it('are there, as the manifest has them', () => {
    const known = vscode.lm.tools.filter(({ name }) => name.startsWith('digits_'));
    assert.deepEqual(
      new Map(known.map(({ name, description }) => [name, description])),
      new Map(assistantTools.map(({ name, description }) => [name, description])),
    );
    for (const { name, inputSchema } of known) assert.ok(inputSchema && 'properties' in inputSchema, name);
  });

  it('list, read and show what the views have', async () => {
    const id = await trained('for an assistant');
    const { runs } = JSON.parse(await invoke('digits_list_runs', {})) as { runs: { id: string; name: string; status: string }[] };
    assert.deepEqual(
      runs.map(run => [run.id, run.name, run.status]),
      [[id, 'for an assistant', 'completed']],
    );
    const read = JSON.parse(await invoke('digits_read_run', { run: id })) as { epochs: object[]; summary: { confusionMatrix: number[][] } };
    assert.equal(read.epochs.length, 2);
    const { confusionMatrix } = read.summary;
    const { content } = await vscode.lm.invokeTool('digits_images', {
      input: { run: 'for an assistant', true: 7, predicted: 7, limit: 3 },
      toolInvocationToken: undefined,
    });
    const [first, ...pictures] = content;
    const { total } = JSON.parse((first as vscode.LanguageModelTextPart).value) as { total: number };
    assert.equal(total, confusionMatrix[7]![7]);
    // An editor of before pictures has the text alone.
    assert.equal(pictures.length, 'LanguageModelDataPart' in vscode ? Math.min(3, total) : 0);
  });

  it('say what a run would take, and start nothing by that', async () => {
    const plan = JSON.parse(await invoke('digits_start_run', { parameters: { epochs: 1 } })) as { started: boolean; keptIn: string };
    assert.deepEqual([plan.started, plan.keptIn], [false, parts.lab.runsFolders[0]]);
    assert.deepEqual([parts.lab.runs.length, parts.lab.queued.length], [0, 0]);
  });

  it('start a run when they are told to, with its name, tags and notes', async () => {
    // While tests run VS Code agrees to its dialogs by itself; what they say is tried in test/unit/ui/assistants.
    const words = { name: 'by an assistant', tags: ['asked'], hypothesis: 'It learns.' };
    const answer = await invoke('digits_start_run', { parameters: quick, ...words, confirmed: true });
    const { started, id } = JSON.parse(answer) as { started: boolean; id: string };
    assert.equal(started, true);
    await untilLab(parts.lab, () => parts.lab.find(id)?.status === 'completed');
    const { labels, parameters } = parts.lab.find(id)!;
    assert.deepEqual([labels.name, labels.tags, parameters.epochs], [words.name, words.tags, quick.epochs]);
    const { notes } = JSON.parse(await invoke('digits_read_run', { run: id })) as { notes: { textOfTheFolder: string } };
    assert.match(notes.textOfTheFolder, /It learns\./);
  });

  it('say in words what is wrong with a call', async () => {
    await assert.rejects(() => invoke('digits_read_run', { run: 'nobody' }), /There is no run "nobody"/);
    await assert.rejects(() => invoke('digits_effect', { parameter: 'seed' }), /parameter/);
  });
});
