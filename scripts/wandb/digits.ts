import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram, type Ended, type ProgramOptions } from './programs';

const cli = path.resolve('dist/cli.js');

/** Small enough to be done in seconds. */
const small = ['--epochs', '2', '--train-samples', '2000', '--validation-samples', '500', '--num-filters', '8'];
const headings = ['--wandb-project', 'digits', '--wandb-group', 'a group', '--wandb-job-type', 'train'];

/** `digits train` of a small run. */
export async function train(runs: string, args: readonly string[], options: ProgramOptions): Promise<Ended> {
  const named = ['--name', 'a name', '--tag', 'one', '--tag', 'two'];
  return await runProgram(process.execPath, [cli, 'train', ...small, ...named, ...headings, '--runs', runs, ...args], options);
}

/** Goes on with a run that was stopped or killed. */
export async function resume(runs: string, id: string, url: string): Promise<Ended> {
  const args = ['train', '--resume', id, '--wandb', 'offline', ...headings, '--runs', runs];
  return await runProgram(process.execPath, [cli, ...args], { cwd: path.dirname(runs), env: { WANDB_BASE_URL: url } });
}

/** `digits sync` of a run to the server whose key is given; the rest is as it was recorded. */
export async function sync(runs: string, id: string, { url, key }: { readonly url: string; readonly key: string }): Promise<Ended> {
  const env = { WANDB_TOKEN: key, WANDB_BASE_URL: url };
  return await runProgram(process.execPath, [cli, 'sync', id, '--runs', runs], { cwd: path.dirname(runs), env });
}

/** Trains for five epochs and kills every process of it in the middle of the third. */
export async function trainAndKill(runs: string): Promise<void> {
  let isKilled = false;
  const onLine: ProgramOptions['onLine'] = (line, child) => {
    const event = JSON.parse(line) as { readonly type: string; readonly epoch?: number; readonly batch?: number };
    if (isKilled || event.type !== 'batchEnded' || event.epoch !== 3 || event.batch! < 3) return;
    isKilled = true;
    process.kill(-child.pid!, 'SIGKILL');
  };
  const { exitCode, output } = await train(runs, ['--wandb', 'offline', '--epochs', '5', '--json'], { cwd: path.dirname(runs), onLine });
  assert.ok(isKilled && exitCode === null, `it was not killed: ${output}`);
}

/** Where a text stands among the arguments of all processes of this machine; Linux only. */
export function processesWith(text: string): string[] {
  return processes().filter(id => read(`/proc/${id}/cmdline`).includes(text));
}

/** The children of a process, and theirs. */
export function descendants(pid: number): number[] {
  const children = processes().filter(id => new RegExp(`^PPid:\\s*${pid}$`, 'm').test(read(`/proc/${id}/status`)));
  return children.flatMap(id => [Number(id), ...descendants(Number(id))]);
}

export function environmentOf(pid: number): string {
  return read(`/proc/${pid}/environ`);
}

/** Files below a folder that have the text in them. */
export function filesWith(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => path.join(entry.parentPath, entry.name))
    .filter(file => readFileSync(file).includes(text));
}

function processes(): string[] {
  return readdirSync('/proc').filter(name => /^\d+$/.test(name));
}

/** Empty if the process has ended meanwhile. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
