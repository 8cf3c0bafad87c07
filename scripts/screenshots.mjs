// npm run screenshots: pictures of the real thing for README.md, into media/screenshots. Trains some runs, packs the extension and drives
// VS Code in a browser; to be looked at before they are committed. SCREENSHOT_PYTHON names a Python with wandb, keras, jax and numpy, for those of a
// Python script, which stay as they are without it; `npm run screenshots -- python` takes these alone, `-- slurm` that of a sweep at Slurm alone.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { ownTarget, packExtension } from './package.mjs';
import { root, setUp } from './setup.mjs';
import { bundleFile } from './testFiles.mjs';
import { launchBrowser, sharedBrowser } from './vscode/browser.mjs';
import { vscodeCache } from './vscode/cache.mjs';
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
  const programs = await installServer();
  const extensions = path.join(temporary, 'extensions');
  await installExtension(programs, await packExtension(ownTarget(), temporary), extensions);
  const { SCREENSHOT_PYTHON: python } = process.env;
  const [only] = process.argv.slice(2);
  if (only === undefined) await takeAll(programs, extensions);
  if (only === undefined || only === 'slurm') {
    Object.assign(process.env, { TEST_EXTENSIONS: extensions, TEST_REPORT: temporary, VSCODE_TEST_CACHE: vscodeCache() });
    const { takeAtSlurm } = await import(await bundleFile('scripts/screenshots/atSlurm.ts'));
    await takeAtSlurm(path.join(target, 'slurm-dark.png'));
    await (await sharedBrowser()).close();
  }
  if (python !== undefined && only !== 'slurm') {
    const folder = path.join(temporary, 'mnist');
    await makeScript(python, folder);
    for (const [kind, theme] of THEMES) await takePictureOfScript({ programs, extensions, folder, kind, theme, python });
  }
} finally {
  await rm(temporary, { recursive: true, force: true });
}

/**
 * @param {{ node: string, main: string }} programs
 * @param {string} extensions
 */
async function takeAll(programs, extensions) {
  const folder = path.join(temporary, 'digits');
  const runs = path.join(folder, '.digits', 'runs');
  for (const flags of RUNS)
    await promisify(execFile)(process.execPath, [path.join(root, 'dist/cli.js'), 'train', '--runs', runs, ...SAME, ...flags]);
  // A copy: looking at it may write reports anew.
  const example = path.join(temporary, 'example');
  await cp(path.join(root, 'examples', 'digits'), example, { recursive: true });
  for (const [kind, theme] of THEMES) await takePictures({ programs, extensions, folder, example, kind, theme });
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

/**
 * A folder with a script that trains on MNIST.
 * @param {string} python
 * @param {string} folder
 */
async function makeScript(python, folder) {
  await mkdir(folder);
  await cp(path.join(root, 'scripts/tracking/keras_digits.py'), path.join(folder, 'train.py'));
  const { writeKerasData } = await import(await bundleFile('scripts/tracking/keras.ts'));
  await writeKerasData(python, path.join(folder, 'mnist.npz'));
}

/** @param {{ programs: { node: string, main: string }, extensions: string, folder: string, kind: string, theme: string, python: string }} how */
async function takePictureOfScript({ programs, extensions, folder, kind, theme, python }) {
  const settings = {
    'workbench.colorTheme': theme,
    'workbench.reduceMotion': 'on',
    'window.commandCenter': false,
    'terminal.integrated.gpuAcceleration': 'off',
    'remote.autoForwardPorts': false,
  };
  const env = {
    KERAS_BACKEND: 'jax',
    WANDB_ERROR_REPORTING: 'false',
  };
  const server = await startServer({ programs, extensionsFolder: extensions, settings, trustsEveryFolder: true, forTests: true, env });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1000 } });
    const dashboard = page.frameLocator('iframe.webview.ready').frameLocator('#active-frame');
    /** @param {string} title */
    const run = async title => {
      await page.keyboard.press('F1');
      await page.locator('.quick-input-widget .quick-input-box input').fill(`>${title}`);
      await page.locator('.quick-input-widget .monaco-list-row').first().filter({ hasText: title }).waitFor();
      await page.keyboard.press('Enter');
    };
    await page.goto(workbenchUrl(server, folder));
    await page.locator('.activitybar').getByRole('tab', { name: 'Digits Lab' }).click();
    await run('Digits: Track My Python Scripts');
    await page.getByRole('dialog').getByRole('button', { name: 'Track', exact: true }).click();
    await page.getByRole('button', { name: /Digits Lab takes the runs of Python scripts/ }).waitFor();
    await run('Terminal: Create New Terminal');
    const terminal = page.locator('.terminal-wrapper.active');
    await terminal.locator('.xterm-rows').getByText(/[$#]/).first().waitFor();
    await terminal.locator('.xterm-helper-textarea').focus();
    // As in a shell that was set up for this project, whatever this machine's user has set for theirs.
    await page.keyboard.type(`PATH='${path.dirname(python)}':$PATH; PS1='$ '; clear\n`);
    await terminal
      .locator('.xterm-rows')
      .getByText(/^\$\s*$/)
      .first()
      .waitFor();
    await page.keyboard.type('python train.py\n');
    await page.getByRole('treeitem', { name: /^keras, running/ }).click();
    await dashboard.getByRole('group', { name: /^loss, step 0 to 3\./ }).waitFor({ timeout: 180_000 });
    await dashboard.locator('body').evaluate(async () => void (await document.fonts.ready));
    await page.mouse.move(640, 992, { steps: 5 });
    await page.screenshot({ path: path.join(target, `python-${kind}.png`) });
    await dashboard.getByText(/^Finished after/).waitFor({ timeout: 180_000 });
  } finally {
    await browser.close();
    await server.stop();
    await rm(path.join(folder, '.digits'), { recursive: true, force: true });
    await rm(path.join(folder, 'wandb'), { recursive: true, force: true });
  }
}
