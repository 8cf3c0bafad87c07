import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { trainingArguments } from '../../../src/contract/trainerArguments';
import type { Bench } from './part';
import { threads as allThreads } from './programs';

/** What a whole run of the real trainer process took. */
export interface FinishedRun {
  /** Of its epochs; the first has what is only done once. */
  readonly epochMs: readonly number[];
  readonly imagesPerSecond: readonly number[];
  /** The most of what the trainer reported before its last epoch ended. */
  readonly trainingMb: number;
  /** The most that the system has seen, the evaluation included. */
  readonly peakMb: number;
}

/** Trains once, as the editor does, with parameters that are not the default. */
export async function finishedRun(
  { root, scratch }: Pick<Bench, 'root' | 'scratch'>,
  parameters: Readonly<Record<string, number | string>>,
  { threads = allThreads }: { readonly threads?: number } = {},
): Promise<FinishedRun> {
  const folder = path.join(scratch, '20260101-000000-bbbb');
  const trainer = fork(path.join(root, 'dist', 'trainer.js'), trainingArguments('onnx', threads), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const run = { epochMs: [] as number[], imagesPerSecond: [] as number[], trainingMb: 0, peakMb: 0 };
  let failure = 'It ended without a result.';
  let evaluated = false;
  trainer.stderr!.on('data', (chunk: Buffer) => (failure += chunk.toString()));
  trainer.on('message', (message: Message) => {
    run.peakMb = Math.max(run.peakMb, peakMbOf(trainer.pid!), (message.residentBytes ?? 0) / 2 ** 20);
    if (message.type === 'ready') trainer.send({ type: 'start', request: { id: path.basename(folder), parameters, threads, folder } });
    else if (message.type === 'epochEnded') {
      run.epochMs.push(message.durationMs!);
      run.imagesPerSecond.push(message.imagesPerSecond!);
      // After the last one the model is written and evaluated.
      evaluated = message.epoch === message.epochs;
    } else if (message.type === 'resourcesSampled' && !evaluated)
      run.trainingMb = Math.max(run.trainingMb, message.residentBytes! / 2 ** 20);
    else if (message.type === 'runFailed') failure = message.message!;
    else if (message.type === 'runEnded') failure = '';
  });
  await once(trainer, 'close');
  rmSync(folder, { recursive: true, force: true });
  if (failure !== '') throw new Error(`A run of ${root} failed: ${failure}`);
  return run;
}

/** What is read of the trainer's messages, whichever commit it is of. */
interface Message {
  readonly type: string;
  readonly epoch?: number;
  readonly epochs?: number;
  readonly durationMs?: number;
  readonly imagesPerSecond?: number;
  readonly residentBytes?: number;
  readonly message?: string;
}

/** 0 where there is no /proc, or the process is gone. */
function peakMbOf(pid: number): number {
  try {
    return Number(/^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}
