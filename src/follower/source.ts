import path from 'node:path';
import type { Followed } from '../contract/recording';
import { fileStateIn } from '../files/readFiles';
import { HPARAMS } from '../foreign/hparams';

/** Files of another tool that are one run. */
export interface Source {
  readonly kind: Followed['kind'];
  /** The folder that its files lie in; no link below it is followed. */
  readonly folder: string;
  /** In the folder, with `/`; sorted. */
  readonly files: readonly string[];
  /** What it is known by: where it lies below the open folder, with `/`; in full elsewhere. */
  readonly name: string;
}

/** With the settings beside its logs, which are written when it begins, or by a person later. */
export function filesOf({ kind, files }: Source): readonly string[] {
  return kind === 'wandb' ? files : [...files, HPARAMS];
}

/** Reads something; one at a time, and what it is is known while it is read. */
export type ReadInTurn = <T>(place: string, read: () => Promise<T>) => Promise<T>;

/** Where a source lies, in full: its file, or the folder of its event files, of which there may come more. */
export function placeOf({ kind, folder, files: [file = ''] }: Source): string {
  return kind === 'tensorboard' ? folder : path.join(folder, file);
}

/** How the files of a source are. */
export interface SourceState {
  /** The same as long as nothing is written to them. */
  readonly stamp: string;
  /** Together. */
  readonly bytes: number;
  /** When one of them was written last, in ms since 1970. */
  readonly writtenMs: number;
}

export async function stateOf(source: Source): Promise<SourceState> {
  const { folder, files } = source;
  const stamps: string[] = [];
  let [bytes, writtenMs] = [0, 0];
  for (const name of filesOf(source)) {
    const state = await fileStateIn(folder, name);
    if (!state) continue;
    stamps.push(`${name} ${state.inode} ${state.bytes} ${state.writtenMs}`);
    if (!files.includes(name)) continue;
    bytes += state.bytes;
    writtenMs = Math.max(writtenMs, state.writtenMs);
  }
  return { stamp: stamps.join('\n'), bytes, writtenMs };
}
