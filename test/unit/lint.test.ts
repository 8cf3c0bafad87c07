import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What lint says against source text that stands in that place of the repository; `rule line` each. */
async function complaints(folder: string, file: string, text: string): Promise<string[]> {
  mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
  writeFileSync(path.join(folder, file), text);
  const out = await new Promise<string>(resolve => {
    const program = path.resolve('node_modules/oxlint/bin/oxlint');
    execFile(process.execPath, [program, '--format', 'unix', file], { cwd: folder }, (_, stdout) => resolve(stdout));
  });
  return [...out.matchAll(/^\S+?:(\d+):\d+:.*\((no-[\w-]+)\)\]$/gm)].map(([, line, rule]) => `${rule} ${line}`);
}

describe('lint keeps text to its sinks', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-lint-'));
    copyFileSync('.oxlintrc.json', path.join(folder, '.oxlintrc.json'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const editor = [
    `import { window as api, l10n } from 'vscode';`,
    `import { MarkdownString } from 'vscode';`,
    `import * as vscode from 'vscode';`,
    `export { window } from 'vscode';`,
    `console.log(api, l10n, vscode, MarkdownString);`,
  ].join('\n');

  it('sees a window, or Markdown, of the API outside of src/ui/sinks', async () => {
    const found = await complaints(folder, 'src/ui/example.ts', editor);
    assert.deepEqual(found.toSorted(), ['no-console 5', ...[1, 2, 3, 4].map(line => `no-restricted-imports ${line}`)]);
    assert.deepEqual(await complaints(folder, 'src/ui/sinks/example.ts', editor), ['no-console 5']);
  });

  it('sees a stream of the process outside of the output of the command line', async () => {
    const text = [
      `process.stdout.write('x');`,
      `const { stderr } = process;`,
      `process['stderr'].write('x');`,
      `globalThis.process.exit();`,
      `export { stderr };`,
    ].join('\n');
    const found = await complaints(folder, 'src/cli/example.ts', text);
    assert.deepEqual(found.toSorted(), [1, 2, 3, 4].map(line => `no-restricted-properties ${line}`)); // prettier-ignore
    assert.deepEqual(await complaints(folder, 'src/cli/output.ts', text), []);
  });

  it('sees HTML that is put into a page', async () => {
    const text = [
      `document.body.innerHTML = 'x';`,
      `document.body['outerHTML'] = 'x';`,
      `document.body.insertAdjacentHTML('beforeend', 'x');`,
      `document.write('x');`,
    ].join('\n');
    const found = await complaints(folder, 'webview/views/example.ts', text);
    assert.deepEqual(found.toSorted(), [1, 2, 3, 4].map(line => `no-restricted-properties ${line}`)); // prettier-ignore
  });
});
