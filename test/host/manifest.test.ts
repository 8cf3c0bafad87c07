import assert from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the extension in VS Code', () => {
  it('is there, in the extension host of the workspace', () => {
    const extension = vscode.extensions.getExtension('digits-lab.digits-lab');
    assert.ok(extension);
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
  });

  it('activates', async () => {
    const extension = vscode.extensions.getExtension('digits-lab.digits-lab');
    await extension?.activate();
    assert.equal(extension?.isActive, true);
  });

  it('has the command Train digits CNN', async () => {
    assert.ok((await vscode.commands.getCommands(true)).includes('digitsLab.train'));
  });
});
