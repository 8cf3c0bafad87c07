import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import type { Environment, GitState, TrainedConfig } from '../contract/run';
import { machine } from '../machine/machine';
import { WorkTree } from '../processes/workTree';
import { processorName } from '../util/processor';
import { VERSION } from '../util/version';
import { trainingFiles } from './bundles';

/**
 * Must be raised with every change after which the same parameters, seed and data give other numbers: of initial weights, shuffling,
 * dropout masks, splits, the graph, or the optimizers.
 */
export const NUMERICS_VERSION = 2;

/** What this run runs on. */
export function describeEnvironment(): Environment {
  return {
    os: `${os.type()} ${os.release()} ${process.arch}`,
    instructionSet: instructionSet(),
    cpu: processorName(),
    machine: machine(),
    node: process.versions.node,
    version: VERSION,
  };
}

/** Which trainer this is, down to the bytes of what trains. */
export function describeTrainer(): TrainedConfig['trainer'] {
  const hash = createHash('sha256');
  for (const file of trainingFiles) hash.update(readFileSync(file));
  return { numericsVersion: NUMERICS_VERSION, bundleSha256: hash.digest('hex') };
}

/** Where the Git work tree that holds the folder stands; null outside of one, or where Git is missing or slow. */
export async function describeGit(folder: string): Promise<GitState | null> {
  try {
    const tree = await WorkTree.around(folder);
    const head = await tree?.head();
    return tree && head ? { ...head, dirty: await tree.isDirty(head.commit) } : null;
  } catch {
    return null;
  }
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
