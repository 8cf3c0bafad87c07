// Starts and stops the VS Code server: on this machine's own address only, behind a token, with a home folder of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdirSync, openSync, readFileSync, rmSync, writeFileSync, existsSync, closeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { runProgram } from '../runProgram.mjs';

const HOST = '127.0.0.1';
const START_LIMIT_MS = 150_000;
const GRACE_MS = 5_000;

/** Nothing opens by itself, and nothing asks the network. */
const QUIET = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.settings.enableNaturalLanguageSearch': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/**
 * @typedef {object} ServerOptions
 * @property {{ node: string, main: string }} programs what `installServer` gave
 * @property {string} [home] its data and settings are kept there; without it they are in a temporary folder that goes with the server
 * @property {string} [extensionsFolder] where its extensions are; without it there are none
 * @property {Record<string, unknown>} [settings] user settings, beside those that keep it quiet; those of a home that has some stay
 * @property {Record<string, unknown>} [machineSettings] those that only a machine may have, of a home that has none yet
 * @property {string} [port] a port or a range, `3000-3010`; without it any free one
 * @property {boolean} [trustsEveryFolder] without it VS Code asks whether the authors of a folder are trusted, and runs nothing of theirs before
 * @property {boolean} [forTests] takes test runs from the workbench's address, and ends by itself when its tests were killed
 * @property {Record<string, string>} [env] for the server, and so for the extension host
 *
 * @typedef {object} Server
 * @property {string} origin `http://127.0.0.1:PORT`
 * @property {string} authority the `127.0.0.1:PORT` of `vscode-remote://`
 * @property {string} token whoever has it is let in
 * @property {string} home
 * @property {Promise<string>} ended how it ended, for whatever reason
 * @property {() => Promise<void>} stop ends it and everything that it started, and removes a temporary home
 */

/**
 * Starts a server; resolves once it answers.
 * @param {ServerOptions} options
 * @returns {Promise<Server>}
 */
export async function startServer(options) {
  const { programs, settings = {}, machineSettings = {}, forTests = false, env = {} } = options;
  const home = options.home ?? (await mkdtemp(path.join(os.tmpdir(), 'digits-vscode-')));
  const temporary = options.home === undefined && !process.env.KEEP_VSCODE_HOME;
  writeSettings(path.join(home, 'data', 'User'), { ...QUIET, ...settings });
  writeSettings(path.join(home, 'data', 'Machine'), machineSettings);
  // Its sockets are left behind in TMPDIR; their paths must be short.
  const temp = path.join(home, 't');
  mkdirSync(temp, { recursive: true });
  const token = randomBytes(16).toString('hex');
  const tokenFile = path.join(home, 'token');
  writeFileSync(tokenFile, token, { mode: 0o600 });
  const log = path.join(home, 'server.log');
  const errors = openSync(log, 'w');
  const child = spawn(programs.node, [programs.main, ...serverArguments(options, { home, tokenFile })], {
    // A process group of its own, so that the extension host and what it started can be ended with it.
    detached: true,
    stdio: ['ignore', 'pipe', errors],
    env: {
      ...(forTests ? withoutKeys(cleanEnvironment()) : cleanEnvironment()),
      TMPDIR: temp,
      DIGITS_STATE: path.join(home, 'state'),
      ...(forTests && { DIGITS_CACHE: path.join(home, 'cache') }),
      ...env,
    },
  });
  closeSync(errors);
  const ended = new Promise(resolve => {
    child.on('error', error => resolve(error.message));
    child.on('close', (code, signal) => resolve(`ended with ${signal ?? code}`));
  });
  /** @param {NodeJS.Signals} signal */
  const killGroup = signal => {
    try {
      if (child.pid !== undefined) process.kill(-child.pid, signal);
    } catch {
      // It is gone.
    }
  };
  const lastResort = () => {
    killGroup('SIGKILL');
    if (temporary) rmSync(home, { recursive: true, force: true });
  };
  process.once('exit', lastResort);
  const stop = async () => {
    killGroup('SIGTERM');
    const timer = setTimeout(() => killGroup('SIGKILL'), GRACE_MS);
    await ended;
    clearTimeout(timer);
    // What the server started may outlive it.
    killGroup('SIGKILL');
    process.off('exit', lastResort);
    if (temporary) await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  };
  try {
    const listening = await Promise.race([
      portOf(child.stdout),
      ended.then(how => Promise.reject(new Error(`The VS Code server ${how}.\n${readFileSync(log, 'utf8')}`))),
      afterMs(START_LIMIT_MS, `The VS Code server did not listen within ${START_LIMIT_MS / 1000} s; its log is ${log}.`),
    ]);
    const origin = `http://${HOST}:${listening}`;
    await answers(`${origin}/`, token);
    return { origin, authority: `${HOST}:${listening}`, token, home, ended, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * What the server is started with.
 * @param {Omit<ServerOptions, 'programs'>} options
 * @param {{ home: string, tokenFile: string }} files
 */
export function serverArguments({ extensionsFolder, port = '0', trustsEveryFolder = false, forTests = false }, { home, tokenFile }) {
  const args = ['--host', HOST, '--port', port, '--connection-token-file', tokenFile, '--server-data-dir', home];
  args.push('--extensions-dir', extensionsFolder ?? path.join(home, 'extensions'));
  args.push('--accept-server-license-terms', '--disable-telemetry');
  if (trustsEveryFolder) args.push('--disable-workspace-trust');
  // Without the first a built server takes no extensionTestsPath from the address.
  if (forTests) args.push('--enable-smoke-test-driver', '--enable-remote-auto-shutdown');
  return args;
}

/**
 * The address of the workbench on a folder.
 * @param {Pick<Server, 'origin' | 'token'>} server
 * @param {string | undefined} folder without one an empty window
 * @param {readonly (readonly [string, string])[]} [payload] VS Code's own list of what the workbench is started with
 */
export function workbenchUrl(server, folder, payload = []) {
  const query = new URLSearchParams(folder === undefined ? { ew: 'true' } : { folder });
  if (payload.length > 0) query.set('payload', JSON.stringify(payload));
  query.set('tkn', server.token);
  return `${server.origin}/?${query}`;
}

/**
 * Installs a packed extension into a folder of extensions.
 * @param {{ node: string, main: string }} programs
 * @param {string} vsix
 * @param {string} extensionsFolder
 */
export async function installExtension(programs, vsix, extensionsFolder) {
  const home = await mkdtemp(path.join(os.tmpdir(), 'digits-vscode-'));
  mkdirSync(extensionsFolder, { recursive: true });
  const args = ['--accept-server-license-terms', '--server-data-dir', home, '--extensions-dir', extensionsFolder];
  try {
    const said = await runProgram(programs.node, [programs.main, ...args, '--install-extension', vsix], { env: cleanEnvironment() });
    // It ends with 0 also when the extension was refused.
    if (!/was successfully installed/.test(said)) throw new Error(`${vsix} was not installed:\n${said}`);
  } finally {
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }
}

/**
 * The user's settings of a server are on its own disk, in its home.
 * @param {string} folder
 * @param {Readonly<Record<string, unknown>>} settings
 */
function writeSettings(folder, settings) {
  const file = path.join(folder, 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

/** A terminal inside VS Code sets variables that change how a server runs. */
function cleanEnvironment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_)/.test(name)));
}

/**
 * A user's own key or project of W&B is not for tests.
 * @param {NodeJS.ProcessEnv} environment
 */
function withoutKeys(environment) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !name.startsWith('WANDB_')));
}

/**
 * The port, once the server says that it listens.
 * @param {import('node:stream').Readable | null} stdout
 * @returns {Promise<number>}
 */
function portOf(stdout) {
  let said = '';
  return new Promise(resolve => {
    // Read to its end, or the pipe would fill.
    stdout?.on('data', chunk => {
      said = (said + chunk).slice(-10_000);
      const port = /Extension host agent listening on (\d+)/.exec(said)?.[1];
      if (port !== undefined) resolve(Number(port));
    });
  });
}

/**
 * @param {string} url
 * @param {string} token
 */
async function answers(url, token) {
  const response = await fetch(url, { headers: { cookie: `vscode-tkn=${token}` }, signal: AbortSignal.timeout(START_LIMIT_MS) });
  if (!response.ok) throw new Error(`The VS Code server answered ${response.status} at ${url}.`);
  await response.arrayBuffer();
}

/**
 * @param {number} ms
 * @param {string} message
 * @returns {Promise<never>}
 */
async function afterMs(ms, message) {
  await new Promise(resolve => setTimeout(resolve, ms).unref());
  throw new Error(message);
}
