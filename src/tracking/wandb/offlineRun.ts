import { symlink } from 'node:fs/promises';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import type { WandbTarget } from '../../contract/tracking';
import type { TrainerEvent } from '../../contract/trainer';
import { EventsFollower } from '../../runFolder/eventsFollower';
import { readRun } from '../../runFolder/readRun';
import { toJson } from '../../util/json';
import { checkFolders, locate } from '../../files/location';
import { listFiles, removeFileIn } from '../../files/tree';
import { makeFoldersIn, writeFileIn } from '../../files/writeFiles';
import type { SinkRecord } from '../sink';
import { artifactRecords, endRecords } from './closingRecords';
import { EventRecorder } from './eventRecords';
import { metadataOf, METADATA_FILE, openingRecords } from './openingRecords';
import type { RecordBody } from './recordBody';
import { encodeRecords, RecordWriter } from './recordFile';
import { readRunFacts, type RunFacts } from './runFacts';
import { validateTarget } from './target';
import { RecordSchema, type Record } from './wandb_pb';

/**
 * The record of a run that `wandb sync` reads and that is the outbox of what is sent: `wandb/offline-run-…/run-ID.wandb` in the run's folder.
 * What stands in it comes from the folder alone, so it can be made at any time: while the run trains, or long after.
 */
export class OfflineRun implements SinkRecord {
  private readonly recorder: EventRecorder;
  private readonly follower: EventsFollower;
  private writer: RecordWriter | undefined;
  private records = 0;
  /** Settles when everything asked for so far is written. */
  private work: Promise<void> = Promise.resolve();

  private constructor(
    /** Absolute. */
    private readonly runFolder: string,
    private readonly facts: RunFacts,
    /** Of W&B's run: its folder's name in the run's folder, with slashes. */
    private readonly name: string,
  ) {
    this.recorder = new EventRecorder(facts, this.folder);
    this.follower = new EventsFollower(runFolder);
  }

  /**
   * Begins a run's record with everything that its folder tells so far; one that is there is replaced, whole at once. A run that is
   * resumed is opened again.
   * @throws {TargetError} if W&B would not accept the target
   * @throws {RunFolderError} if the folder holds no run; {FileError} if a link stands in the way; the system's error, if it cannot be written
   */
  static async open(runFolder: string, target: WandbTarget): Promise<OfflineRun> {
    validateTarget(target);
    const facts = await readRunFacts(runFolder, target);
    const folder = path.resolve(runFolder);
    const run = new OfflineRun(folder, facts, await offlineFolder(folder, facts));
    await run.begin();
    return run;
  }

  /** Of W&B's run, absolute. */
  get folder(): string {
    return locate(this.runFolder, this.name);
  }

  /** The `.wandb` file: its name in the run's folder, with slashes. */
  get file(): string {
    return `${this.name}/run-${this.facts.config.id}.wandb`;
  }

  /**
   * Writes down what has been added to the run's events; `event` is one of those, and says whether there is anything to look for.
   * @throws the system's error, if it cannot be written
   */
  append(event: TrainerEvent): Promise<void> {
    return event.type === 'batchEnded' ? this.work : this.enqueue(() => this.catchUp());
  }

  /**
   * Ends the record of a run that no process works on any more.
   * @throws the system's error, if it cannot be written
   */
  finish(): Promise<void> {
    return this.enqueue(async () => {
      await this.catchUp();
      const run = await readRun(this.runFolder);
      const artifacts = await artifactRecords(run, this.facts, this.runFolder, this.name);
      this.write([...artifacts, ...endRecords(run, this.recorder.end, this.facts)]);
      this.close();
    });
  }

  /** Closes the file as it is, without an end. */
  dispose(): Promise<void> {
    return this.enqueue(() => Promise.resolve(this.close()));
  }

  private async begin(): Promise<void> {
    await writeFileIn(this.runFolder, `${this.name}/files/${METADATA_FILE}`, toJson(metadataOf(this.facts)));
    const bodies = [...openingRecords(this.facts), ...(await this.newRecords())];
    await writeFileIn(this.runFolder, this.file, encodeRecords(bodies.map(body => this.numbered(body))));
    // An official client had sent the old one.
    await removeFileIn(this.runFolder, `${this.file}.synced`);
    await linkLatest(this.runFolder, this.name);
    this.writer = new RecordWriter(this.runFolder, this.file);
  }

  private async catchUp(): Promise<void> {
    this.write(await this.newRecords());
  }

  /** Of the events since the last time; the files that they name are there afterwards. */
  private async newRecords(): Promise<readonly RecordBody[]> {
    const { files, records } = this.recorder.record(await this.follower.readMore());
    for (const [name, content] of files) await writeFileIn(this.runFolder, `${this.name}/${name}`, content);
    return records;
  }

  private write(bodies: readonly RecordBody[]): void {
    for (const body of bodies) this.writer?.write(this.numbered(body));
  }

  private numbered(body: RecordBody): Record {
    this.records++;
    return create(RecordSchema, { ...body, num: BigInt(this.records), Info: { streamId: this.facts.config.id } });
  }

  private close(): void {
    this.writer?.close();
    this.writer = undefined;
  }

  private enqueue(work: () => Promise<void>): Promise<void> {
    this.work = this.work.then(work);
    return this.work;
  }
}

/**
 * `wandb/offline-run-20261124_153012-ID`, the local time at which the run began; the one that is there, if it was made in another time
 * zone.
 */
async function offlineFolder(runFolder: string, { config: { id, createdAt } }: RunFacts): Promise<string> {
  await makeFoldersIn(runFolder, 'wandb/any');
  const { files } = await listFiles(locate(runFolder, 'wandb'));
  const there = files.map(({ name }) => name.split('/')[0]!).find(name => name.startsWith('offline-run-') && name.endsWith(`-${id}`));
  const at = new Date(createdAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return `wandb/${there ?? `offline-run-${date}_${time}-${id}`}`;
}

/** As official clients do; where there are no links, or one may not make them, it is not missed. A link that is there is replaced. */
async function linkLatest(runFolder: string, name: string): Promise<void> {
  const link = 'wandb/latest-run';
  try {
    await removeFileIn(runFolder, link);
    await checkFolders(runFolder, link);
    await symlink(path.posix.basename(name), locate(runFolder, link), 'dir');
  } catch {
    // A folder of that name stays, too.
  }
}
