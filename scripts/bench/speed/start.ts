import { fork, spawn } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { once } from 'node:events';
import path from 'node:path';
import readline from 'node:readline';
import { trainingArguments } from '../../../src/contract/trainerArguments';
import { median, spread, table } from './figures';
import type { Bench, Part } from './part';
import { threads } from './programs';

/** A moment of a trainer's beginning, from the start of its process. */
export interface Beginning {
  /** It listens. */
  readonly readyMs: number;
  /** Data, engine and folder are there. */
  readonly startedMs: number;
  /** The first training step is done and told. */
  readonly firstStepMs: number;
  /** What it used of the processors until then; NaN where there is no /proc. */
  readonly processorMs: number;
}

/**
 * Process start to the first training step done with the whole of MNIST: of the trainer process, forked as the editor does, to its first
 * `batchEnded`; of `digits train`, which forks it, to that event's line; and of a Node that does nothing, below which neither can come.
 */
export async function measureStart(bench: Bench): Promise<Part> {
  const times = Math.max(5, bench.sittings * bench.turns);
  const found = { node: [] as number[], trainer: [] as Beginning[], commandLine: [] as number[] };
  for (let i = 1; i <= times; i++) {
    bench.say(`${i}/${times} starts …`);
    found.node.push(await bareNode());
    found.trainer.push(await beginTrainer(bench));
    found.commandLine.push(await beginCommandLine(bench));
  }
  const of = (key: keyof Beginning): string =>
    spread(
      found.trainer.map(one => one[key]),
      0,
      ' ms',
    );
  const rows = [
    ['the trainer process, to the first training step done', of('firstStepMs')],
    ['of that: until it listens', of('readyMs')],
    ['of that: until images, engine and folder are there', of('startedMs')],
    ['processor time of all its threads until then', of('processorMs')],
    ['`digits train`, to the same', spread(found.commandLine, 0, ' ms')],
    ['Node with an empty program', spread(found.node, 0, ' ms')],
  ];
  return {
    markdown: table(['start, with the whole of MNIST', ''], rows),
    figures: { ...found, medianMs: median(found.trainer.map(one => one.firstStepMs)) },
  };
}

/** Starts a trainer on the defaults, and ends it after its first step. */
export async function beginTrainer({ root, scratch }: Pick<Bench, 'root' | 'scratch'>): Promise<Beginning> {
  const folder = path.join(scratch, '20260101-000000-aaaa');
  const began = performance.now();
  const trainer = fork(path.join(root, 'dist', 'trainer.js'), trainingArguments('onnx', threads), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  const passed = (): number => performance.now() - began;
  const at = { readyMs: NaN, startedMs: NaN, firstStepMs: NaN, processorMs: NaN };
  let said = '';
  trainer.stderr!.on('data', (chunk: Buffer) => (said += chunk.toString()));
  trainer.on('message', (message: { type: string; message?: string }) => {
    if (message.type === 'ready') {
      at.readyMs = passed();
      trainer.send({ type: 'start', request: { id: path.basename(folder), parameters: {}, threads, folder } });
    } else if (message.type === 'runStarted') at.startedMs = passed();
    else if (message.type === 'batchEnded' && Number.isNaN(at.firstStepMs)) {
      at.firstStepMs = passed();
      at.processorMs = processorMs(trainer.pid!);
      trainer.kill('SIGKILL');
    } else if (message.type === 'runFailed') said += message.message ?? '';
  });
  await once(trainer, 'close');
  rmSync(folder, { recursive: true, force: true });
  if (Number.isNaN(at.firstStepMs)) throw new Error(`The trainer ended before its first step:\n${said}`);
  return at;
}

async function beginCommandLine({ root, scratch }: Bench): Promise<number> {
  const began = performance.now();
  const args = [path.join(root, 'dist', 'cli.js'), 'train', '--json', '--runs', scratch];
  const child = spawn(process.execPath, args, { cwd: scratch, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  let firstStepMs = NaN;
  for await (const line of readline.createInterface({ input: child.stdout })) {
    if (!line.includes('"batchEnded"')) continue;
    firstStepMs = performance.now() - began;
    // The trainer that it has started is of its group.
    process.kill(-child.pid!, 'SIGKILL');
    break;
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  if (Number.isNaN(firstStepMs)) throw new Error('digits train ended before its first step.');
  return firstStepMs;
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ['-e', ''], { stdio: 'ignore' }), 'exit');
  return performance.now() - began;
}

/** What a process has used of the processors so far, from Linux's ticks of 10 ms. */
function processorMs(pid: number): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return 10 * (Number(fields[11]) + Number(fields[12]));
  } catch {
    return NaN;
  }
}
