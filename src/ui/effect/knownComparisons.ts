import type { ComparisonPlan } from '../../contract/effects';
import { comparisonStore, type ComparisonStore } from '../../designs/comparisonStore';
import type { BrokenDesign } from '../../designs/designStore';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import type { FindRun } from '../../experiment/effects/pairs';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import { Emitter, type Disposable } from '../../util/emitter';
import { isInside } from '../../util/isInside';
import { messageOf } from '../../util/messageOf';

/** A comparison of this workspace. */
export interface KnownComparison {
  readonly id: string;
  /** Its own folder, and that of its runs. */
  readonly folder: string;
  readonly runsFolder: string;
  readonly plan: ComparisonPlan;
}

export interface KnownComparisonsOptions {
  readonly lab: Pick<Lab, 'runsFolders' | 'find'>;
  readonly log: (line: string) => void;
}

/** The comparisons beside the open folders of runs, as their files have them. Whoever changes a file, the next look at it tells. */
export class KnownComparisons implements Disposable {
  private readonly stores: readonly { readonly runsFolder: string; readonly store: ComparisonStore }[];
  private readonly changes = new Emitter<void>();
  private known: readonly KnownComparison[] = [];
  private unreadable: readonly BrokenDesign[] = [];
  private reading: Promise<void> | undefined;
  private isStale = false;
  private isDisposed = false;
  private readonly asCompared = new WeakMap<LabRun, ComparedRun>();

  /** A comparison is new, different or gone. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: KnownComparisonsOptions) {
    this.stores = options.lab.runsFolders.map(runsFolder => ({ runsFolder, store: comparisonStore(runsFolder) }));
  }

  /** The oldest first. */
  get all(): readonly KnownComparison[] {
    return this.known;
  }

  /** Folders that cannot be read as comparisons. */
  get broken(): readonly BrokenDesign[] {
    return this.unreadable;
  }

  /** Where they are kept. */
  get folders(): readonly string[] {
    return this.stores.map(({ store }) => store.folder);
  }

  find(id: string): KnownComparison | undefined {
    return this.known.find(one => one.id === id);
  }

  /** A run as a comparison needs it; undefined of one that does not exist yet. */
  readonly findRun: FindRun = id => {
    const run = this.options.lab.find(id);
    if (!run?.config) return undefined;
    let compared = this.asCompared.get(run);
    if (!compared) {
      const { status, config, summary } = run;
      this.asCompared.set(run, (compared = { id, status, config, summary }));
    }
    return compared;
  };

  /** Reads all of them anew. */
  refresh(): Promise<void> {
    // A change that comes while the files are read may have been missed.
    this.isStale = true;
    this.reading ??= this.readUntilCurrent().finally(() => (this.reading = undefined));
    return this.reading;
  }

  /** A file watcher has seen that a file is different. */
  noticeChange(file: string): void {
    if (this.folders.some(folder => isInside(file, folder))) this.refresh().catch((error: unknown) => this.options.log(messageOf(error)));
  }

  /** Changes one; what another process wrote meanwhile is what it begins with. @throws {RunFolderError} if it cannot be written */
  async change(id: string, how: (plan: ComparisonPlan) => ComparisonPlan): Promise<KnownComparison> {
    const before = this.find(id);
    if (!before) throw new Error(`There is no comparison ${id}.`);
    const { plan } = await this.storeOf(before).change(id, how);
    await this.refresh();
    return { ...before, plan };
  }

  /** Keeps one. @throws {RunFolderError} if it cannot be written */
  async keep(plan: ComparisonPlan, runsFolder: string): Promise<KnownComparison> {
    const { id, folder } = await this.storeOf({ runsFolder }).write(plan);
    await this.refresh();
    return { id, folder, runsFolder, plan };
  }

  dispose(): void {
    this.isDisposed = true;
    this.changes.dispose();
  }

  private storeOf({ runsFolder }: Pick<KnownComparison, 'runsFolder'>): ComparisonStore {
    const found = this.stores.find(one => one.runsFolder === runsFolder);
    if (!found) throw new Error(`${runsFolder}: this folder of runs is not open.`);
    return found.store;
  }

  private async readUntilCurrent(): Promise<void> {
    while (this.isStale && !this.isDisposed) {
      this.isStale = false;
      await this.read();
    }
  }

  private async read(): Promise<void> {
    const [known, broken]: [KnownComparison[], BrokenDesign[]] = [[], []];
    for (const { runsFolder, store } of this.stores)
      try {
        const listed = await store.list();
        for (const design of listed.designs) known.push({ ...design, runsFolder });
        for (const one of listed.broken) broken.push(one);
      } catch (error) {
        this.options.log(messageOf(error));
      }
    if (this.isDisposed) return;
    const before = new Map(this.known.map(one => [one.id, one]));
    // What is as it was stays the same object.
    const isSame = (a: KnownComparison, b: KnownComparison | undefined): b is KnownComparison =>
      b !== undefined && JSON.stringify(a) === JSON.stringify(b);
    const now = known
      .map(one => {
        const was = before.get(one.id);
        return isSame(one, was) ? was : one;
      })
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    const isDifferent = now.length !== this.known.length || now.some((one, i) => one !== this.known[i]);
    const brokenBefore = JSON.stringify(this.unreadable);
    this.known = now;
    this.unreadable = broken;
    for (const { reason, id } of broken) if (!brokenBefore.includes(id)) this.options.log(reason);
    if (isDifferent || brokenBefore !== JSON.stringify(broken)) this.changes.fire();
  }
}
