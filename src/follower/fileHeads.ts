import { createHash } from 'node:crypto';
import { HEAD_BYTES } from '../contract/formats/followed';
import type { Followed } from '../contract/recording';
import { readRange, useFileIn } from '../files/readFiles';
import { HPARAMS } from '../foreign/hparams';
import { filesOf, type Source } from './source';

type FileHead = Followed['files'][number];

/** What tells the files of a source, and its settings, from others; those that are gone are left out. @throws {FileError} behind a link */
export async function headsOf(source: Source): Promise<FileHead[]> {
  const heads: FileHead[] = [];
  for (const name of filesOf(source)) {
    const head = await useFileIn(source.folder, name, async file => {
      const bytes = await readRange(file, 0, Math.min(HEAD_BYTES, file.size));
      return { name, bytes: file.size, head: sha256(bytes), headBytes: bytes.length };
    });
    if (head) heads.push(head);
  }
  return heads;
}

/** Whether files were only added to since their heads were written down; others may have come, and the settings be others. */
export async function areSameFiles(folder: string, heads: readonly FileHead[]): Promise<boolean> {
  for (const { name, bytes, head, headBytes } of heads) {
    if (name === HPARAMS) continue;
    const isSame = await useFileIn(
      folder,
      name,
      async file => file.size >= bytes && sha256(await readRange(file, 0, headBytes)) === head,
    ).catch(() => false);
    if (isSame !== true) return false;
  }
  return true;
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
