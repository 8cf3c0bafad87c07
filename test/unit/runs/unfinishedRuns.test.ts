import assert from 'node:assert/strict';
import { mkdirSync, rmSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { MOST_UNFINISHED_LOOKS, UnfinishedRuns, type UnfinishedRun } from '../../../src/runs/unfinishedRuns';
import { temporaryRuns } from '../trainer/forkTrainer';

describe('runs that another machine may go on with', () => {
  const root = temporaryRuns();
  let count = 0;
  const make = (length: number): UnfinishedRun[] =>
    Array.from({ length }, () => {
      const id = `run${++count}`;
      const folder = path.join(root, id);
      mkdirSync(folder, { recursive: true });
      touch({ folder }, 1000);
      return { id, folder };
    });
  const touch = ({ folder }: Pick<UnfinishedRun, 'folder'>, seconds: number): void => utimesSync(folder, seconds, seconds);

  it('are read anew once, and then when something in their folders was replaced', async () => {
    const [runs, unfinished] = [make(3), new UnfinishedRuns()];
    const ids = runs.map(({ id }) => id);
    assert.deepEqual(await unfinished.changed(runs), ids);
    assert.deepEqual(await unfinished.changed(runs), []);
    touch(runs[1]!, 2000);
    assert.deepEqual(await unfinished.changed(runs), [ids[1]]);
    rmSync(runs[2]!.folder, { recursive: true });
    assert.deepEqual(await unfinished.changed(runs), [ids[2]]);
    assert.deepEqual(await unfinished.changed(runs), []);
    // It was gone on with, and is unfinished again.
    assert.deepEqual(await unfinished.changed([]), []);
    assert.deepEqual(await unfinished.changed([runs[0]!]), [ids[0]]);
  });

  it('have their turn one after the other, however many they are', async () => {
    const [runs, unfinished] = [make(2 * MOST_UNFINISHED_LOOKS + 1), new UnfinishedRuns()];
    const rounds = [await unfinished.changed(runs), await unfinished.changed(runs), await unfinished.changed(runs)];
    assert.deepEqual(
      rounds.map(({ length }) => length),
      [MOST_UNFINISHED_LOOKS, MOST_UNFINISHED_LOOKS, 1],
    );
    assert.deepEqual(
      rounds.flat(),
      runs.map(({ id }) => id),
    );
  });
});
