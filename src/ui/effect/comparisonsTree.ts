import { EventEmitter, ThemeColor, ThemeIcon, TreeItem, type Disposable, type TreeDataProvider } from 'vscode';
import { viewIds, type CommandId } from '../../contributions';
import { effectInWords } from '../../experiment/effects/effectInWords';
import { mainEffects } from '../../experiment/effects/comparisonResult';
import { ownAuthor } from '../../runs/designs/ownAuthor';
import { setContext } from '../contextKeys';
import type { Services } from '../services';
import type { Tree } from '../sinks/treeView';
import { window } from '../sinks/window';
import { comparisonFace, type ComparisonFace } from './comparisonFace';
import type { Effects } from './effects';
import type { KnownComparison } from './knownComparisons';
import { isAtWork } from './shown/shownRuns';

/** A row of the view Comparisons. */
export interface ComparisonRow {
  readonly comparisonId: string;
}

/** The view Comparisons: what was asked of one parameter, and what has come of it, the newest first. */
export class ComparisonsTree implements TreeDataProvider<ComparisonRow>, Disposable {
  readonly view: Tree<ComparisonRow>;
  private readonly changed = new EventEmitter<void>();
  private readonly listening: readonly Disposable[];
  private shown = '';
  /** By folder of runs: who works here. */
  private readonly authors = new Map<string, string | null>();

  readonly onDidChangeTreeData = this.changed.event;

  constructor(
    private readonly services: Services,
    private readonly effects: Effects,
  ) {
    this.view = window.createTreeView(viewIds.comparisons, { treeDataProvider: this, canSelectMany: true });
    this.listening = [services.lab.onChanged(() => this.update()), effects.onChanged(() => this.update())];
    this.update();
    void this.findAuthors();
  }

  dispose(): void {
    for (const one of this.listening) one.dispose();
    this.view.dispose();
    this.changed.dispose();
  }

  getChildren(row?: ComparisonRow): ComparisonRow[] {
    return row ? [] : this.effects.comparisons.all.toReversed().map(({ id }) => ({ comparisonId: id }));
  }

  getTreeItem({ comparisonId }: ComparisonRow): TreeItem {
    const comparison = this.effects.comparisons.find(comparisonId);
    if (!comparison) return new TreeItem(comparisonId);
    const { label, description, icon, colour } = this.faceOf(comparison);
    const item = new TreeItem(label);
    item.id = comparisonId;
    item.description = description;
    item.iconPath = new ThemeIcon(icon, colour === undefined ? undefined : new ThemeColor(colour));
    item.contextValue = 'comparison';
    const sentences = mainEffects(this.effects.resultOf(comparison)).map(effect => effectInWords(effect));
    item.tooltip = [...sentences, comparisonId].join('\n');
    item.accessibilityInformation = { label: `${label}, ${description}` };
    const open: CommandId = 'digitsLab.openComparison';
    item.command = { command: open, title: 'Open', arguments: [comparisonId] };
    return item;
  }

  private faceOf(comparison: KnownComparison): ComparisonFace {
    const { lab } = this.services;
    const result = this.effects.resultOf(comparison);
    const queued = new Set(lab.queued.map(({ id }) => id));
    const done = result.runs.filter(({ id }) => !queued.has(id) && !isAtWork(lab.find(id)?.status ?? 'missing')).length;
    const { author } = comparison.plan;
    const own = this.authors.get(comparison.runsFolder);
    const isOthers = author !== null && own !== undefined && own !== author;
    return comparisonFace(result, { author: isOthers ? author : null, done, all: result.runs.length });
  }

  private update(): void {
    const { all, broken } = this.effects.comparisons;
    setContext('digitsLab.hasComparisons', all.length > 0);
    const message = broken.length === 0 ? undefined : `${broken.length} could not be read: ${broken.map(({ reason }) => reason).join(' ')}`;
    const shown = JSON.stringify([all.map(one => [one.id, this.faceOf(one)]), message]);
    if (shown === this.shown) return;
    this.shown = shown;
    this.view.setTexts({ description: all.length === 0 ? '' : String(all.length), message });
    this.changed.fire();
  }

  private async findAuthors(): Promise<void> {
    for (const folder of this.services.lab.runsFolders) this.authors.set(folder, await ownAuthor(folder).catch(() => null));
    this.update();
  }
}
