import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { checkOut as checkOutAndBuild } from '../otherCommit.mjs';

/** Another commit, checked out and built beside this one. */
export interface Checkout {
  readonly root: string;
  /** `37b8080 Throughput of many small runs, measured undisturbed` */
  readonly title: string;
  /** The bundle of digits.ts over that commit's sources. */
  readonly digits: string;
  /** Takes it away again. */
  readonly remove: () => void;
}

/**
 * Checks a commit out into a folder and builds it.
 * @throws {Error} when there is no such commit, or it cannot be built, or its engine is another one than the bench's own program knows
 */
export function checkOut(root: string, commit: string, folder: string): Checkout {
  const other = checkOutAndBuild(root, commit, folder);
  try {
    return { ...other, digits: bundleDigits(root, other.root) };
  } catch (error) {
    other.remove();
    throw error;
  }
}

/** The same program for both commits, over the sources of each. */
function bundleDigits(root: string, other: string): string {
  const source = path.join('scripts', 'bench', 'speed', 'digits.ts');
  mkdirSync(path.join(other, path.dirname(source)), { recursive: true });
  cpSync(path.join(root, source), path.join(other, source));
  const script = `import { build } from 'esbuild';
    import { nodeBundleOptions } from './scripts/build.mjs';
    await build({ ...nodeBundleOptions(), entryPoints: ['${source.replaceAll('\\', '/')}'], outfile: 'dist/bench/digits.js' });`;
  const { stderr, status } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: other, encoding: 'utf8' });
  if (status !== 0) throw new Error(`The bench's own program cannot be built over the sources of ${other}:\n${stderr}`);
  return path.join(other, 'dist', 'bench', 'digits.js');
}
