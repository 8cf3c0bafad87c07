import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  commandIds,
  commandsForTrusted,
  comparisonViewType,
  contextKeyIds,
  dashboardViewType,
  effectViewType,
  runsTableViewType,
  sweepViewType,
  settingIds,
  viewIds,
  walkthroughId,
  type SettingValues,
} from '../../src/contributions';
import { extension, workspaceFolder } from './extension';

interface Manifest {
  readonly engines: { readonly vscode: string };
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly { command: string; title: string; category: string; icon: string; enablement?: string }[];
    readonly views: Readonly<Record<string, readonly { id: string; name: string; icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { id: string; icon: string }[] };
    readonly viewsWelcome: readonly { view: string; when: string; contents: string }[];
    readonly keybindings: readonly { command: string; key: string; when: string }[];
    readonly menus: Readonly<Record<string, readonly { command: string; when: string; group?: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Property>> };
    readonly walkthroughs: readonly { id: string; steps: readonly Step[] }[];
  };
}

interface Property {
  readonly type: string;
  readonly default: unknown;
  readonly scope: string;
  readonly enum?: readonly string[];
  readonly enumDescriptions?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly markdownDescription: string;
}

interface Step {
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents?: readonly string[];
}

/** Every value that a setting with choices may have, by type. */
const choices: {
  readonly [S in keyof SettingValues as string extends SettingValues[S] ? never : SettingValues[S] extends string ? S : never]: Readonly<
    Record<SettingValues[S] & string, true>
  >;
} = {
  'digitsLab.engine': { auto: true, onnx: true, tensorflow: true, wasm: true, native: true },
  'digitsLab.notifications': { all: true, failures: true, none: true },
  'digitsLab.slurm.container': { none: true, apptainer: true, pyxis: true },
  'digitsLab.wandb.mode': { off: true, offline: true, online: true },
};

describe('the manifest', () => {
  const manifest = extension.packageJSON as Manifest;
  const { commands, views, viewsContainers, viewsWelcome, menus, keybindings, configuration, walkthroughs } = manifest.contributes;
  const file = (name: string): string => path.join(extension.extensionPath, name);
  before(() => extension.activate());

  it('is of an extension of the workspace', () => {
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    assert.equal(extension.isActive, true);
  });

  it('names as the oldest VS Code the older one of those that these tests run on', () => {
    const [major, minor] = /^\^(\d+)\.(\d+)\.0$/.exec(manifest.engines.vscode)!.slice(1).map(Number);
    const [runsOnMajor, runsOnMinor] = vscode.version.split('.').map(Number);
    assert.equal(runsOnMajor, major);
    if (process.env['TEST_RELEASE'] === 'oldest') assert.equal(runsOnMinor, minor);
    else assert.ok(runsOnMinor! > minor!);
  });

  it('has the commands of contributions.ts, each with a title, the category and an icon', () => {
    assert.deepEqual(commands.map(({ command }) => command).toSorted(), commandIds.toSorted());
    for (const { command, title, category, icon } of commands) {
      assert.match(title, /^[A-Z]/, command);
      assert.equal(category, 'Digits', command);
      assert.match(icon, /^\$\([a-z-]+\)$/, command);
    }
    assert.equal(commands.find(({ command }) => command === 'digitsLab.train')?.title, 'Train digits CNN');
  });

  it('has a handler for every command', async () => {
    const registered = await vscode.commands.getCommands(true);
    assert.deepEqual(
      commandIds.filter(id => !registered.includes(id)),
      [],
    );
  });

  it('offers what trains or changes something only in a trusted workspace', () => {
    const forTrusted = commands.filter(({ enablement }) => enablement?.includes('isWorkspaceTrusted')).map(({ command }) => command);
    assert.deepEqual(forTrusted.toSorted(), commandsForTrusted.toSorted());
  });

  it('has the views of contributions.ts in its container, and words for empty ones', () => {
    const ids = Object.values(views)
      .flat()
      .map(({ id }) => id);
    assert.deepEqual(ids.toSorted(), Object.values<string>(viewIds).toSorted());
    assert.deepEqual(
      Object.keys(views),
      viewsContainers.activitybar.map(({ id }) => id),
    );
    assert.deepEqual([...new Set(viewsWelcome.map(({ view }) => view))].toSorted(), ids.toSorted());
  });

  it('has the settings of contributions.ts with a default that is possible', () => {
    assert.deepEqual(Object.keys(configuration.properties).toSorted(), settingIds.toSorted());
    for (const [id, { type, default: byDefault, minimum, maximum, markdownDescription, ...rest }] of Object.entries(
      configuration.properties,
    )) {
      assert.equal(Array.isArray(byDefault) ? 'array' : typeof byDefault, type === 'integer' ? 'number' : type, id);
      assert.ok(markdownDescription.length > 10, id);
      if (type === 'integer') assert.ok(minimum! <= (byDefault as number) && (byDefault as number) <= maximum!, id);
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(id)?.defaultValue, byDefault);
      if (!rest.enum) continue;
      assert.deepEqual(rest.enum, Object.keys((choices as Record<string, object>)[id] ?? {}), id);
      assert.ok(rest.enum.includes(byDefault as string), id);
      assert.equal(rest.enumDescriptions?.length, rest.enum.length, id);
    }
    const withChoices = Object.keys(configuration.properties).filter(id => configuration.properties[id]?.enum);
    assert.deepEqual(Object.keys(choices).toSorted(), withChoices.toSorted());
  });

  it('lets a folder set only what chooses neither a server, nor a mode, a project or a program', async () => {
    const fromFolder = ['follow', 'maxConcurrentRuns', 'notifications', 'openDashboard', 'runsFolder', 'threads'].map(
      name => `digitsLab.${name}`,
    );
    const { properties } = configuration;
    const open = Object.keys(properties).filter(id => !['application', 'machine'].includes(properties[id]!.scope));
    assert.deepEqual(open.toSorted(), fromFolder);
    for (const id of Object.keys(properties)) {
      if (fromFolder.includes(id)) continue;
      const toFolder = vscode.workspace.getConfiguration().update(id, properties[id]!.default, vscode.ConfigurationTarget.Workspace);
      await assert.rejects(async () => toFolder, new RegExp(id.replaceAll('.', String.raw`\.`)), id);
    }
  });

  it('takes none of the others from the settings file of a folder', async () => {
    const folder = path.join(workspaceFolder(), '.vscode');
    const { properties } = configuration;
    const others = Object.keys(properties).filter(id => ['application', 'machine'].includes(properties[id]!.scope));
    const values = others.map(id => [id, properties[id]!.enum?.at(-1) ?? 'https://elsewhere.example.com'] as const);
    const seen = new Promise<void>(resolve => {
      const listening = vscode.workspace.onDidChangeConfiguration(change => {
        if (!change.affectsConfiguration('digitsLab.openDashboard')) return;
        listening.dispose();
        resolve();
      });
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(path.join(folder, 'settings.json'), JSON.stringify({ ...Object.fromEntries(values), 'digitsLab.openDashboard': false }));
    try {
      await seen;
      for (const id of others) {
        const found = vscode.workspace.getConfiguration().inspect(id);
        assert.deepEqual([found?.workspaceValue, found?.workspaceFolderValue], [undefined, undefined], id);
        assert.deepEqual(vscode.workspace.getConfiguration().get(id), properties[id]!.default, id);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('asks for the context keys of contributions.ts, and for no other', () => {
    const clauses = [
      ...commands.map(({ enablement }) => enablement ?? ''),
      ...viewsWelcome.map(({ when }) => when),
      ...Object.values(menus).flatMap(items => items.map(({ when }) => when)),
      ...keybindings.map(({ when }) => when),
    ];
    const names = new Set(clauses.flatMap(clause => clause.match(/\bdigitsLab\.\w+/g) ?? []));
    for (const name of [...Object.values(viewIds), dashboardViewType]) names.delete(name);
    assert.deepEqual([...names].toSorted(), contextKeyIds.toSorted());
  });

  it('has only commands in its menus that it contributes', () => {
    for (const [menu, items] of Object.entries(menus))
      for (const { command } of items) assert.ok((commandIds as readonly string[]).includes(command), `${menu}: ${command}`);
  });

  it('has keys only for its commands, and only on the rows of its views', () => {
    for (const { command, key, when } of keybindings) {
      assert.ok((commandIds as readonly string[]).includes(command), `${key}: ${command}`);
      assert.match(when, /^focusedView == digitsLab\.(runs|queue) && listFocus && !inputFocus\b/, key);
      assert.equal(when.includes('isWorkspaceTrusted'), (commandsForTrusted as readonly string[]).includes(command), key);
    }
  });

  it('opens its panels under the type that is registered', () => {
    for (const type of [dashboardViewType, comparisonViewType, runsTableViewType, effectViewType, sweepViewType])
      assert.ok(manifest.activationEvents.includes(`onWebviewPanel:${type}`), type);
  });

  it('has one walkthrough of five steps whose pages, pictures and commands are there', async () => {
    const [walkthrough, ...others] = walkthroughs;
    assert.deepEqual(others, []);
    assert.equal(walkthrough?.id, walkthroughId);
    assert.equal(walkthrough.steps.length, 5);
    const registered = await vscode.commands.getCommands(true);
    const pages = walkthrough.steps.map(({ media }) => readFileSync(file(media.markdown), 'utf8'));
    const texts = [...pages, ...walkthrough.steps.map(({ description }) => description), ...viewsWelcome.map(({ contents }) => contents)];
    const linked = texts.flatMap(text => [...text.matchAll(/\(command:([\w.]+)/g)].map(match => match[1]!));
    const awaited = walkthrough.steps.flatMap(({ completionEvents = [] }) =>
      completionEvents.map(event => event.replace(/^onCommand:/, '')),
    );
    assert.ok(linked.length >= 9 && awaited.length >= 5);
    assert.deepEqual(
      [...linked, ...awaited].filter(command => !registered.includes(command)),
      [],
    );
  });

  it('names no file that is missing', () => {
    const names = [...JSON.stringify(manifest).matchAll(/"((?:\.\/)?(?:media|dist)\/[^"]+)"/g)].map(match => match[1]!);
    assert.ok(names.length >= 8, names.join());
    assert.deepEqual(
      names.filter(name => !existsSync(file(name))),
      [],
    );
  });
});
