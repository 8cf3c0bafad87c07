import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Who may import whom, as the design has it; a room may always import itself. */
const pure = ['util', 'contract', 'evaluation', 'wording', 'experiment', 'report'];
const services = ['runFolder', 'files', 'artifacts', ...pure];
const frontEnds = ['runs', 'tracking', ...services];
const allowed: Readonly<Record<string, readonly string[]>> = {
  util: [],
  contract: ['util'],
  evaluation: ['contract', 'util'],
  wording: ['contract', 'util', 'evaluation'],
  experiment: ['contract', 'util', 'evaluation', 'wording'],
  report: ['contract', 'util', 'evaluation', 'wording', 'experiment'],
  files: ['util'],
  data: [...pure, 'files'],
  engine: [...pure, 'files'],
  artifacts: pure,
  runFolder: [...pure, 'artifacts', 'files'],
  processes: ['contract', 'util'],
  trainer: ['data', 'engine', 'processes', ...services],
  runs: ['processes', ...services],
  tracking: ['processes', ...services],
  cli: frontEnds,
  ui: [...frontEnds, 'contributions'],
  contributions: ['contract', 'util'],
  extension: [...frontEnds, 'ui', 'contributions'],
  webview: pure,
};

type Imports = ReadonlyMap<string, readonly string[]>;

/** What is wrong with the imports of files, named from the root of the repository. */
function violations(imports: Imports): string[] {
  const found: string[] = [];
  for (const [file, targets] of imports) {
    for (const target of targets) {
      const [from, to] = [roomOf(file), target.startsWith('.') ? roomOf(resolve(file, target)) : undefined];
      if (to === undefined) {
        if (target === 'vscode' && from !== 'ui' && from !== 'extension')
          found.push(`${file} imports vscode; only ui and extension.ts may`);
      } else if (!(from in allowed)) found.push(`${file}: the room "${from}" is not in the plan`);
      else if (to !== from && !allowed[from]!.includes(to)) found.push(`${file} imports ${target}: ${from} may not import ${to}`);
    }
  }
  return [...found, ...cycles(imports)];
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

/** `src/engine/graph/x` → `engine`, `src/extension.ts` → `extension`, `webview/main.ts` → `webview`. */
function roomOf(file: string): string {
  const [top, second = ''] = file.split('/');
  return top === 'src' ? second.replace(/\.ts$/, '') : top!;
}

function resolve(file: string, target: string): string {
  return path.posix.normalize(path.posix.join(path.posix.dirname(file), target));
}

function readImports(): { imports: Map<string, string[]>; lines: Map<string, number> } {
  const imports = new Map<string, string[]>();
  const lines = new Map<string, number>();
  for (const root of ['src', 'webview']) {
    let files: string[] = [];
    try {
      files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(file => /\.tsx?$/.test(file));
    } catch {
      // The room is not built yet.
    }
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
  const { imports, lines } = readImports();

  it('has only the arrows that it may have', () => {
    assert.ok(imports.size > 50, `only ${imports.size} files were read`);
    assert.deepEqual(violations(imports), []);
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
      ['sees vscode in the wrong room', { 'src/runs/a.ts': ['vscode'] }, /only ui and extension/],
      [
        'sees a cycle',
        { 'src/util/a.ts': ['./b'], 'src/util/b.ts': ['./c'], 'src/util/c.ts': ['./a'] },
        /cycle: src\/util\/a.ts → src\/util\/b.ts → src\/util\/c.ts → src\/util\/a.ts/,
      ],
      ['sees an unplanned room', { 'src/helpers/a.ts': ['../util/x'] }, /"helpers" is not in the plan/],
    ];
    for (const [what, files, message] of bad) {
      it(what, () => assert.match(violations(new Map(Object.entries(files))).join('\n'), message));
    }

    it('reads every form of import', () => {
      const text = `import a from './a';\nimport type { B,\n  C } from './b';\nexport * from './c';\nimport './d';\nconst e = await import('./e');\nconst f = require('./f');`;
      assert.deepEqual(importsOf(text).toSorted(), ['./a', './b', './c', './d', './e', './f']);
    });
  });
});
