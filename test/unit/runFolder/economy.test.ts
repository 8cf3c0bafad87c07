import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { RunLabels } from '../../../src/contract/labels';
import { replay } from '../../../src/contract/runState';
import { economy } from '../../../src/runFolder/economy';
import { readLabels } from '../../../src/runFolder/readRun';
import { RunWriter } from '../../../src/runFolder/runWriter';
import { eventsOfRun } from '../cli/events';

const time = '2026-01-02T03:04:05.000Z';
const task = { SLURM_JOB_ID: '21', SLURM_ARRAY_JOB_ID: '17', SLURM_ARRAY_TASK_ID: '3' };

describe('the files that a run leaves', () => {
  const base = mkdtempSync(path.join(os.tmpdir(), 'digits-economy-'));
  const outside = { ...process.env };
  beforeEach(() => {
    for (const name of Object.keys(process.env)) if (name.startsWith('SLURM_')) delete process.env[name];
  });
  after(() => {
    Object.assign(process.env, outside);
    rmSync(base, { recursive: true });
  });
  afterEach(() => {
    for (const name of Object.keys(task)) delete process.env[name];
  });

  let count = 0;
  /** A run that ended so, with its checkpoint written before. */
  async function ended(status: 'completed' | 'stopped', labels?: Partial<RunLabels>): Promise<{ folder: string; files: string[] }> {
    const folder = path.join(base, `run${++count}`);
    const [started] = eventsOfRun();
    const writer = await RunWriter.create(folder, replay([started!]).config!, labels);
    writer.append(started!);
    await writer.write(writer.paths.checkpoint, 'as far as it came');
    writer.append({ type: 'runEnded', time, status, epochs: 1, keptEpoch: 1, durationMs: 1 });
    await writer.close();
    return { folder, files: readdirSync(folder, { recursive: true, encoding: 'utf8' }).toSorted() };
  }

  const all = ['checkpoint', path.join('checkpoint', 'checkpoint.npz'), 'config.json', 'events.jsonl', 'labels.json', 'summary.json'];
  const spared = all.filter(name => name !== 'labels.json');

  it('are all of them outside of a cluster', async () => {
    for (const status of ['completed', 'stopped'] as const) assert.deepEqual((await ended(status)).files, all);
    assert.deepEqual((await ended('completed', { name: 'mine' })).files, all);
  });

  it('are, in a task of a Slurm job, no labels where there are none, and no checkpoint that nothing goes on from', async () => {
    Object.assign(process.env, task);
    const { folder, files } = await ended('completed');
    assert.deepEqual(files, ['config.json', 'events.jsonl', 'summary.json']);
    assert.deepEqual((await readLabels(folder)).tags, []);
    assert.deepEqual((await ended('stopped', { name: '', tags: [] })).files, spared);
    assert.deepEqual((await ended('stopped', { name: 'mine' })).files, all);
  });

  it('are decided with how long lines wait', () => {
    assert.deepEqual(
      [economy({}), economy(task)].map(({ waitMs, sparesFiles }) => [waitMs, sparesFiles]),
      [
        [1_000, false],
        [5_000, true],
      ],
    );
  });
});
