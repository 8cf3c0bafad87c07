import type { ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { EpochEnded, TrainerEvent } from '../../src/contract/trainer';
import type { Fault } from '../../test/wandbServer/faults';
import { WandbServer } from '../../test/wandbServer/wandbServer';
import { runProgram } from '../wandb/programs';
import { spread } from './spread';

/** Long enough for several rounds of sending. */
const args = ['--epochs', '4', '--train-samples', '20000', '--validation-samples', '1000', '--json'];

/** Each in its turn, at every second request. */
const faults: readonly Fault[] = [
  { kind: 'status', status: 429, headers: { 'retry-after': '1' } },
  { kind: 'status', status: 500 },
  { kind: 'reset' },
  { kind: 'status', status: 503 },
  { kind: 'lostAnswer' },
];

const kinds = ['without W&B', 'sent to a server that works', 'sent to one that fails'] as const;

/** Trains as often as asked in each way, in turns; lines for a person with the images a second of the epochs and how they compare. */
export async function measureTracking(times: number): Promise<string[]> {
  const speeds = new Map<string, number[]>(kinds.map(kind => [kind, []]));
  for (let i = 0; i < times; i++) {
    for (const kind of kinds) {
      const speed = await trainOnce(kind);
      process.stderr.write(`${i + 1}/${times} ${kind}: ${Math.round(speed)} images/s\n`);
      speeds.get(kind)?.push(speed);
    }
  }
  const [alone = []] = speeds.values();
  return [...speeds].map(([kind, values]) => {
    const ratios = values.map((value, i) => value / (alone[i] ?? NaN));
    return `${kind}: ${spread(values, 0)} images/s, ${spread(ratios, 3)} of those without W&B`;
  });
}

/** @returns images a second from the start of training to the end of its last epoch, validation included */
async function trainOnce(kind: (typeof kinds)[number]): Promise<number> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-bench-'));
  const server = await WandbServer.start();
  if (kind === 'sent to one that fails') {
    for (const [i, fault] of faults.entries()) server.failNext(({ index }) => index % (2 * faults.length) === 2 * i, fault, Infinity);
  }
  try {
    const events: TrainerEvent[] = [];
    const mode = kind === 'without W&B' ? 'off' : 'online';
    const env = { WANDB_BASE_URL: server.url, WANDB_TOKEN: server.key };
    const onLine = (line: string, child: ChildProcess): void => {
      const event = JSON.parse(line) as TrainerEvent;
      events.push(event);
      // What is still to be sent costs training nothing.
      if (event.type === 'runEnded') process.kill(-child.pid!, 'SIGKILL');
    };
    const { exitCode, output } = await runProgram(process.execPath, [path.resolve('dist/cli.js'), 'train', ...args, '--wandb', mode], {
      cwd: folder,
      env,
      onLine,
    });
    if (!events.some(({ type }) => type === 'runEnded')) throw new Error(`It ended with ${exitCode}: ${output}`);
    const epochs = events.filter((event): event is EpochEnded => event.type === 'epochEnded');
    return (20_000 * epochs.length) / (epochs.reduce((ms, { durationMs }) => ms + durationMs, 0) / 1000);
  } finally {
    await server.close();
    await rm(folder, { recursive: true, force: true });
  }
}
