// Makes a checkout ready to run, before anything was installed: Node's version, the packages of the lock file, the bundles.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

/** What goes wrong on a person's machine: its message is all that is shown. */
export class SetupError extends Error {}

/** Installs what the lock file names unless that was done already, and builds. Everything it says goes to stderr. */
export async function setUp() {
  checkNode();
  installPackages();
  const { build } = await import('./build.mjs');
  await build();
}

/** What mocha and oxlint ask for: ^20.19 || >=22.12. */
function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if ((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22) return;
  throw new SetupError(
    `Digits Lab needs Node 20.19 or a later 20, or 22.12 or newer; this is Node ${process.versions.node}. Get one from nodejs.org or your package manager.`,
  );
}

/** `npm ci`, once for each lock file and platform: a stamp among the packages says what they were installed from. */
function installPackages() {
  const lockFile = path.join(root, 'package-lock.json');
  if (!existsSync(lockFile))
    throw new SetupError('package-lock.json is missing from the checkout: `git checkout package-lock.json` brings it back.');
  const lock = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  const wanted = `${lock} ${process.platform}-${process.arch}`;
  const stamp = path.join(root, 'node_modules', '.digits-lab-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  process.stderr.write('Installing packages (once; half a minute or so) …\n');
  // --include=dev: NODE_ENV=production would leave out what builds and tests.
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const npm = spawnSync('npm', args, { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error) throw new SetupError(`npm could not be started (${npm.error.message}). It comes with Node: is it on the PATH?`);
  if (npm.status !== 0)
    throw new SetupError(
      `${npm.stdout}${npm.stderr}\nnpm ci failed; what it said is above. Is the network there, and if there is a proxy, does npm know it?`,
    );
  writeFileSync(stamp, wanted);
}

/**
 * Runs a program of the checkout in the foreground; its exit code. Ctrl-C reaches it by itself, being of the same process group; what is
 * sent to this process alone is passed on.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {import('node:child_process').SpawnOptions} [options]
 * @returns {Promise<number>}
 */
export async function runInForeground(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: 'inherit', ...options });
  process.on('SIGINT', () => undefined);
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP'])) process.on(signal, () => child.kill(signal));
  return await new Promise((resolve, reject) => {
    child.on('error', error => reject(new SetupError(`${command}: ${error.message}`)));
    child.on('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? 'SIGKILL']));
  });
}
