import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { engineNames } from '../../src/contract/engines';
import { repeatedly, until } from '../until';
import { extension } from './extension';

describe('Show Engines by command', () => {
  const { createQuickPick } = vscode.window;
  const engine = (): unknown => vscode.workspace.getConfiguration('digitsLab').get('engine');
  before(() => extension.activate());
  after(async () => {
    vscode.window.createQuickPick = createQuickPick;
    await vscode.workspace.getConfiguration('digitsLab').update('engine', undefined, vscode.ConfigurationTarget.Global);
  });

  it('measures every engine, and has the setting name the one that is accepted', async () => {
    let list: vscode.QuickPick<vscode.QuickPickItem> | undefined;
    let isShown = false;
    vscode.window.createQuickPick = <T extends vscode.QuickPickItem>() => {
      const made = createQuickPick<T>();
      const show = made.show.bind(made);
      made.show = () => {
        show();
        isShown = true;
      };
      list = made as unknown as vscode.QuickPick<vscode.QuickPickItem>;
      return made;
    };
    const chosen = vscode.commands.executeCommand('digitsLab.showEngines');
    await until({ isSo: () => isShown, seen: () => list?.items });
    const { items } = list!;
    assert.equal(items.length, 1 + engineNames.length);
    assert.match(items[0]!.description ?? '', /takes ONNX Runtime/);
    const onnx = items.find(({ label }) => label.endsWith(' ONNX Runtime'))!;
    assert.match(onnx.description ?? '', /^onnx · [\d,]+ images\/s/);
    list!.activeItems = [onnx];
    // The editor takes Enter when the list has come to it.
    const pressing = repeatedly(async () => vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem'));
    const choice = await chosen;
    pressing.dispose();
    assert.equal(choice, 'onnx');
    assert.equal(engine(), 'onnx');
  });
});
