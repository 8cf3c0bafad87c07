import { mkdir, readdir, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { create } from '@bufbuild/protobuf';
import type { WandbTarget } from '../../contract/tracking';
import type { TrainerEvent } from '../../contract/trainer';
import { EventsFollower } from '../../runFolder/eventsFollower';
import { readRun } from '../../runFolder/readRun';
import { toJson } from '../../util/json';
import { writeFileIn } from '../../files/writeFiles';
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
export class OfflineRun {
  private readonly recorder: EventRecorder;
  private readonly follower: EventsFollower;
  private writer: RecordWriter | undefined;
  private records = 0;
  /** Settles when everything asked for so far is written. */
  private work: Promise<void> = Promise.resolve();

  private constructor(
    private readonly runFolder: string,
    private readonly facts: RunFacts,
    /** Of W&B's run, absolute. */
    readonly folder: string,
  ) {
    this.recorder = new EventRecorder(facts, folder);
    this.follower = new EventsFollower(runFolder);
  }

  /**
   * Begins a run's record with everything that its folder tells so far; one that is there is replaced, whole at once. A run that is
   * resumed is opened again.
   * @throws {TargetError} if W&B would not accept the target
   * @throws {RunFolderError} if the folder holds no run; the system's error, if it cannot be written
   */
  static async open(runFolder: string, target: WandbTarget): Promise<OfflineRun> {
    validateTarget(target);
    const facts = await readRunFacts(runFolder, target);
    const run = new OfflineRun(runFolder, facts, await offlineFolder(path.resolve(runFolder), facts));
    await run.begin();
    return run;
  }

  /** The `.wandb` file. */
  get file(): string {
    return path.join(this.folder, `run-${this.facts.config.id}.wandb`);
  }

  /**
   * Writes down what has been added to the run's events; `event` is one of those, and says whether there is anything to look for.
   * @throws the system's error, if it cannot be written
   */
  take(event: TrainerEvent): Promise<void> {
    return event.type === 'batchEnded' ? this.work : this.enqueue(() => this.catchUp());
  }

  /**
   * Ends the record of a run that nobody works on any more.
   * @throws the system's error, if it cannot be written
   */
  finish(): Promise<void> {
    return this.enqueue(async () => {
      await this.catchUp();
      const run = await readRun(this.runFolder);
      const artifacts = await artifactRecords(run, this.facts, this.runFolder, this.folder);
      this.write([...artifacts, ...endRecords(run, this.recorder.end, this.facts)]);
      this.close();
    });
  }

  /** Lets the file go as it is, without an end. */
  dispose(): Promise<void> {
    return this.enqueue(() => Promise.resolve(this.close()));
  }

  private async begin(): Promise<void> {
    await mkdir(path.join(this.folder, 'files'), { recursive: true });
    await writeFileIn(this.folder, `files/${METADATA_FILE}`, toJson(metadataOf(this.facts)));
    const bodies = [...openingRecords(this.facts), ...(await this.newRecords())];
    await writeFileIn(this.folder, path.basename(this.file), encodeRecords(bodies.map(body => this.numbered(body))));
    // An official client had sent the old one.
    await rm(`${this.file}.synced`, { force: true });
    await linkLatest(this.folder);
    this.writer = new RecordWriter(this.file);
  }

  private async catchUp(): Promise<void> {
    this.write(await this.newRecords());
  }

  /** Of the events since the last time; the files that they name are there afterwards. */
  private async newRecords(): Promise<readonly RecordBody[]> {
    const { files, records } = this.recorder.take(await this.follower.readMore());
    for (const [name, content] of files) await writeFileIn(this.folder, name, content);
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

/** `offline-run-20261124_153012-ID`, the local time at which the run began; the one that is there, if it was made in another time zone. */
async function offlineFolder(runFolder: string, { config: { id, createdAt } }: RunFacts): Promise<string> {
  const wandb = path.join(runFolder, 'wandb');
  const names = await readdir(wandb).catch(() => []);
  const there = names.find(name => name.startsWith('offline-run-') && name.endsWith(`-${id}`));
  const at = new Date(createdAt);
  const two = (value: number): string => String(value).padStart(2, '0');
  const date = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const time = `${two(at.getHours())}${two(at.getMinutes())}${two(at.getSeconds())}`;
  return path.join(wandb, there ?? `offline-run-${date}_${time}-${id}`);
}

/** As official clients do; where there are no links, or one may not make them, nobody misses it. */
async function linkLatest(folder: string): Promise<void> {
  const link = path.join(path.dirname(folder), 'latest-run');
  await rm(link, { force: true })
    .then(() => symlink(path.basename(folder), link, 'dir'))
    .catch(() => undefined);
}
