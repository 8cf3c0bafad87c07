import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import {
  commandIds,
  commandsOfTrust,
  contextKeyIds,
  dashboardViewType,
  settingDeclarations,
  viewIds,
  walkthroughId,
} from '../../src/contributions';
import { theExtension } from './extension';

/** What of package.json is looked at here. */
interface Manifest {
  readonly activationEvents: readonly string[];
  readonly contributes: {
    readonly commands: readonly {
      readonly command: string;
      readonly title: string;
      readonly category: string;
      readonly icon: string;
      readonly enablement?: string;
    }[];
    readonly views: Readonly<Record<string, readonly { readonly id: string; readonly icon: string }[]>>;
    readonly viewsContainers: { readonly activitybar: readonly { readonly id: string; readonly icon: string }[] };
    readonly viewsWelcome: readonly { readonly view: string; readonly contents: string }[];
    readonly menus: Readonly<Record<string, readonly { readonly command: string }[]>>;
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly walkthroughs: readonly { readonly id: string; readonly steps: readonly Step[] }[];
  };
}

interface Setting {
  readonly type: string;
  readonly default: unknown;
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

describe('package.json', () => {
  const extension = theExtension();
  const manifest = extension.packageJSON as Manifest;
  const { commands, views, viewsContainers, viewsWelcome, menus, configuration, walkthroughs } = manifest.contributes;
  const properties = configuration.properties;
  const viewNames = Object.values(views).flatMap(list => list.map(({ id }) => id));
  /** Every text of the manifest under one of these names, wherever it stands. */
  const textsNamed = (...names: readonly string[]): string[] => {
    const found: string[] = [];
    const visit = (value: unknown): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [name, inner] of Object.entries(value)) {
        if (names.includes(name) && typeof inner === 'string') found.push(inner);
        else visit(inner);
      }
    };
    visit(manifest.contributes);
    return found;
  };
  const fileOf = (name: string): string => path.join(extension.extensionPath, name);

  before(() => extension.activate());

  it('is of an extension in the extension host of the workspace', () => {
    assert.equal(extension.extensionKind, vscode.ExtensionKind.Workspace);
    assert.equal(extension.isActive, true);
  });

  it('has the commands of contributions.ts, and all are registered', async () => {
    const contributed = commands.map(({ command }) => command);
    assert.deepEqual(contributed.toSorted(), commandIds.toSorted());
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      commandIds.filter(id => !registered.has(id)),
      [],
    );
    for (const { command, title, category, icon } of commands) {
      assert.ok(title.length > 0, `${command} has a title`);
      assert.equal(category, 'Digits', command);
      assert.match(icon, /^\$\([a-z-]+\)$/, command);
    }
  });

  it('registers no command of its own that it does not contribute', async () => {
    const ours = (await vscode.commands.getCommands(true)).filter(id => id.startsWith('digitsLab.'));
    // VS Code makes some for each view: `digitsLab.runs.focus` and so on.
    const made = ours.filter(id => !viewNames.some(view => id.startsWith(`${view}.`)));
    assert.deepEqual(made.toSorted(), commandIds.toSorted());
  });

  it('refuses in Restricted Mode what its menus show disabled there', () => {
    const disabled = commands.filter(({ enablement = '' }) => enablement.includes('isWorkspaceTrusted')).map(({ command }) => command);
    // Train digits CNN says why instead: it is what a person looks for first.
    assert.deepEqual([...disabled, 'digitsLab.train'].toSorted(), commandsOfTrust.toSorted());
  });

  it('has the views of contributions.ts', () => {
    assert.deepEqual(viewNames.toSorted(), Object.values(viewIds).toSorted());
    assert.deepEqual(
      viewsWelcome.map(({ view }) => view).filter(view => !viewNames.includes(view)),
      [],
    );
  });

  it('has the settings of contributions.ts, with their types', () => {
    const declared = Object.fromEntries(
      Object.entries(properties).map(([id, { type, enum: choices }]) => [id, { type, ...(choices && { enum: choices }) }]),
    );
    assert.deepEqual(declared, settingDeclarations);
  });

  it('gives every setting a default that it allows, and words', () => {
    for (const [id, setting] of Object.entries(properties)) {
      const { type, default: value, enum: choices, enumDescriptions, minimum, maximum, markdownDescription } = setting;
      assert.ok(markdownDescription.length > 0, id);
      assert.deepEqual(vscode.workspace.getConfiguration().inspect(id)?.defaultValue, value, id);
      assert.equal(type === 'integer' ? Number.isInteger(value) : typeof value === type, true, `${id} = ${JSON.stringify(value)}`);
      if (type === 'integer') assert.ok(minimum! <= Number(value) && Number(value) <= maximum!, id);
      if (choices) {
        assert.ok(choices.includes(String(value)), id);
        assert.equal(enumDescriptions?.length, choices.length, id);
      }
    }
  });

  it('asks in its clauses for the context keys of contributions.ts, and for no others', () => {
    const clauses = textsNamed('when', 'enablement');
    const known: readonly string[] = [...viewNames, dashboardViewType];
    const asked = new Set(clauses.flatMap(clause => clause.match(/\bdigitsLab\.[\w.]+/g) ?? []).filter(key => !known.includes(key)));
    assert.deepEqual([...asked].toSorted(), contextKeyIds.toSorted());
    const compared = clauses.flatMap(clause => [...clause.matchAll(/\bview == ([\w.]+)/g)].map(match => match[1]!));
    assert.deepEqual(
      compared.filter(view => !viewNames.includes(view)),
      [],
    );
  });

  it('has menus of commands that there are', () => {
    const ours: readonly string[] = commandIds;
    assert.deepEqual(
      Object.values(menus)
        .flat()
        .map(({ command }) => command)
        .filter(command => !ours.includes(command)),
      [],
    );
  });

  it('has the walkthrough of contributions.ts, whose files are there', () => {
    assert.deepEqual(
      walkthroughs.map(({ id }) => id),
      [walkthroughId],
    );
    const { steps } = walkthroughs[0]!;
    assert.equal(steps.length, 5);
    for (const { media } of steps) assert.ok(existsSync(fileOf(media.markdown)), media.markdown);
  });

  it('links to commands that there are', async () => {
    const registered = new Set(await vscode.commands.getCommands());
    const { steps } = walkthroughs[0]!;
    const texts = [
      ...viewsWelcome.map(({ contents }) => contents),
      ...steps.flatMap(({ description, media }) => [description, readFileSync(fileOf(media.markdown), 'utf8')]),
    ];
    const linked = texts.flatMap(text => [...text.matchAll(/\(command:([\w.]+)/g)].map(match => match[1]!));
    const completing = steps.flatMap(({ completionEvents = [] }) => completionEvents.map(event => event.replace(/^onCommand:/, '')));
    // The workbench's own are not known to the extension host before they are used.
    const ours = [...linked, ...completing].filter(id => id.startsWith('digitsLab.'));
    assert.ok(ours.length >= 8, ours.join(', '));
    assert.deepEqual(
      ours.filter(id => !registered.has(id)),
      [],
    );
  });

  it('has icons that are there', () => {
    const icons = [...viewsContainers.activitybar, ...Object.values(views).flat()].map(({ icon }) => icon);
    for (const icon of icons) assert.ok(existsSync(fileOf(icon)), icon);
  });

  it('begins with the dashboards that are still open, and with runs that are there', () => {
    assert.deepEqual(manifest.activationEvents.toSorted(), [`onWebviewPanel:${dashboardViewType}`, 'workspaceContains:.digits/runs']);
  });
});
