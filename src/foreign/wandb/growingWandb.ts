import path from 'node:path';
import type { RecordedRow } from '../../contract/recording';
import { useFileIn } from '../../files/readFiles';
import { asForeignError } from '../foreignError';
import type { ForeignRun } from '../foreignRun';
import { firstOf, ReplacedError, ROWS_AT_ONCE, type GrowingRun, type RowSink } from '../growingRun';
import { SeenBytes } from '../seenBytes';
import { objectOf } from './items';
import { readWandb, withoutOwn } from './readWandb';
import { rowOf, systemRowOf, WandbFacts } from './wandbFacts';
import { wandbRecords } from './wandbRecords';

/** Rows that the run has already. */
interface There {
  readonly rows: number;
  readonly system: number;
}

/** The `.wandb` file of a run, which its client adds blocks to; what else lies in the folder is read at the end. */
export class GrowingWandb implements GrowingRun {
  readonly isOutOfOrder = false;
  readonly isBehind = false;
  private readonly wandb = new WandbFacts();
  private readonly cursor = { position: 0 };
  private readonly seen = new SeenBytes();
  /** As far as it was looked for what the run is. */
  private readonly looked = { cursor: { position: 0 }, seen: new SeenBytes() };
  private readonly count = { rows: 0, system: 0 };

  constructor(
    private readonly folder: string,
    private readonly name: string,
    private readonly there: There = { rows: 0, system: 0 },
  ) {}

  async readMore(sink: RowSink): Promise<boolean> {
    if ((await this.sizeIfSame(this.seen)) === this.cursor.position) return false;
    const begin = this.cursor.position;
    const waiting: Record<'rows' | 'system', RecordedRow[]> = { rows: [], system: [] };
    const pass = (kind: 'rows' | 'system', least: number): void => {
      if (waiting[kind].length < least) return;
      sink[kind](waiting[kind]);
      waiting[kind] = [];
    };
    const add = (kind: 'rows' | 'system', row: RecordedRow): void => {
      if (this.count[kind]++ < this.there[kind]) return;
      waiting[kind].push(row);
      pass(kind, ROWS_AT_ONCE);
    };
    for await (const record of wandbRecords(this.folder, this.name, undefined, this.cursor)) {
      this.wandb.add(record);
      const { recordType } = record;
      if (recordType.case === 'history') add('rows', rowOf(recordType.value));
      else if (recordType.case === 'stats') add('system', systemRowOf(recordType.value));
    }
    pass('rows', 1);
    pass('system', 1);
    await useFileIn(this.folder, this.name, opened => this.seen.see(opened, this.cursor.position));
    return this.cursor.position > begin;
  }

  async *rows(): AsyncGenerator<RecordedRow> {
    yield* firstOf((await this.whole()).rows(), this.count.rows);
  }

  async hasBegun(): Promise<boolean> {
    const { cursor, seen } = this.looked;
    await this.sizeIfSame(seen);
    for await (const { recordType } of wandbRecords(this.folder, this.name, undefined, cursor)) if (recordType.case === 'run') return true;
    await useFileIn(this.folder, this.name, opened => seen.see(opened, cursor.position));
    return false;
  }

  get hasEnded(): boolean {
    return this.wandb.exitCode !== undefined;
  }

  get facts(): GrowingRun['facts'] {
    const { config, summary, metrics } = this.wandb;
    return { config: withoutOwn(objectOf(config)), summary: withoutOwn(objectOf(summary)), metrics: [...metrics.values()] };
  }

  whole(): Promise<ForeignRun> {
    return readWandb(this.folder);
  }

  /** Its size in bytes. @throws {ReplacedError} where what was seen is not in it */
  private async sizeIfSame(seen: SeenBytes): Promise<number> {
    const file = path.join(this.folder, this.name);
    const found = await useFileIn(this.folder, this.name, async opened => ({
      size: opened.size,
      isSame: await seen.areIn(opened),
    })).catch((error: unknown) => {
      throw asForeignError(error, file);
    });
    if (!found?.isSame) throw new ReplacedError(`${file}: it is gone, or another file`);
    return found.size;
  }
}
