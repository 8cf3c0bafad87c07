import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { useWorkbench } from './useWorkbench';

/** Trains a run with the universal package: the bundles and what lies beside them, without the native engine. */
async function trainWithoutNativeEngine(folder: string): Promise<void> {
  const elsewhere = await mkdtemp(path.join(os.tmpdir(), 'digits-universal-'));
  await cp('dist', elsewhere, { recursive: true });
  const flags = '--epochs 1 --train-samples 400 --validation-samples 100 --num-filters 4 --name replaced'.split(' ');
  await promisify(execFile)(process.execPath, [path.join(elsewhere, 'cli.js'), 'train', ...flags], { cwd: folder });
  await rm(elsewhere, { recursive: true, force: true });
}

describe('the engines', () => {
  const workbench = useWorkbench({ fill: trainWithoutNativeEngine });

  it('are shown with state, version and speed, and one is chosen with the keyboard alone', async () => {
    const { page, quickInput } = workbench();
    await workbench().runCommand('Digits: Show Engines');
    await quickInput.waitFor('Engines');
    await quickInput.row(/^ *auto *current · takes ONNX Runtime/).waitFor();
    await quickInput.row(/^ *ONNX Runtime *onnx · [\d,]+ images\/s.*Version \d/).waitFor();
    await workbench().screenshot('engines');
    await quickInput.filter('WebAssembly');
    await quickInput.firstRow(/wasm · [\d,]+ images\/s/);
    await page.keyboard.press('Enter');
    await quickInput.widget.waitFor({ state: 'hidden' });
    await workbench().runCommand('Digits: Train digits CNN');
    await quickInput.filter('engine');
    await quickInput.row(/^ *engine *wasm · as in the settings/).waitFor();
    await quickInput.cancel();
  });

  it('that did not work are named on the page of a run', async () => {
    await workbench().activity('Digits Lab').click();
    await workbench()
      .treeRow(/^replaced, /)
      .click();
    await workbench()
      .dashboard()
      .getByText(/^ONNX Runtime did not work$/)
      .waitFor();
    await workbench().screenshot('engine-replaced');
  });
});
