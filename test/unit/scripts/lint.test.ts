import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync, copyFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

describe('the lint of this project', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-lint-'));
    copyFileSync('.oxlintrc.json', path.join(folder, '.oxlintrc.json'));
    for (const name of ['scripts', 'node_modules']) symlinkSync(path.resolve(name), path.join(folder, name), 'junction');
  });
  after(() => rmSync(folder, { recursive: true }));

  /** The rules that a file of src breaks, by line. */
  const broken = (source: string): string[] => {
    const file = path.join('src', 'util', 'x.ts');
    mkdirSync(path.join(folder, 'src', 'util'), { recursive: true });
    writeFileSync(path.join(folder, file), source);
    const oxlint = path.resolve('node_modules', 'oxlint', 'bin', 'oxlint');
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '-f', 'json', file], { cwd: folder, encoding: 'utf8' });
    assert.equal(stderr, '');
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; labels: { span: { line: number } }[] }[] };
    return diagnostics.map(({ code, labels }) => `${labels[0]?.span.line} ${code}`).toSorted();
  };
  const spread = 'digits-lab(no-spread-of-data)';

  it('finds data that are spread into a call', () => {
    const source = `export function f(values: number[], ...rest: number[]): number {
  const kept: number[] = [];
  kept.push(...values);
  kept.push(...values.slice(1), 2);
  kept.splice(0, 1, ...(values.length > 3 ? values : [1]));
  new Set(Array.of(...values.map(one => one + 1)));
  Reflect.construct(Map, [], Map).get(...[1, ...values]);
  return Math.max.apply(null, kept) + Math.max(...kept, ...rest);
}
`;
    assert.deepEqual(
      broken(source).filter(found => found.endsWith(spread)),
      [3, 4, 5, 6, 7, 8, 8].map(line => `${line} ${spread}`),
    );
  });

  it('lets pass what is as long as the source says', () => {
    const source = `const place = ['a', 'b'] as const;
export function f(isLong: boolean, ...rest: string[]): number {
  const all = [...rest, ...place];
  all.push(...rest, ...place, ...(isLong ? ['x', 'y'] : []));
  return Math.max(...[all.length, 2].map(one => one + 1));
}
`;
    assert.deepEqual(broken(source), []);
  });

  it('finds timers that data could make too long', () => {
    const source = `const LIMIT_MS = 5;
export function f(ms: number, done: () => void): void {
  setTimeout(done, LIMIT_MS);
  setInterval(done, 60_000);
  setImmediate(done);
  setTimeout(done, ms);
  globalThis.setInterval(done, LIMIT_MS + ms);
}
`;
    assert.deepEqual(broken(source), ['6 digits-lab(no-computed-delay)', '7 digits-lab(no-computed-delay)']);
  });

  it('keeps what copies a run with each event away from the product', () => {
    const source = `import { applyEvent, type Run } from '../contract/runState';
export const after = (run: Run, events: never[]): Run => events.reduce(applyEvent, run);
export const flat = (lists: number[][]): number[] => lists.reduce((all, list) => [...all, ...list], []);
`;
    assert.deepEqual(broken(source), ['1 digits-lab(only-in)', '3 oxc(no-accumulating-spread)']);
  });
});
