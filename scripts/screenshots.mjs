// npm run screenshots: pictures of the real thing for README.md, into media/screenshots. Trains some runs, packs the extension and drives
// VS Code in a browser; to be looked at before they are committed.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ownTarget, packExtension } from './package.mjs';
import { root, setUp } from './setup.mjs';
import { launchBrowser } from './vscode/browser.mjs';
import { installServer } from './vscode/install.mjs';
import { installExtension, startServer, workbenchUrl } from './vscode/server.mjs';

const RUNS = [
  ['--name', 'baseline', '--tag', 'baseline'],
  ['--num-filters', '16'],
  ['--activation-fun', 'tanh'],
  ['--dropout', '0.25'],
  ['--optimizer', 'sgd', '--learning-rate', '0.05'],
  ['--seed', '1'],
  ['--num-layers', '3'],
  ['--learning-rate', '0.003'],
];
const SAME = ['--epochs', '5', '--train-samples', '12000'];
const THEMES = [
  ['dark', 'Dark Modern'],
  ['light', 'Light Modern'],
  ['hc', 'Default High Contrast'],
];

await setUp();
const target = path.join(root, 'media', 'screenshots');
await mkdir(target, { recursive: true });
const temporary = await mkdtemp(path.join(os.tmpdir(), 'digits-screenshots-'));
try {
  const folder = path.join(temporary, 'digits');
  const runs = path.join(folder, '.digits', 'runs');
  for (const flags of RUNS)
    await promisify(execFile)(process.execPath, [path.join(root, 'dist/cli.js'), 'train', '--runs', runs, ...SAME, ...flags]);
  // A copy: looking at it may write reports anew.
  const example = path.join(temporary, 'example');
  await cp(path.join(root, 'examples', 'digits'), example, { recursive: true });
  const programs = await installServer();
  const extensions = path.join(temporary, 'extensions');
  await installExtension(programs, await packExtension(ownTarget(), temporary), extensions);
  for (const [kind, theme] of THEMES) await takePictures({ programs, extensions, folder, example, kind, theme });
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/** @param {{ programs: { node: string, main: string }, extensions: string, folder: string, example: string, kind: string, theme: string }} how */
async function takePictures({ programs, extensions, folder, example, kind, theme }) {
  const settings = {
    'workbench.colorTheme': theme,
    'workbench.reduceMotion': 'on',
    'window.commandCenter': false,
    'digitsLab.notifications': 'none',
  };
  const server = await startServer({ programs, extensionsFolder: extensions, settings, trustsEveryFolder: true, forTests: true });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    /** @param {string} name */
    const picture = async name => {
      await dashboard.locator('body').evaluate(async () => void (await document.fonts.ready));
      await page.screenshot({ path: path.join(target, `${name}-${kind}.png`) });
    };
    /** What a pointer rests on, and its tooltip, would be on the picture. */
    const pointAtNothing = async () => {
      await page.mouse.move(640, 782, { steps: 5 });
      await page.locator('.monaco-hover:visible').first().waitFor({ state: 'detached' });
    };
    const dashboard = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    const quickInput = page.locator('.quick-input-widget');
    /** @param {string} text */
    const choose = async text => {
      await quickInput.locator('.quick-input-box input').fill(text);
      await quickInput
        .locator('.monaco-list-row')
        .first()
        .filter({ hasText: text.replace('>', '') })
        .waitFor();
      await page.keyboard.press('Enter');
    };
    /**
     * @param {string} name
     * @param {string} value
     */
    const set = async (name, value) => {
      await choose(name);
      await quickInput.locator('.quick-input-title', { hasText: `(${name})` }).waitFor();
      await quickInput.locator('.quick-input-box input').fill(value);
      await page.keyboard.press('Enter');
      await quickInput.locator('.quick-input-title', { hasText: 'Train digits CNN' }).waitFor();
    };
    // What one parameter did, in the example workspace.
    await page.goto(workbenchUrl(server, example));
    await page.locator('.activitybar').getByRole('tab', { name: 'Digits Lab' }).click();
    await page.getByRole('treeitem', { name: /^num_filters 8 → 32/ }).click();
    await dashboard.getByRole('heading', { level: 1, name: /raised validation accuracy/ }).waitFor();
    await dashboard.locator('canvas').first().waitFor();
    await pointAtNothing();
    await picture('effect');
    await page.goto(workbenchUrl(server, folder));
    await page.locator('.activitybar').getByRole('tab', { name: 'Digits Lab' }).click();
    // A trained run: its matrix.
    await page
      .getByRole('treeitem', { name: /^baseline/ })
      .locator('.monaco-tl-twistie')
      .click();
    await page.getByRole('treeitem', { name: /^Confusion matrix/ }).click();
    await dashboard.getByRole('gridcell', { name: /^true 4, predicted 9:/ }).click();
    await dashboard.locator('.thumbnail').first().waitFor();
    await pointAtNothing();
    await picture('evaluation');
    // All runs, compared.
    await page.getByRole('treeitem', { name: /^baseline/ }).click();
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('Control+a');
    await page.keyboard.press('F1');
    await choose('>Digits: Compare Runs');
    await dashboard.getByRole('heading', { level: 1, name: `${RUNS.length} runs` }).waitFor();
    await dashboard.locator('canvas').first().waitFor();
    await pointAtNothing();
    await picture('comparison');
    // A new one from the form, half-way.
    await page.keyboard.press('F1');
    await choose('>Digits: Train digits CNN');
    await quickInput.locator('.quick-input-title', { hasText: 'Train digits CNN' }).waitFor();
    await set('epochs', '8');
    await set('train_samples', '12000');
    await set('num_filters', '48');
    await picture('form');
    await choose('Start training');
    await pointAtNothing();
    await page.getByRole('treeitem', { name: /, running, [4-7]\/8/ }).waitFor({ timeout: 180_000 });
    await picture('dashboard');
    await page.getByRole('treeitem', { name: /num_filters 48.*, running, / }).hover();
    await page
      .getByRole('treeitem', { name: /num_filters 48/ })
      .getByRole('button', { name: 'Stop' })
      .click();
    await page.getByRole('treeitem', { name: /num_filters 48.*, stopped, / }).waitFor();
    // Each theme begins with the same runs.
    await page.getByRole('treeitem', { name: /num_filters 48/ }).click({ button: 'right' });
    await page
      .locator('.context-view')
      .getByRole('menuitem', { name: /^Delete/ })
      .hover();
    await page.keyboard.press('Enter');
    await page.getByRole('treeitem', { name: /num_filters 48/ }).waitFor({ state: 'detached' });
  } finally {
    await browser.close();
    await server.stop();
  }
}
