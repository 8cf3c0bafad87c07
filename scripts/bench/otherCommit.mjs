// Another commit of this repository, to be measured or tried beside this checkout.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';

/**
 * @typedef {object} OtherCommit
 * @property {string} title its short hash and subject
 * @property {string} root its checkout
 * @property {string} cli its command line, once it is built
 * @property {() => void} remove takes the checkout away
 */

/**
 * Checks a commit out below a folder, and makes it ready by `prepare`. Its packages are those of this checkout where the two have the same lock
 * file; else its own are installed.
 * @param {string} root this checkout
 * @param {string} commit
 * @param {string} folder
 * @param {(checkout: string) => void} prepare builds what is needed; what it throws takes the checkout away
 * @returns {OtherCommit}
 */
export function checkOut(root, commit, folder, prepare = checkout => run(checkout, process.execPath, 'scripts/build.mjs')) {
  const checkout = path.join(folder, 'checkout');
  const git = (/** @type {string[]} */ ...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();
  const title = git('log', '-1', '--format=%h %s', commit);
  git('worktree', 'add', '--quiet', '--detach', '--force', checkout, commit);
  const remove = () => void git('worktree', 'remove', '--force', checkout);
  try {
    const lockOf = (/** @type {string} */ of) => readFileSync(path.join(of, 'package-lock.json'), 'utf8');
    if (lockOf(checkout) === lockOf(root)) symlinkSync(path.join(root, 'node_modules'), path.join(checkout, 'node_modules'), 'junction');
    else run(checkout, 'npm', 'ci', '--include=dev', '--no-audit', '--no-fund');
    prepare(checkout);
    return { title, root: checkout, cli: path.join(checkout, 'dist', 'cli.js'), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/**
 * The same, packed for this machine.
 * @param {string} root
 * @param {string} commit
 * @param {string} folder
 * @returns {OtherCommit & { readonly vsix: string }}
 */
export function packCommit(root, commit, folder) {
  const packages = path.join(folder, 'package');
  mkdirSync(packages);
  const other = checkOut(root, commit, folder, checkout => run(checkout, process.execPath, 'scripts/package.mjs', '--out', packages));
  const [vsix = ''] = readdirSync(packages);
  return { ...other, vsix: path.join(packages, vsix) };
}

/**
 * @param {string} cwd
 * @param {string} file
 * @param {readonly string[]} args
 */
function run(cwd, file, ...args) {
  execFileSync(file, args, { cwd, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' && file === 'npm' });
}
