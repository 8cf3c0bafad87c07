import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { rename } from './rename';

/**
 * Writes a file so that its name appears only when its content is whole and on disk: written beside under a name of its own, synced,
 * renamed. Two writers at once leave the content of one of them.
 */
export async function writeFileAtomically(file: string, content: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(beside, 'wx');
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Removes what writers that were killed have left in a folder and those below it. Nobody may be writing there. */
export async function removeUnfinished(folder: string): Promise<void> {
  const names = await readdir(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter(other => /\.\d+-[0-9a-f]{8}\.tmp$/.test(other))) await rm(path.join(folder, name), { force: true });
}
