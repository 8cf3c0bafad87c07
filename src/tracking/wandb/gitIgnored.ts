import path from 'node:path';
import { WorkTree } from '../../processes/workTree';

/** Whether Git would take a file along: it lies in a work tree, and nothing there ignores it. False where Git is missing. */
export async function isOpenToGit(file: string): Promise<boolean> {
  try {
    const tree = await WorkTree.around(path.dirname(file));
    return tree !== undefined && !(await tree.isIgnored(file));
  } catch {
    return false;
  }
}
