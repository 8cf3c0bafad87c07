import Module from 'node:module';
import manifest from '../../package.json' with { type: 'json' };
import type { LanguageModelTool } from 'vscode';
import type { Disposable } from '../../src/util/emitter';
import { FakePanel } from './fakePanel';
import { FakeQuickInput } from './fakeQuickInput';

/** What Node loads CommonJS modules with. */
const hook = '_load';

/** As package.json declares them. */
const settings = manifest.contributes.configuration.properties as Readonly<Record<string, { readonly default?: unknown }>>;

/** A class of the editor that activation makes nothing of. */
class Unused {
  readonly isUnused = true;
}

/** The tab of a dashboard; VS Code puts something before the type of its panel. */
class WebviewInput {
  readonly viewType = 'mainThreadWebview-digitsLab.dashboard';
}

type SettingsListener = (change: { readonly affectsConfiguration: (section: string) => boolean }) => void;

/** As much of VS Code as the extension needs to be activated, and what it made of it. */
export class FakeEditor {
  /** What was made and not disposed of, by kind. */
  readonly open = new Set<{ readonly kind: string }>();
  readonly quickInput = new FakeQuickInput();
  /** The lines of each text in the Output view, by its name. */
  readonly outputs = new Map<string, string[]>();
  readonly panels: FakePanel[] = [];
  /** Its tabs, by their titles, of which the person has pinned some. */
  readonly pinned = new Set<FakePanel>();
  readonly messages: string[] = [];
  /** The settings that were written. */
  readonly changed = new Map<string, unknown>();
  clipboard = '';
  /** Whether the person trusts the open folder. */
  isTrusted = true;
  /** The tools of assistants that were registered, by their names. */
  readonly tools = new Map<string, LanguageModelTool<unknown>>();
  /** The commands that were registered, by their ids. */
  readonly commands = new Map<string, (...args: unknown[]) => unknown>();
  /** The rows that are selected in each view, by its id. */
  readonly selected = new Map<string, readonly object[]>();
  /** The file or folder that a person chooses in a dialog of the system. */
  chosenPlace: string | undefined;
  /** What a search for files finds, in full. */
  files: readonly string[] = [];
  /** Addresses that were opened in a browser. */
  readonly opened: string[] = [];
  /** What a person answers to a message, one of its buttons. */
  answer: (message: string, buttons: readonly string[]) => string | undefined = () => undefined;
  /** Told of the progress that is shown, which the person may cancel. */
  onProgress: (message: string, cancel: () => void) => void = () => undefined;
  /** Who is told that a setting is another. */
  private readonly settingsListeners = new Set<SettingsListener>();
  private made = 0;
  /** The one that cannot be made; 0: all can. */
  private failing = 0;

  /** From now on the nth thing that is made throws. */
  failAt(nth: number): void {
    [this.made, this.failing] = [0, nth];
  }

  /** Has a setting be another, as a person does, and tells who listens. */
  set(id: string, value: unknown): void {
    this.changed.set(id, value);
    for (const listener of this.settingsListeners)
      listener({ affectsConfiguration: section => id === section || id.startsWith(`${section}.`) });
  }

  /** Has `vscode` be this editor, for all modules that are loaded from now on. */
  install(): Disposable {
    const loader = Module as unknown as Record<typeof hook, (request: string, ...rest: unknown[]) => unknown>;
    const load = loader[hook];
    const api = this.api();
    loader[hook] = (request, ...rest) => (request === 'vscode' ? api : load(request, ...rest));
    return { dispose: () => void (loader[hook] = load) };
  }

  /** @param events of it; who listens to one of them is gone with it */
  private make<T extends object>(kind: string, parts?: T, events: readonly string[] = []): T & Disposable {
    if (++this.made === this.failing) throw new Error(`${kind} cannot be made`);
    const listeners: Disposable[] = [];
    const one = {
      ...parts,
      kind,
      dispose: () => {
        for (const listener of listeners) listener.dispose();
        this.open.delete(one);
      },
    } as T & Disposable & { readonly kind: string };
    for (const event of events) {
      const listen = (): Disposable => {
        const listener = this.make('listener');
        listeners.push(listener);
        return listener;
      };
      Object.assign(one, { [event]: listen });
    }
    this.open.add(one);
    return one;
  }

  private api(): object {
    const event = (kind: string) => () => this.make(kind);
    const nothing = (): undefined => undefined;
    const resolved = (): Promise<undefined> => Promise.resolve(undefined);
    const said = (message: string, _options: unknown, ...buttons: readonly string[]): Promise<string | undefined> => {
      this.messages.push(message);
      return Promise.resolve(this.answer(message, buttons));
    };
    const tabOf = (panel: FakePanel): object => ({
      label: panel.title,
      isPinned: this.pinned.has(panel),
      input: new WebviewInput(),
    });
    const openTabs = (): object[] => this.panels.filter(({ isClosed }) => !isClosed).map(tabOf);
    const isTrusted = (): boolean => this.isTrusted;
    const place = (): object | undefined => (this.chosenPlace === undefined ? undefined : { scheme: 'file', fsPath: this.chosenPlace });
    const workspace = {
      get isTrusted() {
        return isTrusted();
      },
      workspaceFolders: undefined as unknown,
      getConfiguration: (section: string) => ({
        get: (name: string) => this.changed.get(`${section}.${name}`) ?? settings[`${section}.${name}`]?.default,
        inspect: (name: string) => ({ globalValue: this.changed.get(`${section}.${name}`) }),
        update: (name: string, value: unknown) => Promise.resolve(void this.changed.set(`${section}.${name}`, value)),
      }),
      getWorkspaceFolder: nothing,
      registerTextDocumentContentProvider: event('provider'),
      findFiles: () => Promise.resolve(this.files.map(fsPath => ({ scheme: 'file', fsPath }))),
      createFileSystemWatcher: () => this.make('watcher', {}, ['onDidCreate', 'onDidChange', 'onDidDelete']),
      onDidGrantWorkspaceTrust: event('listener'),
      onDidChangeConfiguration: (listener: SettingsListener) => {
        this.settingsListeners.add(listener);
        const made = this.make('listener');
        return { dispose: () => this.settingsListeners.delete(listener) && made.dispose() };
      },
      onDidChangeWorkspaceFolders: event('listener'),
    };
    this.openFolder = folder => (workspace.workspaceFolders = [{ uri: { scheme: 'file', fsPath: folder } }]);
    return {
      commands: {
        registerCommand: (id: string, handler: (...args: unknown[]) => unknown) => {
          this.commands.set(id, handler);
          return this.make('command');
        },
        executeCommand: resolved,
      },
      lm: {
        registerTool: (name: string, tool: LanguageModelTool<unknown>) => {
          this.tools.set(name, tool);
          return this.make('tool');
        },
      },
      LanguageModelTextPart: class {
        constructor(readonly value: string) {}
      },
      LanguageModelToolResult: class {
        constructor(readonly content: unknown[]) {}
      },
      languages: { registerCodeLensProvider: event('lenses') },
      workspace,
      window: {
        state: { focused: true },
        createOutputChannel: (name: string) => {
          const lines: string[] = [];
          this.outputs.set(name, lines);
          const appendLine = (line: string): void => void lines.push(line);
          return this.make('log', { info: nothing, warn: nothing, error: nothing, show: nothing, appendLine });
        },
        createQuickPick: () => this.quickInput.make(),
        createInputBox: () => this.quickInput.make(),
        // What listens to the selection ends with the view.
        createTreeView: (id: string) => {
          const selected = (): readonly object[] => this.selected.get(id) ?? [];
          const view = this.make('tree', { visible: true, onDidChangeSelection: nothing }, [
            'onDidChangeVisibility',
            'onDidChangeCheckboxState',
          ]);
          return Object.defineProperty(view, 'selection', { get: selected });
        },
        createStatusBarItem: () => this.make('item', { show: nothing, hide: nothing }),
        registerWebviewPanelSerializer: event('serializer'),
        withProgress: (_options: unknown, task: (progress: object, token: object) => Promise<unknown>) => {
          const listeners: (() => void)[] = [];
          const cancel = (): void => listeners.forEach(listener => listener());
          const listen = (listener: () => void): Disposable => {
            listeners.push(listener);
            return { dispose: nothing };
          };
          const report = ({ message = '' }: { readonly message?: string }): void => this.onProgress(message, cancel);
          return task({ report }, { onCancellationRequested: listen });
        },
        showSaveDialog: () => Promise.resolve(place()),
        showOpenDialog: () => Promise.resolve(this.chosenPlace === undefined ? undefined : [place()]),
        showWarningMessage: said,
        showErrorMessage: said,
        showInformationMessage: said,
        createWebviewPanel: (...args: ConstructorParameters<typeof FakePanel>) => {
          const panel = new FakePanel(...args);
          this.panels.push(panel);
          return panel;
        },
        tabGroups: {
          get all() {
            return [{ tabs: openTabs() }];
          },
        },
      },
      EventEmitter: class {
        readonly event = (): Disposable => ({ dispose: nothing });
        readonly fire = nothing;
        readonly dispose = nothing;
      },
      TreeItem: Unused,
      ThemeIcon: Unused,
      ThemeColor: Unused,
      RelativePattern: Unused,
      MarkdownString: Unused,
      TabInputWebview: WebviewInput,
      Uri: {
        file: (fsPath: string) => ({ scheme: 'file', fsPath }),
        parse: (address: string) => address,
        joinPath: ({ fsPath }: { fsPath: string }, ...names: readonly string[]) => ({
          scheme: 'file',
          fsPath: [fsPath, ...names].join('/'),
        }),
      },
      ExtensionMode: { Production: 1, Development: 2, Test: 3 },
      StatusBarAlignment: { Left: 1, Right: 2 },
      ViewColumn: { Active: -1 },
      ConfigurationTarget: { Global: 1, Workspace: 2, WorkspaceFolder: 3 },
      TreeItemCollapsibleState: { None: 0, Collapsed: 1, Expanded: 2 },
      ProgressLocation: {},
      QuickPickItemKind: { Separator: -1, Default: 0 },
      QuickInputButtons: { Back: { tooltip: 'Back' } },
      env: {
        clipboard: { writeText: (text: string) => Promise.resolve(void (this.clipboard = text)) },
        openExternal: (address: string) => Promise.resolve(this.opened.push(address) > 0),
      },
    };
  }

  /** Has one folder open. */
  openFolder: (folder: string) => void = () => undefined;
}
