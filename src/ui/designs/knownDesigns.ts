import type { BrokenDesign, KeptDesign } from '../../designs/designStore';
import type { ComparedRun } from '../../experiment/effects/comparedRun';
import type { FindRun } from '../../experiment/effects/pairs';
import type { Lab } from '../../runs/lab';
import type { LabRun } from '../../runs/labRun';
import { Emitter, type Disposable } from '../../util/emitter';
import { isInside } from '../../util/isInside';
import { messageOf } from '../../util/messageOf';

/** A design of this workspace: a comparison, or a sweep. */
export interface KnownDesign<Plan> extends KeptDesign<Plan> {
  readonly runsFolder: string;
}

/** Where the designs of a kind are kept beside a folder of runs, as `DesignStore` does it. */
export interface StoreOfDesigns<Plan> {
  readonly folder: string;
  readonly list: () => Promise<{ readonly designs: readonly KeptDesign<Plan>[]; readonly broken: readonly BrokenDesign[] }>;
  readonly write: (plan: Plan) => Promise<KeptDesign<Plan>>;
  readonly change: (id: string, how: (plan: Plan) => Plan) => Promise<KeptDesign<Plan>>;
}

export interface KnownDesignsOptions<Plan> {
  readonly lab: Pick<Lab, 'runsFolders' | 'find'>;
  readonly log: (line: string) => void;
  /** What one of them is called, for errors. */
  readonly what: 'comparison' | 'sweep';
  readonly storeOf: (runsFolder: string) => StoreOfDesigns<Plan>;
}

/** The designs of a kind beside the open folders of runs, as their files have them. Whoever changes a file, the next look at it tells. */
export class KnownDesigns<Plan> implements Disposable {
  private readonly stores: readonly { readonly runsFolder: string; readonly store: StoreOfDesigns<Plan> }[];
  private readonly changes = new Emitter<void>();
  private known: readonly KnownDesign<Plan>[] = [];
  private unreadable: readonly BrokenDesign[] = [];
  private reading: Promise<void> | undefined;
  private isStale = false;
  private isDisposed = false;
  private readonly asCompared = new WeakMap<LabRun, ComparedRun>();

  /** One is new, different or gone. */
  readonly onChanged = this.changes.event;

  constructor(private readonly options: KnownDesignsOptions<Plan>) {
    this.stores = options.lab.runsFolders.map(runsFolder => ({ runsFolder, store: options.storeOf(runsFolder) }));
  }

  /** The oldest first. */
  get all(): readonly KnownDesign<Plan>[] {
    return this.known;
  }

  /** Folders that cannot be read as one. */
  get broken(): readonly BrokenDesign[] {
    return this.unreadable;
  }

  /** Where they are kept. */
  get folders(): readonly string[] {
    return this.stores.map(({ store }) => store.folder);
  }

  find(id: string): KnownDesign<Plan> | undefined {
    return this.known.find(one => one.id === id);
  }

  /** A run as a design needs it; undefined of one that does not exist yet. */
  readonly findRun: FindRun = id => {
    const run = this.options.lab.find(id);
    if (!run?.config) return undefined;
    let compared = this.asCompared.get(run);
    if (!compared) {
      const { status, config, summary, recorded } = run;
      this.asCompared.set(run, (compared = { id, status, config, summary, recorded }));
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
  async change(id: string, how: (plan: Plan) => Plan): Promise<KnownDesign<Plan>> {
    const before = this.find(id);
    if (!before) throw new Error(`There is no ${this.options.what} ${id}.`);
    const { plan } = await this.storeOf(before).change(id, how);
    await this.refresh();
    return { ...before, plan };
  }

  /** Keeps one. @throws {RunFolderError} if it cannot be written */
  async keep(plan: Plan, runsFolder: string): Promise<KnownDesign<Plan>> {
    const { id, folder } = await this.storeOf({ runsFolder }).write(plan);
    await this.refresh();
    return { id, folder, runsFolder, plan };
  }

  dispose(): void {
    this.isDisposed = true;
    this.changes.dispose();
  }

  private storeOf({ runsFolder }: Pick<KnownDesign<Plan>, 'runsFolder'>): StoreOfDesigns<Plan> {
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
    const [known, broken]: [KnownDesign<Plan>[], BrokenDesign[]] = [[], []];
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
    const isSame = (a: KnownDesign<Plan>, b: KnownDesign<Plan> | undefined): b is KnownDesign<Plan> =>
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
