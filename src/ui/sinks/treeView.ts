import { window, type TreeDataProvider, type TreeItem, type TreeView, type TreeViewOptions } from 'vscode';
import { together } from '../../util/together';
import { asLabel, asMessage, asTooltip } from './plainText';
import { withShownError } from './shownError';

/** VS Code shows changes once none has come for 200 ms: those that come faster than this are passed on to it together. */
const TOGETHER_MS = 300;
/** Ten times what a row takes that VS Code asks for, in both of its processes together: rows that change all the time take a tenth of it. */
const REST_MS = 1.5;

/** A view of rows; `setTexts` sets what it says itself. */
export type Tree<T> = Omit<TreeView<T>, 'title' | 'description' | 'message' | 'selection'> & {
  setTexts(texts: TreeTexts): void;
  /** The rows that are selected. While VS Code asks for all rows anew, those that were selected before: it then knows none. */
  selected(): readonly T[];
};

export interface TreeTexts {
  /** Beside its title. */
  readonly description: string;
  /** Above the rows. */
  readonly message?: string | undefined;
}

/** Shows a tree of rows, whose items are text in everything that is seen or read out of them. */
export function createTreeView<T>(id: string, options: TreeViewOptions<T>): Tree<T> {
  const view = window.createTreeView(id, { ...options, treeDataProvider: shownRows(options.treeDataProvider) });
  let before: readonly T[] = [];
  // Nobody disposes of it: it ends with the view.
  view.onDidChangeSelection(({ selection }) => (before = selection));
  return Object.assign(view, {
    selected: () => (view.selection.length > 0 ? view.selection : before),
    setTexts({ description, message }: TreeTexts): void {
      view.description = asLabel(description);
      // The type says that there is always a message; without one there is none.
      (view as { message: string | undefined }).message = message && asMessage(message);
    },
  });
}

function shownRows<T>(rows: TreeDataProvider<T>): TreeDataProvider<T> {
  const { onDidChangeTreeData } = rows;
  /** Rows, since changes were passed on last. */
  let asked = 0;
  const changes = onDidChangeTreeData && together(onDidChangeTreeData, { ms: TOGETHER_MS, restMs: () => asked * REST_MS });
  return {
    ...(changes && {
      onDidChangeTreeData: listener =>
        changes(changed => {
          asked = 0;
          listener(changed);
        }),
    }),
    // VS Code shows what goes wrong in a notification.
    getChildren: row => withShownError(async () => rows.getChildren(row)),
    getTreeItem: row => {
      asked++;
      return withShownError(async () => shownItem(await rows.getTreeItem(row)));
    },
    ...(rows.getParent && { getParent: row => rows.getParent!(row) }),
    ...(rows.resolveTreeItem && {
      resolveTreeItem: (item, row, token) => withShownError(async () => shownItem((await rows.resolveTreeItem!(item, row, token)) ?? item)),
    }),
  };
}

/** The same item. Applied once more it changes nothing. */
function shownItem(item: TreeItem): TreeItem {
  const { label, description, tooltip, accessibilityInformation: spoken, resourceUri } = item;
  if (typeof label === 'string') item.label = asLabel(label);
  else if (label !== undefined) item.label = { ...label, label: asLabel(label.label) };
  if (typeof description === 'string') item.description = asLabel(description);
  if (typeof tooltip === 'string') item.tooltip = asTooltip(tooltip);
  // It would be the path, as it is.
  else if (tooltip === undefined && resourceUri !== undefined) item.tooltip = asTooltip(resourceUri.fsPath);
  if (spoken !== undefined) item.accessibilityInformation = { ...spoken, label: asMessage(spoken.label) };
  return item;
}
