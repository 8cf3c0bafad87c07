// npm start: see USAGE below.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, readlink, realpath, rm, symlink } from 'node:fs/promises';
import { constants } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { onPath } from './runProgram.mjs';
import { root, runInForeground, setUp, SetupError } from './setup.mjs';
import { vscodeCache } from './vscode/cache.mjs';
import { installServer } from './vscode/install.mjs';
import { startServer, workbenchUrl } from './vscode/server.mjs';

const USAGE = `npm start opens VS Code with the extension, from this checkout, on the example folder: desktop VS Code where one is on the PATH, or
else a VS Code server that a browser shows.
  npm start -- FOLDER       opens another folder
  npm start -- --browser    the server, although there is a desktop VS Code
  npm start -- --terminal   trains in this terminal, without VS Code; flags of \`npm run train\` may follow
`;

/** So that a bookmark and what the browser keeps of the workbench serve again. */
const PORTS = '8470-8489';

const EXAMPLE = path.join(root, 'examples', 'digits');

class UsageError extends Error {}

if (process.argv[2] === '--terminal') {
  process.argv.splice(2, 1, 'train');
  await import('./digits.mjs');
} else {
  await start().catch(error => {
    if (!(error instanceof SetupError || error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  });
}

async function start() {
  const { values, positionals } = given();
  if (values.help) {
    process.stdout.write(USAGE);
    return;
  }
  const folder = path.resolve(process.env.INIT_CWD ?? root, positionals[0] ?? EXAMPLE);
  if (!existsSync(folder)) throw new SetupError(`${folder} is to be opened, and there is no such folder.`);
  await setUp();
  const desktop = values.browser ? undefined : ['code', 'code-insiders', 'codium'].map(onPath).find(Boolean);
  process.exitCode = await (desktop ? openDesktop(desktop, folder) : serve(folder));
}

/** What was given. @throws {UsageError} */
function given() {
  try {
    return parseArgs({ options: { browser: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }, allowPositionals: true });
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split('. ');
    throw new UsageError(`npm start: ${first}. See npm start -- --help.`);
  }
}

/**
 * @param {string} program
 * @param {string} folder
 */
async function openDesktop(program, folder) {
  console.log(`Opening ${path.basename(program)} with Digits Lab on ${folder}. Then: F1, "Train digits CNN".`);
  // Windows' `code` is a batch file, which only a shell starts; a shell takes a path with a space only in quotes.
  const shell = process.platform === 'win32';
  /** @param {string} text */
  const quote = text => (shell ? `"${text}"` : text);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, folder];
  const code = await runInForeground(quote(program), args.map(quote), { shell });
  if (code !== 0) console.error(`${program} ended with ${code}. \`npm start -- --browser\` shows VS Code in a browser instead.`);
  return code;
}

/**
 * Until Ctrl-C, or until the server ends by itself.
 * @param {string} folder
 */
async function serve(folder) {
  // The layout, the theme and the settings that a person chose are there the next time.
  const home = path.join(vscodeCache(), `start-${createHash('sha256').update(root).digest('hex').slice(0, 8)}`);
  const extensionsFolder = path.join(home, 'extensions');
  await linkExtension(extensionsFolder);
  // Of any other folder it is the person who says whether its authors are trusted.
  const trustsEveryFolder = (await realpath(folder)) === (await realpath(EXAMPLE));
  const server = await startServer({ programs: await installServer(), home, extensionsFolder, port: PORTS, trustsEveryFolder });
  const first = trustsEveryFolder ? '' : ' say in VS Code that you trust the authors of this folder, then';
  console.log(`VS Code is ready, with Digits Lab on ${folder}. Open this in a browser on this machine:

  ${workbenchUrl(server, folder)}

Then:${first} F1, "Train digits CNN". The address has a token: whoever knows it works here as you. Ctrl-C stops it.`);
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  /** @type {Promise<typeof signals[number]>} */
  const asked = new Promise(resolve => signals.forEach(name => process.on(name, () => resolve(name))));
  const signal = await Promise.race([asked, server.ended.then(() => undefined)]);
  await server.stop();
  if (signal === undefined) throw new SetupError(`The VS Code server ${await server.ended}; its log is ${path.join(home, 'server.log')}.`);
  return signal === 'SIGINT' ? 0 : 128 + constants.signals[signal];
}

/**
 * Makes this checkout the one extension of a folder: after a build, "Developer: Reload Window" shows what changed.
 * @param {string} folder
 */
async function linkExtension(folder) {
  const { publisher, name, version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const link = path.join(folder, `${publisher}.${name}-${version}`);
  // Another `npm start` of this checkout may be using it.
  if ((await readlink(link).catch(() => undefined)) === root) return;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await symlink(root, link, 'dir');
}
