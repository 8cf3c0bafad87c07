import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What the lint of this project says of a source in a place of the repository: `line rule` each. */
export type LintOf = (source: string, file?: string) => string[];

/** The lint in a folder of its own that is gone when the tests of the suite are done. */
export function lintOf(): LintOf {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-lint-'));
  copyFileSync('.oxlintrc.json', path.join(folder, '.oxlintrc.json'));
  for (const name of ['scripts', 'node_modules']) symlinkSync(path.resolve(name), path.join(folder, name), 'junction');
  after(() => rmSync(folder, { recursive: true }));
  return (source, file = 'src/util/x.ts') => {
    mkdirSync(path.join(folder, path.dirname(file)), { recursive: true });
    writeFileSync(path.join(folder, file), source);
    const oxlint = path.resolve('node_modules', 'oxlint', 'bin', 'oxlint');
    const { stdout, stderr } = spawnSync(process.execPath, [oxlint, '-f', 'json', file], { cwd: folder, encoding: 'utf8' });
    assert.equal(stderr, '');
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; labels: { span: { line: number } }[] }[] };
    return diagnostics.map(({ code, labels }) => `${labels[0]?.span.line} ${code}`).toSorted();
  };
}
