import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Of each room (`util`, `runs/executors`, `extension`, `webview`) the rooms and packages that it may import. */
type Plan = ReadonlyMap<string, readonly string[]>;
type Imports = ReadonlyMap<string, readonly string[]>;

/**
 * The plan that the tables of docs/architecture.md are.
 * @throws if a cell has a word that is neither in backticks nor a name of the first table
 */
function readPlan(page: string): Plan {
  const names = new Map<string, readonly string[]>();
  const members = (cell: string): readonly string[] =>
    cell === 'nothing'
      ? []
      : cell.split(', ').flatMap(word => {
          const found = names.get(word) ?? /^`(.+)`$/.exec(word)?.slice(1);
          if (found === undefined) throw new Error(`"${word}" is neither a folder or package in backticks nor a name for several`);
          return found;
        });
  for (const [, name, cell] of page.matchAll(/^\| (_\w+_) \| ([^|]+) \|$/gm)) names.set(name!, members(cell!));
  const rows = [...page.matchAll(/^\| `((?:src\/|webview)[^`]*)` \| ([^|]+) \| [^|]+ \|$/gm)];
  return new Map(rows.map(([, folder, cell]) => [withoutSource(folder!), members(cell!)] as const));
}

/** What is wrong with the imports of files, named from the root of the repository. */
function violations(imports: Imports, plan: Plan): string[] {
  const closed = new Set([...plan.values()].flat().filter(name => !plan.has(name)));
  const found: string[] = [];
  for (const [file, targets] of imports) {
    const from = roomOf(file, plan);
    if (from === undefined) {
      found.push(`${file} is in no folder of the plan`);
      continue;
    }
    const allowed = [from, ...plan.get(from)!];
    for (const target of targets) {
      if (target.startsWith('.')) {
        const goal = resolve(file, target);
        const to = roomOf(goal, plan) ?? goal;
        if (!allowed.some(room => isWithin(to, room))) found.push(`${file} imports ${target}: ${from} may not import ${to}`);
      } else if (closed.has(packageOf(target)) && !allowed.includes(packageOf(target)))
        found.push(`${file} imports ${target}: ${from} may not import ${packageOf(target)}`);
    }
  }
  return [...found, ...cycles(imports)];
}

/** The rows of the plan that no file and no package stands behind. */
function unused(imports: Imports, plan: Plan): string[] {
  const files = [...imports.keys()];
  const members = [...new Set([...plan.values()].flat())];
  return [
    ...[...plan.keys()].filter(room => !files.some(file => roomOf(file, plan) === room)),
    ...members.filter(name => !plan.has(name) && name !== 'vscode' && !existsSync(path.join('node_modules', name))),
  ];
}

function cycles(imports: Imports): string[] {
  const state = new Map<string, 'open' | 'done'>();
  const found: string[] = [];
  const visit = (file: string, trail: readonly string[]): void => {
    if (state.get(file) === 'done') return;
    if (state.get(file) === 'open') {
      found.push(`a cycle: ${[...trail.slice(trail.indexOf(file)), file].join(' → ')}`);
      return;
    }
    state.set(file, 'open');
    for (const target of imports.get(file) ?? []) {
      const next = [`${resolve(file, target)}.ts`, `${resolve(file, target)}/index.ts`].find(name => imports.has(name));
      if (target.startsWith('.') && next !== undefined) visit(next, [...trail, file]);
    }
    state.set(file, 'done');
  };
  for (const file of imports.keys()) visit(file, []);
  return found;
}

/** The innermost room that a file, or what an import names, lies in: `src/engine/graph/x` → `engine`, `src/extension.ts` → `extension`. */
function roomOf(file: string, plan: Plan): string | undefined {
  const place = withoutSource(file);
  return [...plan.keys()].filter(room => isWithin(place, room)).toSorted((a, b) => b.length - a.length)[0];
}

function isWithin(place: string, room: string): boolean {
  return place === room || place.startsWith(`${room}/`);
}

function withoutSource(file: string): string {
  return file.replace(/^src\//, '').replace(/\.ts$/, '');
}

/** `@scope/name/dist/x.js` → `@scope/name` */
function packageOf(target: string): string {
  return target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
}

function resolve(file: string, target: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
}

function readImports(): { imports: Map<string, string[]>; lines: Map<string, number> } {
  const imports = new Map<string, string[]>();
  const lines = new Map<string, number>();
  for (const root of ['src', 'webview']) {
    const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.ts'));
    for (const file of files) {
      const text = readFileSync(path.join(root, file), 'utf8');
      const name = path.posix.join(root, file.split(path.sep).join('/'));
      imports.set(name, importsOf(text));
      lines.set(name, text.split('\n').length);
    }
  }
  return { imports, lines };
}

function importsOf(text: string): string[] {
  const patterns = [
    /^(?:import|export)[^'";]*?from\s+['"]([^'"]+)['"]/gms,
    /^import\s+['"]([^'"]+)['"]/gm,
    /\b(?:import|require)\(\s*['"]([^'"]+)['"]\s*\)/g,
  ];
  return patterns.flatMap(pattern => [...text.matchAll(pattern)].map(match => match[1]!));
}

describe('the architecture', () => {
  const plan = readPlan(readFileSync('docs/architecture.md', 'utf8'));
  const { imports, lines } = readImports();

  it('has only the arrows that docs/architecture.md has', () => {
    assert.ok(imports.size > 50, `only ${imports.size} files were read`);
    assert.deepEqual(violations(imports, plan), []);
  });

  it('has every folder and package that docs/architecture.md names', () => {
    assert.deepEqual(unused(imports, plan), []);
  });

  it('knows its engines where they are selected, and in the threads that they start', () => {
    const below = (file: string): boolean => /^src\/engine\/(onnx|tensorflow)\//.test(file);
    const knowing = [...imports]
      .filter(([file, targets]) => !below(file) && targets.some(target => target.startsWith('.') && below(resolve(file, target))))
      .map(([file]) => file);
    assert.deepEqual(knowing.toSorted(), ['src/engine/engineThread.ts', 'src/engine/select.ts']);
  });

  it('has no file over 600 lines, and few over 300', () => {
    const long = (limit: number): string[] =>
      [...lines].filter(([file, count]) => count > limit && !file.endsWith('_pb.ts')).map(([file]) => file);
    assert.deepEqual(long(600), []);
    assert.ok(long(300).length <= lines.size / 20, long(300).join(', '));
  });

  describe('is checked by a check that', () => {
    const bad: readonly [string, Record<string, string[]>, RegExp][] = [
      ['sees a forbidden arrow', { 'src/runs/a.ts': ['../engine/x'] }, /runs may not import engine/],
      ['sees an import of the trainer', { 'src/cli/a.ts': ['../trainer/main'] }, /cli may not import trainer/],
      ['sees an import of a test', { 'src/util/a.ts': ['../../test/unit/x'] }, /util may not import test/],
      ['sees vscode in the wrong room', { 'src/runs/a.ts': ['vscode'] }, /runs may not import vscode/],
      ['sees a part of a package in the wrong room', { 'src/ui/a.ts': ['@vscode-elements/elements/dist/x.js'] }, /may not import @vscode-/],
      [
        'sees a cycle',
        { 'src/util/a.ts': ['./b'], 'src/util/b.ts': ['./c'], 'src/util/c.ts': ['./a'] },
        /cycle: src\/util\/a.ts → src\/util\/b.ts → src\/util\/c.ts → src\/util\/a.ts/,
      ],
      ['sees an unplanned room', { 'src/helpers/a.ts': ['../util/x'] }, /helpers\/a.ts is in no folder of the plan/],
    ];
    for (const [what, files, message] of bad) {
      it(what, () => assert.match(violations(new Map(Object.entries(files)), plan).join('\n'), message));
    }

    it('knows a folder within another', () => {
      const page = '| _all_ | `x`, `y` |\n\n| `src/x` | nothing | … |\n| `src/x/in` | `y`, `z-package` | … |\n| `src/y` | _all_ | … |';
      const inner = readPlan(page);
      assert.deepEqual(Object.fromEntries(inner), { x: [], 'x/in': ['y', 'z-package'], y: ['x', 'y'] });
      const good = { 'src/x/a.ts': ['./in/b'], 'src/x/in/b.ts': ['../../y/c', 'z-package/part'], 'src/y/c.ts': ['node:fs', '../x/in/d'] };
      assert.deepEqual(violations(new Map(Object.entries(good)), inner), []);
      const wrong = { 'src/x/in/b.ts': ['../a'], 'src/y/c.ts': ['z-package'] };
      assert.deepEqual(violations(new Map(Object.entries(wrong)), inner), [
        'src/x/in/b.ts imports ../a: x/in may not import x',
        'src/y/c.ts imports z-package: y may not import z-package',
      ]);
      assert.deepEqual(unused(new Map([['src/x/in/b.ts', []]]), inner), ['x', 'y', 'z-package']);
    });

    it('sees a word that it does not know', () => {
      assert.throws(() => readPlan('| `src/x` | utl | … |'), /"utl" is neither/);
    });

    it('reads every form of import', () => {
      const text = `import a from './a';\nimport type { B,\n  C } from './b';\nexport * from './c';\nimport './d';\nconst e = await import('./e');\nconst f = require('./f');`;
      assert.deepEqual(importsOf(text).toSorted(), ['./a', './b', './c', './d', './e', './f']);
    });
  });
});
