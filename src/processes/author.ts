import os from 'node:os';
import path from 'node:path';
import { readGitSettings } from './gitSettings';
import { WorkTree } from './workTree';

/** Git's user.name, or the user who is logged in; null for a user without a name in the system, as in a container. */
export async function describeAuthor(folder: string): Promise<string | null> {
  const settings = (await WorkTree.around(folder)) ?? (await readGitSettings(path.parse(path.resolve(folder)).root).catch(() => undefined));
  return settings?.userName || userName() || null;
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return '';
  }
}
