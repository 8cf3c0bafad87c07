import { parseFromComparison, type ComparisonMode, type FromComparison, type ToComparison } from '../../contract/comparison';
import type { Disposable } from '../../util/emitter';
import { counted } from '../../util/format';
import { mapAtOnce } from '../../util/mapAtOnce';
import { openPage } from '../panels/openPage';
import type { WebviewChannel } from '../panels/webviewChannel';
import type { Services } from '../services';
import { window, type Panel } from '../sinks/window';
import { ComparedRuns } from './comparedRuns';
import { ComparisonPage, READ_AT_ONCE } from './comparisonPage';
import { answerComparison } from './comparisonRequests';
import { KnownRecordings } from '../dashboard/knownRecordings';
import type { KnownEpochs } from './knownEpochs';
import type { TableViews } from './tableViews';

export interface ComparisonOptions {
  readonly services: Services;
  readonly mode: ComparisonMode;
  /** The runs that it shows at first; of a table it shows all. */
  readonly members: readonly string[];
  readonly known: KnownEpochs;
  readonly views: TableViews;
  readonly onClosed: () => void;
}

/** A panel of several runs: its page, its title, and the channel between the two. */
export class Comparison implements Disposable {
  private readonly channel: WebviewChannel<ToComparison, FromComparison>;
  private readonly listening: readonly Disposable[];
  private readonly rows: ComparedRuns;
  /** A run that is no longer checked keeps its row, so that it can be checked again. */
  private members: ReadonlySet<string>;
  private page: ComparisonPage | undefined;
  private readonly recordings = new KnownRecordings();

  constructor(
    readonly panel: Panel,
    private readonly options: ComparisonOptions,
  ) {
    const { services, mode, onClosed } = options;
    this.rows = new ComparedRuns(mode === 'comparison');
    const { lab, checked } = services;
    this.members = new Set([...options.members, ...checked.ids]);
    this.listening = [
      checked.onChanged(() => {
        this.members = new Set([...this.members, ...checked.ids]);
        this.showTitle();
      }),
      lab.onChanged(() => this.showTitle()),
      panel.onDidDispose(onClosed),
    ];
    if (mode === 'comparison') this.readAhead();
    this.channel = openPage<ToComparison, FromComparison>({
      panel,
      page: 'comparison',
      name: `The page of several runs (${mode})`,
      services,
      parse: parseFromComparison,
      follow: tell => this.follow(tell),
      answer: request => answerComparison({ ...options, recordings: this.recordings }, request),
    });
    this.showTitle();
  }

  /** The ids of the runs that it shows. */
  get shown(): readonly string[] {
    return [...this.members].toSorted();
  }

  /** Shows these runs and no others. */
  setMembers(ids: readonly string[]): void {
    this.members = new Set(ids);
    this.page?.look();
    this.showTitle();
  }

  reveal(): void {
    this.panel.reveal(undefined, false);
  }

  /** Has nothing to do with its panel any more, which may stay. */
  dispose(): void {
    this.channel.dispose();
    for (const one of this.listening) one.dispose();
  }

  /** The page takes longer to come than its curves to be read, which are known then. */
  private readAhead(): void {
    const { services, known } = this.options;
    const runs = [...this.members].flatMap(id => services.lab.find(id) ?? []).filter(({ live }) => !live);
    // What is wrong with one is said when it is to be shown.
    void mapAtOnce(runs, READ_AT_ONCE, run => known.read(run).catch(() => undefined));
  }

  private follow(tell: (change: ToComparison['change']) => void): ComparisonPage {
    const { services, mode, known, views } = this.options;
    const { lab, names, checked, tracker, log } = services;
    this.page = new ComparisonPage({
      mode,
      members: () => this.shown,
      lab,
      names,
      known,
      rows: this.rows,
      checked,
      views,
      trackingOf: run => tracker.stateOf(run.folder),
      log: line => log.warn(line),
      tell,
    });
    return this.page;
  }

  private showTitle(): void {
    const { mode, services } = this.options;
    const count = this.shown.filter(id => services.checked.has(id) && services.lab.find(id)).length;
    window.setTitle(this.panel, mode === 'table' ? 'All runs' : `Comparison of ${counted(count, 'run')}`);
  }
}
