import { existsSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import os from 'node:os';
import path from 'node:path';
import { imagesOf, type Configuration } from './configuration';
import type { ProgramStart } from './program';

/** Where the bench's own programs are, and those of the peers that the environment names. */
export interface Places {
  /** The checkout. */
  readonly root: string;
  /** The bundle of digits.ts. */
  readonly digits: string;
  /** The bundle of sgemm.ts. */
  readonly sgemm: string;
}

/** One thread for each core that this process may use. */
export const threads = os.availableParallelism();

/** The project's own engine. */
export function ownProgram(
  { digits, root }: Pick<Places, 'digits' | 'root'>,
  configuration: Configuration,
  { engine = 'onnx', workers = threads }: { readonly engine?: 'onnx' | 'wasm'; readonly workers?: number } = {},
): ProgramStart {
  // Of commits before it had a bundle of its own, a thread runs the trainer's.
  const threadFile = ['engineThread.js', 'trainer.js'].map(name => path.join(root, 'dist', name)).find(existsSync)!;
  return {
    name: engine === 'onnx' ? 'Digits Lab' : 'Digits Lab, WebAssembly',
    command: [process.execPath, digits, ...argumentsOf(configuration), engine, String(workers), threadFile],
  };
}

/** Keras, if BENCH_KERAS names a Python that has it. */
export function keras({ root }: Pick<Places, 'root'>, configuration: Configuration, feed: 'arrays' | 'cached'): ProgramStart | undefined {
  const python = process.env['BENCH_KERAS'];
  if (!python) return undefined;
  return {
    name: feed === 'cached' ? 'Keras, cached tf.data pipeline' : 'Keras, arrays',
    command: [python, path.join(root, 'scripts/bench/speed/keras_cpu.py'), ...argumentsOf(configuration), feed],
  };
}

/** PyTorch, if BENCH_TORCH names a Python that has it. */
export function pyTorch({ root }: Pick<Places, 'root'>, configuration: Configuration): ProgramStart | undefined {
  const python = process.env['BENCH_TORCH'];
  if (!python) return undefined;
  return {
    name: 'PyTorch, compiled, channels_last',
    command: [python, path.join(root, 'scripts/bench/speed/torch_cpu.py'), ...argumentsOf(configuration)],
  };
}

/** tfjs-node, if BENCH_TFJS_NODE names a folder whose node_modules have it. */
export function tfjsNode({ root }: Pick<Places, 'root'>, configuration: Configuration): ProgramStart | undefined {
  const folder = process.env['BENCH_TFJS_NODE'];
  if (!folder) return undefined;
  return {
    name: 'tfjs-node',
    command: [process.execPath, path.join(root, 'scripts/bench/speed/tfjsNode.cjs'), ...argumentsOf(configuration)],
    env: { NODE_PATH: path.join(folder, 'node_modules'), TF_CPP_MIN_LOG_LEVEL: '3' },
  };
}

function argumentsOf(configuration: Configuration): string[] {
  const { filters, blocks, batch, padding } = configuration;
  return [filters, blocks, batch, padding, imagesOf(configuration)].map(String);
}

/** `Python 3.11.7`, of a peer. */
export function pythonVersion(python: string): string {
  return spawnSync(python, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? '';
}
