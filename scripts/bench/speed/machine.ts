import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { threads } from './programs';

/** This machine and the checkout, as figures have to be read with them. */
export interface Machine {
  readonly cores: number;
  readonly processor: string;
  /** Those that decide how fast products are. */
  readonly instructionSets: readonly string[];
  readonly cacheOfCore: string;
  readonly memoryGb: number;
  readonly os: string;
  readonly node: string;
  readonly commit: string;
}

const INTERESTING = ['sse4_1', 'avx', 'fma', 'avx2', 'avx512f', 'avx512_vnni', 'avx512_bf16', 'amx_tile', 'asimd', 'sve'];

/** @param root of the checkout */
export function describeMachine(root: string): Machine {
  const said = (file: string, ...args: string[]): string => spawnSync(file, args, { cwd: root, encoding: 'utf8' }).stdout?.trim() ?? '';
  const dirty = said('git', 'status', '--porcelain', '--untracked-files=no') !== '';
  return {
    cores: threads,
    processor: os.cpus()[0]?.model.trim() || os.machine(),
    instructionSets: INTERESTING.filter(one => flags().includes(one)),
    cacheOfCore: secondCache(),
    memoryGb: Math.round(os.totalmem() / 2 ** 30),
    os: `${os.type()} ${os.release()} ${process.arch}`,
    node: process.versions.node,
    commit: said('git', 'rev-parse', '--short', 'HEAD') + (dirty ? ' with changes' : ''),
  };
}

export function machineInWords(machine: Machine): string {
  const { cores, processor, instructionSets, cacheOfCore, memoryGb, os: system, node, commit } = machine;
  const instructions = instructionSets.length > 0 ? ` (${instructionSets.join(', ')})` : '';
  const cache = cacheOfCore ? `, ${cacheOfCore} of level-2 cache a core` : '';
  return `${cores} ${cores === 1 ? 'core' : 'cores'} of ${processor}${instructions}${cache}, ${memoryGb} GB of memory, ${system}, Node ${node}; Digits Lab at ${commit}`;
}

function flags(): readonly string[] {
  return (/^(?:flags|Features)\s*:(.*)$/m.exec(fileText('/proc/cpuinfo'))?.[1] ?? '').split(' ');
}

function secondCache(): string {
  return fileText('/sys/devices/system/cpu/cpu0/cache/index2/size').trim().replace(/K$/, ' KB');
}

function fileText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
