import assert from 'node:assert/strict';
import { lintOf } from './lintOf';

describe('the lint of this project', () => {
  const broken = lintOf();
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

  const editor = [
    `import { window as api, env } from 'vscode';`,
    `import { MarkdownString } from 'vscode';`,
    `import * as vscode from 'vscode';`,
    `export { window } from 'vscode';`,
    `console.log(api, env, vscode, MarkdownString);`,
  ].join('\n');

  it('sees a window, or Markdown, of the API outside of src/ui/sinks', () => {
    const found = broken(editor, 'src/ui/example.ts');
    assert.deepEqual(found, [...[1, 2, 3, 4].map(line => `${line} digits-lab(only-in)`), '5 eslint(no-console)']);
    assert.deepEqual(broken(editor, 'src/ui/sinks/example.ts'), ['5 eslint(no-console)']);
  });

  it('sees a stream of the process outside of the output of the command line', () => {
    const text = [
      `process.stdout.write('x');`,
      `const { stderr } = process;`,
      `process['stderr'].write('x');`,
      `globalThis.process.exit();`,
      `export { stderr };`,
    ].join('\n');
    const found = broken(text, 'src/cli/example.ts');
    assert.deepEqual(
      found,
      [1, 2, 3, 4].map(line => `${line} eslint(no-restricted-properties)`),
    );
    assert.deepEqual(broken(text, 'src/cli/output.ts'), []);
  });

  it('sees HTML that is put into a page', () => {
    const text = [
      `document.body.innerHTML = 'x';`,
      `document.body['outerHTML'] = 'x';`,
      `document.body.insertAdjacentHTML('beforeend', 'x');`,
      `document.write('x');`,
    ].join('\n');
    const found = broken(text, 'webview/dashboard/views/example.ts');
    assert.deepEqual(
      found,
      [1, 2, 3, 4].map(line => `${line} eslint(no-restricted-properties)`),
    );
  });

  it('keeps what needs care to the files that take it', () => {
    const source = `export { spawn } from 'node:child_process';\nexport type { ChildProcess } from 'node:child_process';\nawait import('child_process');\n`;
    assert.deepEqual(broken(source), ['1 digits-lab(only-in)', '3 digits-lab(only-in)']);
    assert.deepEqual(broken(source, 'src/processes/launch.ts'), []);
  });

  it('keeps the files of a folder to the gateway', () => {
    const source = `export { readFile, stat } from 'node:fs/promises';\nexport { existsSync } from 'node:fs';\nexport * as fs from 'node:fs';\n`;
    assert.deepEqual(broken(source), ['1 digits-lab(only-in)', '3 digits-lab(only-in)']);
    assert.deepEqual(broken(source, 'src/files/x.ts'), []);
  });
});
