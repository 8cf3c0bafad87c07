import type { ForeignRun } from '../foreign/foreignRun';
import { GrowingEvents } from '../foreign/tensorboard/growingEvents';
import { ReplacedError, type GrowingRun } from '../foreign/growingRun';
import { addRest, bounded, digestOf, factsOf, timesOf } from '../foreign/writeRun';
import { RecordingWriter, type RecordingOptions } from '../runFolder/recording/recordingWriter';
import { counted } from '../util/format';
import { messageOf } from '../util/messageOf';
import { areSameFiles, headsOf } from './fileHeads';
import { growingRunOf } from './growingRunOf';
import { KnownRuns, type KnownRun } from './knownRuns';
import type { Room } from './room';
import { placeOf, stateOf, type Source, type SourceState } from './source';

/** Nothing was written for so long: the run counts as finished until something is. */
export const QUIET_MS = 600_000;
/** What comes after a tool wrote that its run ended comes within this time. */
const AFTER_END_MS = 2_000;
/** Where there is no room it is looked again. */
const FULL_MS = 10_000;
/** What cannot be read is not tried again with each line that comes, and after twice as long each time: all of it may be read each time. */
const PAUSE_MS = 10_000;
/** A file that other rows are written into again and again is no log of a training. */
const MOST_REPLACED = 5;
/** No files of a run are larger. */
const LARGEST_BYTES = 4_000_000_000;

/** What a run says that is followed no further begins with this. */
const NOT_FOLLOWED = 'What was written later is not here:';
const END_UNKNOWN = 'How it ended is not in its files: nothing was written to them for ten minutes.';

export interface FollowedSourceOptions extends Required<Pick<RecordingOptions, 'readKnownLabels'>> {
  readonly runsFolder: string;
  readonly runs: KnownRuns;
  readonly room: Room;
  /** For a person. */
  readonly tell: (line: string) => void;
  /** In ms since 1970. */
  readonly now: () => number;
}

/** A run that is being written: its folder is this process's. */
interface OpenRun {
  readonly growing: GrowingRun;
  readonly writer: RecordingWriter;
  /** Of its settings some stand beside the files that grow. */
  readonly config: ForeignRun['config'];
  /** The files that its folder names. */
  named: string;
}

/** Files of another tool, and the folder of their run, which goes with them. One call is made at a time. */
export class FollowedSource {
  private open: OpenRun | undefined;
  /** What is read while it is not known yet what run it is. */
  private unknown: GrowingRun | undefined;
  /** How the files were when all of them was in the run, or when they could not be read. */
  private resting: string | undefined;
  private lastTold = '';
  /** Its run was deleted, or its files are none of a run. */
  private isLeft = false;
  private pausedUntil = 0;
  private pauseMs = PAUSE_MS;
  /** When files are read that are not known to be a run yet; in ms since 1970. */
  private unbegun: number | undefined;
  private replacements = 0;
  /** When something was written to the files last. */
  private heard = new Date();

  constructor(
    private source: Source,
    private readonly options: FollowedSourceOptions,
  ) {}

  /** Takes files that came beside those that were there. */
  update(source: Source): void {
    this.source = source;
  }

  /** Where it lies, in full. */
  get place(): string {
    return placeOf(this.source);
  }

  /** Whether its run goes on. */
  get isLive(): boolean {
    return this.open !== undefined;
  }

  /**
   * Brings the run up to its files. What cannot be read or written is told once, and tried again when the files are others.
   * @returns in how many ms it is to be looked at again although its files do not change; undefined: then never
   */
  async look(): Promise<number | undefined> {
    const state = await stateOf(this.source);
    const now = this.options.now();
    const isWaiting = this.unbegun !== undefined && now >= this.unbegun;
    if (this.isLeft || (state.stamp === this.resting && !isWaiting)) return undefined;
    if (isWaiting) this.unbegun = undefined;
    if (now < this.pausedUntil) return this.pausedUntil - now;
    try {
      const again = await this.bringUp(state);
      this.pauseMs = PAUSE_MS;
      return again;
    } catch (error) {
      const why = messageOf(error);
      // Not where the folder is not this process's any more.
      if (this.open && !this.open.writer.lost.aborted) this.open.writer.noteMissing(`${NOT_FOLLOWED} ${why}`);
      await this.release();
      this.tellOnce(why);
      this.resting = state.stamp;
      this.pausedUntil = now + this.pauseMs;
      this.pauseMs = Math.min(2 * this.pauseMs, QUIET_MS);
      return undefined;
    }
  }

  /** Gives its folder up as it is: a run that goes on reads as interrupted until it is followed again. */
  async release(): Promise<void> {
    const { open } = this;
    this.open = undefined;
    this.unknown = undefined;
    this.options.room.leave(this);
    await open?.writer.release().catch(() => undefined);
  }

  private async bringUp(state: SourceState): Promise<number | undefined> {
    if (state.bytes > LARGEST_BYTES)
      throw new Error(
        `${this.source.name}: its files have ${state.bytes} bytes; at most ${LARGEST_BYTES} are followed. Import them instead.`,
      );
    this.heard = new Date(state.writtenMs);
    if (!this.open) {
      if (state.bytes === 0) return this.rest(state);
      if (!this.options.room.enter(this)) {
        this.tellOnce(`${this.source.name}: too many runs go on at a time; it is followed when others have ended.`);
        return FULL_MS;
      }
      const known = this.options.runs.find(this.source);
      if (known && !KnownRuns.isThere(known)) {
        // A person has deleted it: it is not made again by what still comes of it.
        this.isLeft = true;
        return this.rest(state);
      }
      if (known && (await this.isWhole(known))) return this.rest(state);
      const left = this.untilQuiet(state, QUIET_MS);
      this.open = (known && (await this.resume(known))) ?? (await this.begin(left > 0));
      if (!this.open) {
        this.rest(state);
        this.unbegun = left > 0 ? this.options.now() + left : undefined;
        return left > 0 ? left : undefined;
      }
    }
    try {
      await this.readOn(this.open);
      const quietMs = this.open.growing.hasEnded ? AFTER_END_MS : QUIET_MS;
      const left = this.untilQuiet(state, quietMs);
      if (left > 0) return left;
      if (this.open.growing.isBehind) throw new ReplacedError(`${this.source.name}: it has fewer rows than before`);
      return await this.settle(this.open, state);
    } catch (error) {
      if (!(error instanceof ReplacedError)) throw error;
      await this.replaced(this.open, error);
      return state.bytes === 0 ? this.rest(state) : this.bringUp(state);
    }
  }

  /** In ms; 0 or less when nothing was written for so long. The clock of another machine may be far off. */
  private untilQuiet({ writtenMs }: SourceState, quietMs: number): number {
    return Math.min(writtenMs + quietMs - this.options.now(), quietMs);
  }

  private rest(state: SourceState): undefined {
    this.resting = state.stamp;
    this.options.room.leave(this);
  }

  private async isWhole({ followed }: KnownRun): Promise<boolean> {
    if (followed.isWhole !== true) return false;
    const heads = await headsOf(this.source);
    return JSON.stringify(heads) === JSON.stringify(followed.files);
  }

  /** Goes on with the run that these files were written to before; undefined if they are those of another run now. */
  private async resume({ folder, followed }: KnownRun): Promise<OpenRun | undefined> {
    // Of a log the rows tell: Lightning writes it anew.
    if (this.source.kind !== 'csv' && !(await areSameFiles(this.source.folder, followed.files))) return undefined;
    const writer = await RecordingWriter.reopen(folder, { now: () => this.heard, readKnownLabels: this.options.readKnownLabels });
    try {
      const there = { folder, rows: writer.historyLines.count, system: writer.systemLines.count };
      const growing = await growingRunOf(this.source, this.mayHave, there);
      this.options.tell(`${this.source.name} goes on: ${folder}`);
      writer.retellMissing(writer.recording.missing.filter(one => !one.startsWith(NOT_FOLLOWED)));
      return { growing, writer, config: writer.recording.config, named: '' };
    } catch (error) {
      await writer.release();
      throw error;
    }
  }

  /**
   * Begins a run; undefined where nothing of it is there yet, or one of the same already.
   * @param isGrowing whether what it is may still be written
   */
  private async begin(isGrowing: boolean): Promise<OpenRun | undefined> {
    let growing = await this.notBegun();
    if (isGrowing) {
      const hasBegun = await growing.hasBegun().catch(async (error: unknown) => {
        if (!(error instanceof ReplacedError)) throw error;
        this.unknown = undefined;
        return (growing = await this.notBegun()).hasBegun();
      });
      if (!hasBegun) return undefined;
    }
    this.unknown = undefined;
    const run = await growing.whole();
    const there = await this.options.runs.madeOtherwise(run);
    if (there !== undefined) {
      this.tellOnce(`${this.source.name} is not followed: it is there already, as ${there}.`);
      // Its script sends it here, or it was imported: however it grows, W&B's name of it stays.
      this.isLeft = this.source.kind === 'wandb';
      return undefined;
    }
    const { begun } = timesOf(run);
    const { tool, source, name, tags, notes } = run;
    let isBegun = false;
    const facts = { startedAt: begun.toISOString(), ...factsOf(run, []) };
    const writer = await RecordingWriter.create(
      { runsFolder: this.options.runsFolder, source: { tool, run: source }, name, tags, notes, facts },
      { now: () => (isBegun ? this.heard : begun), readKnownLabels: this.options.readKnownLabels },
    );
    isBegun = true;
    this.options.tell(`${this.source.name} is followed: ${writer.folder}`);
    return { growing, writer, config: run.config, named: '' };
  }

  /** What is read of it until it is known what run it is: each part of a file once. */
  private async notBegun(): Promise<GrowingRun> {
    const growing = (this.unknown ??= await growingRunOf(this.source, this.mayHave));
    if (growing instanceof GrowingEvents) growing.files = this.source.files;
    return growing;
  }

  private readonly mayHave = (values: number): boolean => this.options.room.mayHave(this, values);

  private async readOn(open: OpenRun): Promise<void> {
    const { growing, writer } = open;
    const { files, kind, name } = this.source;
    if (growing instanceof GrowingEvents) growing.files = files;
    if (open.named !== files.join('\n')) {
      const followed = { schemaVersion: 1 as const, kind, source: name, files: await headsOf(this.source) };
      await writer.follow(followed);
      this.options.runs.keep({ folder: writer.folder, followed });
      open.named = files.join('\n');
    }
    const isNew = await growing.readMore({ rows: rows => writer.appendRows(rows), system: rows => writer.appendSystemRows(rows) });
    if (growing.isOutOfOrder) await writer.replaceRows(() => growing.rows());
    if (!isNew) return;
    this.lastTold = '';
    if (writer.recording.state !== 'running') writer.retellMissing();
    await writer.goOn();
    const { config, summary, metrics } = growing.facts;
    writer.change({
      config: bounded({ ...open.config, ...config }, '', []),
      ...(Object.keys(summary).length > 0 && { summary: bounded(summary, '', []) }),
      ...(metrics.length > 0 && { metrics }),
    });
  }

  /** Makes the run what an import would make of its files, and closes it. */
  private async settle({ growing, writer }: OpenRun, state: SourceState): Promise<number | undefined> {
    const { kind, name } = this.source;
    const heads = await headsOf(this.source);
    const run = await growing.whole();
    const { heard } = timesOf(run);
    this.heard = heard;
    const missing = [...run.missing];
    writer.retellMissing();
    await writer.replaceRows(run.rows);
    await writer.replaceSystemRows(run.system);
    writer.change(factsOf(run, missing));
    if (kind !== 'wandb') missing.push(END_UNKNOWN);
    await addRest(writer, run, { missing, heard });
    await writer.identify({ tool: run.tool, run: run.source, digest: digestOf(run) });
    const followed = { schemaVersion: 1 as const, kind, source: name, files: heads, isWhole: true as const };
    await writer.follow(followed);
    this.options.runs.keep({ folder: writer.folder, followed });
    const rows = counted(writer.historyLines.count, 'row');
    this.options.tell(`${name}: nothing more was written; ${rows} are in ${writer.folder}`);
    await this.release();
    // What was written meanwhile is read by going on.
    if ((await stateOf(this.source)).stamp !== state.stamp) return 0;
    this.resting = state.stamp;
    return undefined;
  }

  /** Ends a run whose files are those of another one now. */
  private async replaced({ writer }: OpenRun, why: ReplacedError): Promise<void> {
    this.options.tell(`${why.message}: what is there now is another run. The one before ends: ${writer.folder}`);
    if (writer.recording.state === 'running') {
      writer.noteMissing('Its files were written anew, or removed, while it was followed: what came after is not here.');
      await writer.end({ state: 'finished', exitCode: null, endedAt: writer.recording.heardAt });
    }
    await writer.unfollow();
    await this.release();
    this.options.runs.forget(this.source);
    if (++this.replacements < MOST_REPLACED) return;
    this.isLeft = true;
    throw new Error(`${this.source.name}: other rows are written into it again and again; it is not followed any more.`);
  }

  private tellOnce(line: string): void {
    if (line !== this.lastTold) this.options.tell(line);
    this.lastTold = line;
  }
}
