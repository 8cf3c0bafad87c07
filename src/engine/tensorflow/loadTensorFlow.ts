import { createRequire } from 'node:module';
import path from 'node:path';
import util from 'node:util';
import type * as TensorFlowJs from '@tensorflow/tfjs';
import { TENSORFLOW_FOLDER } from '../../contract/engines';
import { messageOf } from '../../util/messageOf';
import { EngineError, MissingEngineError } from '../runtime';

/** What @tensorflow/tfjs-node exports: all of TensorFlow.js, computed by TensorFlow's C library. */
export type TensorFlow = typeof TensorFlowJs;

/** TensorFlow as it was loaded: once in a process, with threads that stay as many. */
export interface LoadedTensorFlow {
  readonly tf: TensorFlow;
  /** Of TensorFlow and of the package: `2.15.1 (tfjs-node 4.22.0)`. */
  readonly version: string;
  /** That an operation is spread over. */
  readonly threads: number;
}

/** The package as it lies on the disk. */
export interface FoundTensorFlow {
  readonly version: string;
  /** @throws {EngineError} in two lines: why it cannot be loaded, and what to do */
  load(): TensorFlow;
}

const PACKAGE = '@tensorflow/tfjs-node';
/** The major version that this engine is written for. */
const MAJOR = 4;

const HOW_TO_GET_IT = `Get it with \`npm install ${PACKAGE}@${MAJOR}\` in a folder of your own (600 MB), and name that folder in ${TENSORFLOW_FOLDER} or in VS Code's setting digitsLab.tensorflow.`;

let loaded: LoadedTensorFlow | undefined;

/**
 * TensorFlow from the folder that DIGITS_TENSORFLOW names, otherwise from where Node finds packages for this program. Only the first call of a
 * process decides on the threads.
 * @param threads that an operation is spread over
 * @throws {EngineError} in two lines: what is missing, and how to get it
 */
export function loadTensorFlow(threads: number): LoadedTensorFlow {
  if (loaded) return loaded;
  const found = findTensorFlow(process.env[TENSORFLOW_FOLDER]?.trim() ?? '');
  prepare(threads);
  const tf = found.load();
  loaded = { tf, version: `${libraryVersion(tf)} (tfjs-node ${found.version})`, threads };
  return loaded;
}

/** Whether the package is where loadTensorFlow looks for it, in whatever state it is. */
export function isTensorFlowThere(): boolean {
  try {
    findTensorFlow(process.env[TENSORFLOW_FOLDER]?.trim() ?? '');
    return true;
  } catch (error) {
    return !(error instanceof MissingEngineError);
  }
}

/**
 * The package, which is not loaded yet.
 * @param folder in which it was installed, or its own; '': where Node finds packages for this program
 * @throws {MissingEngineError} in two lines, if it is not there; {EngineError} if it is of another version
 */
export function findTensorFlow(folder: string): FoundTensorFlow {
  if (folder !== '' && !path.isAbsolute(folder))
    throw new EngineError(`${TENSORFLOW_FOLDER} is "${folder}", which is no full path.\n${HOW_TO_GET_IT}`);
  const requireFrom = createRequire(folder === '' ? __filename : path.join(folder, 'package.json'));
  let manifest: unknown;
  try {
    manifest = requireFrom(`${PACKAGE}/package.json`);
  } catch (error) {
    const where = folder === '' ? `${TENSORFLOW_FOLDER} names no folder, and none is beside Digits Lab` : `there is none in ${folder}`;
    throw new MissingEngineError(`The engine tensorflow needs the package ${PACKAGE}: ${where}.\n${HOW_TO_GET_IT}`, { cause: error });
  }
  const version = versionIn(manifest);
  if (Number(version.split('.', 1)[0]) !== MAJOR) {
    const where = folder === '' ? 'is beside Digits Lab' : `is in ${folder}`;
    throw new EngineError(`The engine tensorflow needs ${PACKAGE} ${MAJOR}.x; what ${where} is version ${version}.\n${HOW_TO_GET_IT}`);
  }
  return { version, load: () => load(requireFrom, version) };
}

function versionIn(manifest: unknown): string {
  const isObject = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isObject && typeof manifest.version === 'string' ? manifest.version : 'unknown';
}

function load(requireFrom: NodeJS.Require, version: string): TensorFlow {
  try {
    const tf = requireFrom(PACKAGE) as TensorFlow;
    if (tf.getBackend() !== 'tensorflow') throw new Error(`it computes with "${tf.getBackend()}" instead of TensorFlow's library.`);
    return tf;
  } catch (error) {
    const [reason] = messageOf(error).split('\n');
    throw new EngineError(
      `${PACKAGE} ${version} is there, but cannot be loaded: ${reason?.trim()}\nIts install script fetches the native part: run \`npm rebuild ${PACKAGE} --ignore-scripts=false\` where it is installed, or see "Training with TensorFlow" in docs/performance.md.`,
      { cause: error },
    );
  }
}

/** What has to be so before native code is loaded, which reads the environment once. */
function prepare(threads: number): void {
  // Its notes on the processor's instructions are no faults.
  process.env['TF_CPP_MIN_LOG_LEVEL'] = '2';
  process.env['TF_NUM_INTRAOP_THREADS'] = String(threads);
  process.env['TF_NUM_INTEROP_THREADS'] = '1';
  // Gone from Node 23, and called by version 4.
  if (Number(process.versions.node.split('.', 1)[0]) < 23) return;
  const old: Record<string, unknown> = util;
  old['isNullOrUndefined'] ??= (value: unknown) => value === null || value === undefined;
  old['isArray'] ??= Array.isArray;
}

/** Of TensorFlow's C library, which the package's own version does not tell. */
function libraryVersion(tf: TensorFlow): string {
  const { binding } = tf.backend() as { readonly binding?: { readonly TF_Version?: unknown } };
  return typeof binding?.TF_Version === 'string' ? binding.TF_Version : 'of unknown version';
}
