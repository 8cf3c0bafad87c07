import { createHash } from 'node:crypto';
import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Environment, GitState, RunConfig } from '../contract/run';
import { processorName } from '../util/processor';
import { VERSION } from '../util/version';

/**
 * To be raised with every change after which the same parameters, seed and data train to other numbers: initial weights, shuffling,
 * dropout masks, splits, the graph, the optimizers.
 */
export const NUMERICS_VERSION = 1;

/** What this run runs on. */
export function describeEnvironment(): Environment {
  return {
    os: `${os.type()} ${os.release()} ${process.arch}`,
    instructionSet: instructionSet(),
    cpu: processorName(),
    node: process.versions.node,
    version: VERSION,
  };
}

/** Which trainer this is, down to the bytes of its bundle. */
export function describeTrainer(): RunConfig['trainer'] {
  return { numericsVersion: NUMERICS_VERSION, bundleSha256: createHash('sha256').update(readFileSync(__filename)).digest('hex') };
}

/** Where the Git work tree that holds the folder stands; null outside of one, or where Git is missing or slow. */
export async function describeGit(folder: string): Promise<GitState | null> {
  try {
    const [commit, branch, status] = await Promise.all([
      git(folder, 'rev-parse', 'HEAD'),
      git(folder, 'branch', '--show-current'),
      git(folder, 'status', '--porcelain', '--untracked-files=no'),
    ]);
    return { commit, branch: branch || null, dirty: status !== '' };
  } catch {
    return null;
  }
}

/** Git's user.name, or who is logged in; null for a user whom the system has no name for, as in a container. */
export async function describeAuthor(folder: string): Promise<string | null> {
  const name = await git(folder, 'config', 'user.name').catch(() => '');
  return name || userName() || null;
}

function userName(): string {
  try {
    return os.userInfo().username;
  } catch {
    return '';
  }
}

async function git(folder: string, ...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)('git', args, { cwd: existingParent(folder), timeout: 2000 });
  return stdout.trim();
}

/** The folder of the runs may not be there yet. */
function existingParent(folder: string): string {
  return existsSync(folder) ? folder : existingParent(path.dirname(folder));
}

/** The widest of the instructions that the native engine has code for, from what Linux or the architecture says. */
function instructionSet(): string {
  if (process.arch === 'arm64') return 'neon';
  try {
    const flags = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1]?.split(' ') ?? [];
    return ['avx512f', 'avx2', 'avx', 'sse4_1'].find(flag => flags.includes(flag)) ?? 'unknown';
  } catch {
    return 'unknown';
  }
}
