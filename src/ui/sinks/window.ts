/**
 * VS Code's window as the rest of the extension knows it: what it shows is text, wherever it came from. Lint keeps the window of the API, and its
 * Markdown, to this folder.
 */
import {
  MarkdownString,
  window as api,
  type Disposable,
  type LogOutputChannel,
  type MessageItem,
  type MessageOptions,
  type ProgressOptions,
  type Tab,
  type TextDocument,
  type ViewColumn,
  type WebviewOptions,
  type WebviewPanel,
  type WebviewPanelOptions,
} from 'vscode';
import type { Markdown } from '../../util/markdown';
import { asLabel, asLogEntry, asMessage } from './plainText';
import { createStatusBarItem } from './statusBarItem';
import { createTreeView } from './treeView';

/** The extension's log. */
export interface Log extends Pick<LogOutputChannel, 'dispose'> {
  info(message: string): void;
  warn(message: string): void;
  error(message: string): void;
  show(): void;
}

/** A text in the Output view that grows. */
export interface TextOutput extends Disposable {
  /** Adds an entry. */
  append(entry: string): void;
  show(): void;
}

/** Its title is set by `window.setTitle`. */
export type Panel = Omit<WebviewPanel, 'title'>;

/** Where a panel opens. */
export interface PanelPlace {
  readonly viewColumn: ViewColumn;
  readonly preserveFocus: boolean;
}

type Show = (message: string, options: MessageOptions, ...items: string[]) => Thenable<string | undefined>;

/** Shows a message with buttons; the one that was pressed, undefined if none was. What the buttons say is ours. */
const messageBy =
  (show: Show) =>
  (message: string, ...rest: readonly [MessageOptions, ...string[]] | readonly string[]): Thenable<string | undefined> => {
    const [first, ...others] = rest;
    const [options, items] = typeof first === 'object' ? [first, others as string[]] : [{}, rest as readonly string[]];
    // The buttons are written out by the caller.
    // oxlint-disable-next-line digits-lab/no-spread-of-data
    return show(asMessage(message), { ...options, ...(options.detail !== undefined && { detail: asMessage(options.detail) }) }, ...items);
  };

/** What a person is asked before something is done, and the two answers. */
export interface Question {
  readonly detail: string;
  readonly yes: string;
  /** In place of “Cancel”, which could be taken for yes where something is to be cancelled. */
  readonly no: string;
}

export const window = {
  /** @returns whether the answer was yes */
  async isConfirmed(question: string, { detail, yes, no }: Question): Promise<boolean> {
    const item: MessageItem = { title: yes };
    const options = { modal: true, detail: asMessage(detail) };
    return (await api.showWarningMessage(asMessage(question), options, item, { title: no, isCloseAffordance: true })) === item;
  },

  showInformationMessage: messageBy((...message) => api.showInformationMessage(...message)),
  showWarningMessage: messageBy((...message) => api.showWarningMessage(...message)),
  showErrorMessage: messageBy((...message) => api.showErrorMessage(...message)),

  withProgress<T>({ title, ...options }: ProgressOptions, task: Parameters<typeof api.withProgress<T>>[1]): Thenable<T> {
    return api.withProgress({ ...options, ...(title !== undefined && { title: asMessage(title) }) }, (progress, cancelled) =>
      task(
        {
          report: ({ message, increment }) =>
            progress.report({
              ...(message !== undefined && { message: asMessage(message) }),
              ...(increment !== undefined && { increment }),
            }),
        },
        cancelled,
      ),
    );
  },

  createLog(name: string): Log {
    const channel = api.createOutputChannel(name, { log: true });
    return {
      info: message => channel.info(asLogEntry(message)),
      warn: message => channel.warn(asLogEntry(message)),
      error: message => channel.error(asLogEntry(message)),
      show: () => channel.show(),
      dispose: () => channel.dispose(),
    };
  },

  createTextOutput(name: string): TextOutput {
    const channel = api.createOutputChannel(asLabel(name), 'log');
    return {
      append: entry => channel.appendLine(asLogEntry(entry)),
      show: () => channel.show(),
      dispose: () => channel.dispose(),
    };
  },

  createWebviewPanel(viewType: string, title: string, place: PanelPlace, options: WebviewPanelOptions & WebviewOptions): Panel {
    return api.createWebviewPanel(viewType, asLabel(title), place, options);
  },

  /** @returns the title as it is shown */
  setTitle(panel: Panel, title: string): string {
    const shown = asLabel(title);
    (panel as WebviewPanel).title = shown;
    return shown;
  },

  /** A tooltip. No command of a link in it is run, no HTML is one. */
  markdown({ source }: Markdown): MarkdownString {
    return new MarkdownString(source);
  },

  createTreeView,
  createStatusBarItem,

  // These show nothing of ours but fixed words and the files that a person asks for.
  registerWebviewPanelSerializer: api.registerWebviewPanelSerializer,
  showOpenDialog: api.showOpenDialog,
  showSaveDialog: api.showSaveDialog,
  showTextDocument: api.showTextDocument,
  get tabs(): readonly Tab[] {
    return api.tabGroups.all.flatMap(({ tabs }) => tabs);
  },
  /** What the person is writing in. */
  get activeDocument(): TextDocument | undefined {
    return api.activeTextEditor?.document;
  },
  get state() {
    return api.state;
  },
};
