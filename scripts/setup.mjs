// Makes a checkout ready to run, before anything was installed: Node's version, the packages of the lock file, the bundles.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const LEAST_NODE = [20, 12];

/** Installs what the lock file names unless that was done already, and builds. Everything it says goes to stderr. */
export async function setUp() {
  checkNode();
  installPackages();
  const { build } = await import('./build.mjs');
  await build();
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1])) return;
  fail(
    `Digits Lab needs Node ${LEAST_NODE.join('.')} or newer; this is Node ${process.versions.node}. Get one from nodejs.org or your package manager.`,
  );
}

/** `npm ci`, once for each lock file: a stamp among the packages says which one they were installed from. */
function installPackages() {
  const lock = createHash('sha256')
    .update(readFileSync(path.join(root, 'package-lock.json')))
    .digest('hex');
  const stamp = path.join(root, 'node_modules', '.digits-lab-lock');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;
  process.stderr.write('Installing packages (once; half a minute or so) …\n');
  const npm = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: root, encoding: 'utf8', shell: process.platform === 'win32' });
  if (npm.error) fail(`npm could not be started (${npm.error.message}). It comes with Node: is it on the PATH?`);
  if (npm.status !== 0)
    fail(
      `${npm.stdout}${npm.stderr}\nnpm ci failed; what it said is above. Is the network there, and if there is a proxy, does npm know it?`,
    );
  writeFileSync(stamp, lock);
}

/** Runs a program of the checkout in the foreground and returns its exit code. Ctrl-C is the program's to handle. */
export function runInForeground(command, args, options = {}) {
  const ignore = () => undefined;
  process.on('SIGINT', ignore);
  const { status, signal, error } = spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options });
  process.off('SIGINT', ignore);
  if (error) fail(`${command}: ${error.message}`);
  return status ?? (signal === 'SIGINT' ? 130 : 1);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
