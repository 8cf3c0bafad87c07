// The ring of tests against the real `vscode` API: mocha inside VS Code's extension host. Where the machine has no desktop that is the
// extension host of a VS Code server, whose workbench a browser opens; VSCODE_TEST=desktop takes desktop VS Code, downloaded by
// @vscode/test-electron (VSCODE_VERSION: which one; TEST_VERBOSE: print what the workbench logs). @vscode/test-cli starts
// desktop VS Code alone, and @vscode/test-web has no extension host in Node.
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pLimit from 'p-limit';
import { runTwice } from './secondTry.mjs';
import { root, SetupError } from './setup.mjs';
import { bundleTests } from './testFiles.mjs';
import { launchBrowser } from './vscode/browser.mjs';
import { vscodeCache } from './vscode/cache.mjs';
import { installServer } from './vscode/install.mjs';
import { startServer, workbenchUrl } from './vscode/server.mjs';

const LIMIT_MS = 20 * 60_000;
/** What the workbench complains of in every run, whatever the extension. */
const NOISE = /bindings file|native-watchdog|vscode-sqlite3|open-vsx|ServiceWorker|copilot/i;

/**
 * @param {{ places: readonly string[], grep?: string, isPart: boolean }} selection
 * @returns {Promise<{ passed: number, failed: number, wavered?: readonly string[] }>}
 * @throws when the tests did not come to their end
 */
export async function runHostTests({ places, grep, isPart }) {
  const { folder, files } = await bundleTests('host', places, { besides: ['index.ts'] });
  if (files.length === 0) return { passed: 0, failed: 0 };
  const report = path.join(root, 'test-results', 'host');
  await rm(report, { recursive: true, force: true });
  const suite = path.join(folder, 'index.js');
  const env = { ...(grep === undefined ? {} : { TEST_GREP: grep }), ...(isPart ? {} : { TEST_FORBID_ONLY: '1' }) };
  const total = { passed: 0, failed: 0, wavered: /** @type {string[]} */ ([]) };
  /** @param {ReturnType<typeof chosenReleases>[number]} release */
  const runIn = async release => {
    let tries = 0;
    /** @param {readonly string[]} some */
    const run = some => runInVSCode(some, { suite, release, report: path.join(report, release, String(++tries)), env });
    const { passed, failed, wavered } = await runTwice(files, { isPart, run });
    if (passed + failed === 0 && grep === undefined) throw new Error('No test ran in the extension host.');
    console.log(`  in the ${release} VS Code: ${passed} passed, ${failed} failed`);
    total.passed += passed;
    total.failed += failed;
    total.wavered.push(...wavered);
  };
  // Each keeps a core busy.
  const atOnce = pLimit(Math.min(2, os.availableParallelism()));
  await Promise.all(chosenReleases(isPart).map(release => atOnce(runIn, release)));
  return total;
}

/**
 * A part runs in the newest alone, where VSCODE_TEST does not say otherwise.
 * @param {boolean} isPart
 * @returns {readonly ('newest' | 'oldest' | 'desktop')[]}
 */
function chosenReleases(isPart) {
  const asked = process.env.VSCODE_TEST;
  if (asked === undefined || asked === '') return isPart ? ['newest'] : ['newest', 'oldest'];
  if (asked !== 'newest' && asked !== 'oldest' && asked !== 'desktop')
    throw new SetupError(`VSCODE_TEST has "${asked}"; it may have newest, oldest, desktop.`);
  return [asked];
}

/**
 * @typedef {object} Task
 * @property {'newest' | 'oldest' | 'desktop'} release which VS Code
 * @property {string} suite the bundle that VS Code calls
 * @property {string} workspace
 * @property {string} report the folder of what there is to see
 * @property {Record<string, string>} env
 */

/**
 * Runs test files in one extension host; what each of them came to.
 * @param {readonly string[]} files
 * @param {Omit<Task, 'workspace'>} how
 * @returns {Promise<Record<string, { passed: number, failed: number }>>}
 */
async function runInVSCode(files, { suite, release, report, env: given }) {
  await mkdir(report, { recursive: true });
  const workspace = await mkdtemp(path.join(os.tmpdir(), 'digits-workspace-'));
  const env = { ...given, TEST_RELEASE: release, TEST_REPORT: report, TEST_FILES: JSON.stringify(files) };
  const task = { suite, release, workspace, report, env };
  try {
    await (release === 'desktop' ? runOnDesktop(task) : runOnServer(task, release));
  } finally {
    process.stdout.write(read(path.join(report, 'mocha.log')));
    await rm(workspace, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
  // The end of the extension host says nothing: a killed one ends well, too.
  const summary = read(path.join(report, 'summary.json'));
  if (summary === '') throw new Error(`The extension host ended before the tests were through. What there is to see is in ${report}.`);
  return JSON.parse(summary);
}

/**
 * @param {Task} task
 * @param {import('./vscode/install.mjs').Release} release
 */
async function runOnServer({ suite, workspace, report, env }, release) {
  const programs = await installServer(release);
  const browser = await launchBrowser();
  /** @type {string[]} */
  const errors = [];
  /** @type {import('./vscode/server.mjs').Server | undefined} */
  let server;
  /** @type {import('playwright-core').Page | undefined} */
  let page;
  try {
    server = await startServer({ programs, env, trustsEveryFolder: true, forTests: true });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const { promise: ended, resolve: end, reject: fail } = withResolvers();
    page.on('crash', () => fail(new Error('The page of the workbench crashed.')));
    browser.on('disconnected', () => fail(new Error('The browser went away.')));
    void server.ended.then(how => fail(new Error(`The VS Code server ${how}.`)));
    const timer = setTimeout(
      () => fail(new Error(`The host tests were not done after ${LIMIT_MS / 60_000} minutes: something hangs.`)),
      LIMIT_MS,
    );
    // The workbench calls these: the first when the extension host that ran the tests has ended, the second with its own log.
    await page.exposeFunction('codeAutomationExit', end);
    /** @type {(type: string, args: readonly (string | Error)[]) => void} */
    const log = (type, args) => {
      const line = args.map(arg => (typeof arg === 'string' ? arg : (arg?.stack ?? arg?.message ?? JSON.stringify(arg)))).join(' ');
      if (process.env.TEST_VERBOSE) console.error(`[${type}] ${line}`);
      if (type === 'error' && !NOISE.test(line)) errors.push(line);
    };
    await page.exposeFunction('codeAutomationLog', log);
    const { authority } = server;
    /** @param {string} file */
    const uri = file => `vscode-remote://${authority}${file.split('/').map(encodeURIComponent).join('/')}`;
    await page.goto(
      workbenchUrl(server, workspace, [
        ['extensionDevelopmentPath', uri(root)],
        ['extensionTestsPath', uri(suite)],
      ]),
    );
    await ended.finally(() => clearTimeout(timer));
    if (!existsSync(path.join(report, 'summary.json'))) throw new Error('The extension host ended before the tests were through.');
  } catch (error) {
    await page?.screenshot({ path: path.join(report, 'failed.png') }).catch(() => undefined);
    const logs = server && path.join(server.home, 'data', 'logs');
    if (logs && existsSync(logs)) await cp(logs, path.join(report, 'logs'), { recursive: true });
    const why = error instanceof Error ? error.message : String(error);
    throw new Error([why, ...errors.slice(-10), `A picture and VS Code's logs are in ${report}.`].join('\n'), { cause: error });
  } finally {
    await browser.close();
    await server?.stop();
  }
}

/** @param {Task} task */
async function runOnDesktop({ suite, workspace, env }) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY)
    throw new SetupError(
      'Desktop VS Code needs a display, and there is none: `VSCODE_TEST=desktop xvfb-run -a npm test -- --host` gives it one.',
    );
  const { runTests } = await import('@vscode/test-electron');
  const home = await mkdtemp(path.join(os.tmpdir(), 'digits-vscode-'));
  try {
    await runTests({
      version: process.env.VSCODE_VERSION ?? 'stable',
      cachePath: path.join(vscodeCache(), 'desktop'),
      extensionDevelopmentPath: root,
      extensionTestsPath: suite,
      extensionTestsEnv: env,
      launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust', '--user-data-dir', home],
    }).catch(error => {
      // A failed test ends it with an error too; then the summary says so.
      if (!existsSync(path.join(env.TEST_REPORT, 'summary.json'))) throw error;
    });
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/** @param {string} file */
function read(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}

/** `Promise.withResolvers`, which Node 20 has not. */
function withResolvers() {
  /** @type {{ resolve: () => void, reject: (error: Error) => void } | undefined} */
  let settle;
  /** @type {Promise<void>} */
  const promise = new Promise((resolve, reject) => (settle = { resolve, reject }));
  promise.catch(() => undefined);
  if (!settle) throw new Error('A promise begins at once.');
  return { promise, ...settle };
}
