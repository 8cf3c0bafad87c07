import { spawnSync } from 'node:child_process';
import { appendFileSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parametersOfRun } from '../../src/experiment/sweeps/plannedSweepRuns';
import type { Sweep } from '../../src/contract/sweeps';
import { HEARTBEAT_MS } from '../../src/runFolder/owner';

const plan = {
  schemaVersion: 1,
  name: 'Ten thousand',
  kind: 'grid',
  base: { epochs: 5, train_samples: 3200, validation_samples: 200, num_filters: 4 },
  parameters: { dropout: [0, 0.1, 0.2, 0.3, 0.5], learning_rate: [0.0001, 0.0003, 0.001, 0.003, 0.01] },
};

/** How often what is due is done. */
const TICK_MS = 100;
/** How often a running run adds to its events. */
const APPEND_TICKS = 10;
/** One of so many is pinned, so that it stands where it can be seen. */
const PINNED_OF = 100;

interface Running {
  readonly i: number;
  readonly events: readonly string[];
  written: number;
  beganTick: number;
  /** In ticks; infinite until it is told to end. */
  lasts: number;
}

/** The nodes of a cluster, which train the runs of a plan into a shared folder, as far as the folder tells: one real run under other ids. */
export class OtherMachines {
  readonly sweep: Sweep;
  /** Of each run in the order of the plan: when its config, and its summary, was there; in ms as `performance.now()` counts. */
  readonly began: number[] = [];
  readonly ended = new Map<number, number>();
  private readonly original: string;
  private readonly running = new Map<number, Running>();
  private readonly texts = new Map<string, string>();
  private tick = 0;
  private timer: NodeJS.Timeout | undefined;

  /** Trains the first run, whose files the others have, and keeps the plan. @param options `runs`: how many the plan has, a multiple of 25 */
  constructor(
    private readonly runsFolder: string,
    { runs, cli }: { readonly runs: number; readonly cli: string },
  ) {
    const home = path.dirname(path.dirname(runsFolder));
    mkdirSync(home, { recursive: true });
    const file = path.join(home, 'plan.digits.json');
    writeFileSync(file, JSON.stringify({ ...plan, seeds: runs / 25 }));
    const args = [cli, 'run-plan', file, '--index', '0', '--runs', runsFolder];
    const { status, stderr } = spawnSync(process.execPath, args, { cwd: home, encoding: 'utf8' });
    if (status !== 0) throw new Error(`The run to be copied failed:\n${stderr}`);
    const sweeps = path.join(path.dirname(runsFolder), 'sweeps');
    const text = readFileSync(path.join(sweeps, readdirSync(sweeps)[0]!, 'sweep.json'), 'utf8');
    this.sweep = JSON.parse(text) as Sweep;
    this.original = path.join(runsFolder, this.sweep.runs[0]!.id);
    for (const name of ['config.json', 'labels.json', 'summary.json', 'events.jsonl'])
      this.texts.set(name, readFileSync(path.join(this.original, name), 'utf8'));
    this.began.push(performance.now());
    this.ended.set(0, performance.now());
  }

  get atWork(): number {
    return this.running.size;
  }

  /** So many begin a second until there are `until` in all, each for some seconds; resolves when they have begun. */
  train({ until, aSecond, seconds }: { readonly until: number; readonly aSecond: number; readonly seconds: number }): Promise<void> {
    return new Promise(resolve => {
      const [from, begun] = [performance.now(), this.began.length];
      this.goOn(() => {
        const due = Math.min(until, begun + Math.floor(((performance.now() - from) / 1000) * aSecond));
        // Some are done sooner than others.
        while (this.began.length < due) this.begin((seconds * 1000 * (0.5 + ((this.began.length * 7) % 11) / 10)) / TICK_MS);
        if (this.began.length >= until) resolve();
      });
    });
  }

  /** Ends what is at work, so many a second. */
  endAll(aSecond: number): Promise<void> {
    let i = 0;
    for (const run of this.running.values())
      run.lasts = Math.min(run.lasts, this.tick - run.beganTick + (++i / aSecond) * (1000 / TICK_MS));
    return new Promise(resolve => {
      this.goOn(() => {
        if (this.running.size > 0) return;
        this.stop();
        resolve();
      });
    });
  }

  stop(): void {
    clearInterval(this.timer);
  }

  idOf(i: number): string {
    return this.sweep.runs[i]!.id;
  }

  /** Of one that is pinned. */
  static nameOf(i: number): string {
    return `Run ${i}`;
  }

  static isPinned(i: number): boolean {
    return i % PINNED_OF === 0;
  }

  private goOn(then: () => void): void {
    clearInterval(this.timer);
    this.timer = setInterval(() => {
      this.tick++;
      for (const run of this.running.values()) this.work(run);
      then();
    }, TICK_MS);
  }

  private begin(lasts: number): void {
    const i = this.began.length;
    const folder = this.folderOf(i);
    mkdirSync(folder, { recursive: true });
    const planned = this.sweep.runs[i]!;
    const config = {
      ...(JSON.parse(this.text('config.json')) as object),
      id: planned.id,
      createdAt: new Date().toISOString(),
      parameters: parametersOfRun(this.sweep.base, planned),
    };
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config, undefined, 2));
    const isPinned = OtherMachines.isPinned(i);
    const name = isPinned ? OtherMachines.nameOf(i) : '';
    const labels = { ...(JSON.parse(this.text('labels.json')) as object), name, pinned: isPinned };
    writeFileSync(path.join(folder, 'labels.json'), JSON.stringify(labels, undefined, 2));
    this.beat(i);
    const [started, ...more] = this.text('events.jsonl').trimEnd().split('\n');
    const events = [JSON.stringify({ ...(JSON.parse(started!) as object), config }), ...more];
    this.running.set(i, { i, events, written: 0, beganTick: this.tick, lasts });
    this.began.push(performance.now());
  }

  private work(run: Running): void {
    const { i, events, beganTick, lasts } = run;
    const age = this.tick - beganTick;
    if (age >= lasts) return this.end(run);
    if (age % APPEND_TICKS === 0) {
      // All but what it is tested for, in the time that it has.
      const due = Math.floor((events.length - 5) * Math.min(1, age / Math.min(lasts, 1200)));
      this.append(run, due);
    }
    if (age % (HEARTBEAT_MS / TICK_MS) === 0) this.beat(i);
  }

  private append(run: Running, due: number): void {
    if (due <= run.written) return;
    const lines = run.events.slice(run.written, due).map(line => `${line}\n`);
    appendFileSync(path.join(this.folderOf(run.i), 'events.jsonl'), lines.join(''));
    run.written = due;
  }

  private end(run: Running): void {
    const { i } = run;
    const folder = this.folderOf(i);
    this.append(run, run.events.length);
    for (const entry of readdirSync(this.original, { recursive: true, withFileTypes: true })) {
      const name = path.join(path.relative(this.original, entry.parentPath), entry.name);
      if (entry.isDirectory()) mkdirSync(path.join(folder, name), { recursive: true });
      else if (!this.texts.has(name)) linkSync(path.join(this.original, name), path.join(folder, name));
    }
    const summary = JSON.parse(this.text('summary.json')) as { id: string; testAccuracy: number; best: { valAccuracy: number } };
    summary.id = this.idOf(i);
    summary.best.valAccuracy *= 1 - ((i * 7919) % 1000) / 1e4;
    this.place(folder, 'summary.json', JSON.stringify(summary, undefined, 2));
    rmSync(path.join(folder, 'owner.json'));
    this.running.delete(i);
    this.ended.set(i, performance.now());
  }

  /** As a trainer on another machine tells that it is there. */
  private beat(i: number): void {
    const heartbeat = new Date().toISOString();
    const owner = { host: `n${i % 1000}`, bootId: 'of another machine', pid: 1000 + i, processStart: '1', attempt: 1, heartbeat };
    this.place(this.folderOf(i), 'owner.json', JSON.stringify(owner));
  }

  /** Never half written. */
  private place(folder: string, name: string, text: string): void {
    const temporary = path.join(folder, `.${name}.tmp`);
    writeFileSync(temporary, text);
    renameSync(temporary, path.join(folder, name));
  }

  private text(name: string): string {
    return this.texts.get(name)!;
  }

  private folderOf(i: number): string {
    return path.join(this.runsFolder, this.idOf(i));
  }
}
