import { fork, type ChildProcess } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { defaultParameters, type Parameters } from '../../../src/contract/parameters';
import { gone } from '../../processes';
import type { TrainerCommand, TrainerEvent, TrainerMessage } from '../../../src/contract/trainer';

export const trainerFile = path.resolve('dist/trainer.js');

/** Copies the trainer and its WebAssembly into a folder. @returns the script to start */
export function copyTrainer(folder: string): string {
  for (const bundle of [
    'trainer.js',
    'trainerProcess.js',
    'engineThread.js',
    'answers.js',
    'ort-wasm-simd-threaded.mjs',
    'ort-wasm-simd-threaded.wasm',
  ])
    copyFileSync(path.join(path.dirname(trainerFile), bundle), path.join(folder, bundle));
  return path.join(folder, 'trainer.js');
}

/** A second or so of training: seven batches an epoch. */
export const quick: Parameters = {
  ...defaultParameters,
  epochs: 3,
  train_samples: 400,
  validation_samples: 100,
  batch_size: 64,
  num_filters: 4,
};

export interface TrainerRun {
  readonly messages: TrainerMessage[];
  readonly exitCode: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** The real trainer process with one command, until it is gone. */
export async function runTrainer(
  command: Exclude<TrainerCommand, { type: 'stop' }>,
  onEvent: (event: TrainerEvent, child: ChildProcess) => void = () => undefined,
  file = trainerFile,
): Promise<TrainerRun> {
  return followTrainer(fork(file, [], { serialization: 'advanced', stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }), command, onEvent);
}

/** A trainer process, however it was started, with one command, until it is gone. */
export async function followTrainer(
  child: ChildProcess,
  command: Exclude<TrainerCommand, { type: 'stop' }>,
  onEvent: (event: TrainerEvent, child: ChildProcess) => void = () => undefined,
): Promise<TrainerRun> {
  const messages: TrainerMessage[] = [];
  child.on('message', (message: TrainerMessage) => {
    messages.push(message);
    if (message.type === 'ready') child.send(command);
    else if ('time' in message) onEvent(message, child);
  });
  const { exitCode, signal } = await gone(child, () => `a trainer that said ${JSON.stringify(messages.slice(-3))}`);
  return { messages, exitCode, signal };
}

/** Starts a run in a folder. */
export function startIn(folder: string, parameters: Parameters = quick): Extract<TrainerCommand, { type: 'start' }> {
  return { type: 'start', request: { id: path.basename(folder), parameters, threads: 2, folder } };
}

/** A folder for runs that is gone when the tests of the suite are done. */
export function temporaryRuns(): string {
  const runs = mkdtempSync(path.join(os.tmpdir(), 'digits-runs-'));
  after(() => rmSync(runs, { recursive: true, force: true }));
  return runs;
}

export type EventOf<T> = Extract<TrainerMessage, { type: T }>;

export function find<T extends TrainerMessage['type']>(messages: readonly TrainerMessage[], type: T): EventOf<T> {
  return messages.find((message): message is EventOf<T> => message.type === type)!;
}

/** Why the run failed. */
export function failure({ messages }: TrainerRun): string {
  return find(messages, 'runFailed').message;
}

/** An event without what may differ between equal runs. */
export function withoutChance(message: TrainerMessage): object {
  if (message.type === 'logged' || message.type === 'resourcesSampled') return {};
  const alike = { time: '', attempt: 0, imagesPerSecond: 0, durationMs: 0, etaMs: 0 };
  return message.type === 'runStarted'
    ? { ...message, ...alike, config: { ...message.config, createdAt: '', id: '' } }
    : { ...message, ...alike };
}
