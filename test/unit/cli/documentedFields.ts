import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const page = readFileSync('docs/command-line.md', 'utf8');

/** Holds what a command wrote as JSON against the table of docs/command-line.md: a script may rely on what stands there. */
export function assertDocumented(
  command:
    | 'list'
    | 'show'
    | 'compare'
    | 'evaluate'
    | 'export'
    | 'reproduce'
    | 'import'
    | 'sync'
    | 'queue'
    | 'delete'
    | 'engines'
    | 'sweep PLAN --executor slurm',
  value: object,
): void {
  const named = namesIn(command);
  // It says the same of one run.
  const all = command === 'show' ? [...named, ...namesIn('list')] : named;
  for (const key of Object.keys(value)) assert.ok(all.includes(key), `docs/command-line.md does not name ${key} of ${command} --json`);
}

function namesIn(command: string): string[] {
  const row = new RegExp(`^\\| \`${command}[^|]*--json\` +\\|(.*)\\|$`, 'm').exec(page)?.[1];
  assert.ok(row !== undefined, `docs/command-line.md has no row for ${command} --json`);
  return [...row.matchAll(/`(\w+)`/g)].map(match => match[1]!);
}
