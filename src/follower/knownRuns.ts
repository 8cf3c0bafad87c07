import { existsSync } from 'node:fs';
import type { ImportedConfig } from '../contract/run';
import type { Followed } from '../contract/recording';
import type { ForeignRun } from '../foreign/foreignRun';
import { isSameOfWandb } from '../foreign/sameOfWandb';
import { digestOf } from '../foreign/writeRun';
import { listRuns } from '../runFolder/listRuns';
import { runPaths } from '../runFolder/paths';
import { readFollowed } from '../runFolder/recording/readRecording';
import type { Source } from './source';

/** A run that is written from a source. */
export interface KnownRun {
  readonly folder: string;
  readonly followed: Followed;
}

/** So long a listing of the runs is believed. */
const BELIEVED_MS = 10_000;

/** The runs of a folder that other tools recorded. */
export class KnownRuns {
  private readonly bySource = new Map<string, KnownRun>();
  private imported: readonly ImportedConfig[] = [];
  private listedAt = 0;

  private constructor(private readonly runsFolder: string) {}

  static async read(runsFolder: string): Promise<KnownRuns> {
    const runs = new KnownRuns(runsFolder);
    for (const { folder } of await runs.list()) {
      // One that cannot be read is no reason to follow nothing.
      const followed = await readFollowed(folder).catch(() => undefined);
      // Of a source there is one: where another run began in its files, the one before follows them no more.
      if (followed) runs.bySource.set(keyOf(followed.kind, followed.source), { folder, followed });
    }
    return runs;
  }

  /** The run that a source was written to last. */
  find({ kind, name }: Source): KnownRun | undefined {
    return this.bySource.get(keyOf(kind, name));
  }

  /** Whether its folder is still there. */
  static isThere({ folder }: KnownRun): boolean {
    return existsSync(runPaths(folder).config);
  }

  keep(run: KnownRun): void {
    this.bySource.set(keyOf(run.followed.kind, run.followed.source), run);
  }

  /** What is written to it now is another run. */
  forget({ kind, name }: Source): void {
    this.bySource.delete(keyOf(kind, name));
  }

  /** The run that has been made of the same in another way: by an import, or sent by its script, whose client writes its files too. */
  async madeOtherwise(run: ForeignRun): Promise<string | undefined> {
    if (Date.now() - this.listedAt > BELIEVED_MS) await this.list();
    const digest = digestOf(run);
    return this.imported.find(({ source }) => source.digest === digest || isSameOfWandb(source, run))?.id;
  }

  private async list(): Promise<readonly { readonly folder: string }[]> {
    const { runs } = await listRuns(this.runsFolder);
    const imported = runs.flatMap(({ config, folder }) => (config.kind === 'imported' ? [{ config, folder }] : []));
    this.imported = imported.map(({ config }) => config);
    this.listedAt = Date.now();
    return imported;
  }
}

function keyOf(kind: string, source: string): string {
  return `${kind} ${source}`;
}
