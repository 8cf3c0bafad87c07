import { execFile } from 'node:child_process';
import path from 'node:path';
import { withoutKeys } from '../../contract/tracking';

/** Whether Git would take a file along: it lies in a work tree, and nothing there ignores it. False where Git is missing. */
export function isOpenToGit(file: string): Promise<boolean> {
  return new Promise(resolve => {
    const options = { cwd: path.dirname(file), timeout: 2000, env: withoutKeys(process.env) };
    // 0: ignored; 1: not; 128: no work tree.
    execFile('git', ['check-ignore', '-q', path.basename(file)], options, error => resolve(error?.code === 1));
  });
}
