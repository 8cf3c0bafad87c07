import path from 'node:path';
import { WorkTree } from '../processes/workTree';

/** Whether a run would go into Git with the next `git add`: its folder lies in a work tree, and nothing leaves it out. Never rejects. */
export async function wouldGoIntoGit(folder: string): Promise<boolean> {
  const tree = await WorkTree.around(folder);
  if (!tree) return false;
  // Where Git does not answer, nothing is asked.
  return !(await tree.isIgnored(path.join(folder, 'config.json')).catch(() => true));
}
