import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ImportedRecordings, ImportProgress } from '../../../../src/contract/importing';
import { startBundle } from '../../../../src/processes/launch';
import { startImport, type ImportStart } from '../../../../src/runs/process/importProcess';
import { SILENCE_MS } from '../../../../src/runs/process/readingWatch';
import { gone } from '../../../processes';
import { endlessDatabase } from '../../foreign/databases';
import { copyOf } from '../../foreign/fixtures';
import { FakeClock } from '../../util/fakeClock';

const importer = path.resolve('dist/importer.js');

describe('the process that imports', () => {
  let folder: string;
  let runsFolder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-importing-'));
    runsFolder = path.join(folder, 'runs');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const made = (): string[] => readdirSync(runsFolder).filter(name => name !== '.gitignore');
  const log = (name: string, rows = 2): string => {
    const home = path.join(folder, name);
    mkdirSync(home);
    writeFileSync(path.join(home, 'metrics.csv'), `epoch,loss\n${'0,1\n'.repeat(rows)}`);
    return home;
  };
  const started = (paths: readonly string[], how: Partial<ImportStart> = {}): Promise<ImportedRecordings> =>
    startImport({ file: importer, request: { type: 'importRuns', runsFolder, paths }, ...how }).imported;
  /** A process in the importer's place, which has begun a run when it does what is said. */
  const inItsPlace = (does: string): string => {
    const file = path.join(folder, 'importer.cjs');
    writeFileSync(
      file,
      `process.once('message', ({ request: { runsFolder }, draftId }) => {
        require('node:fs').mkdirSync(runsFolder + '/20260101-000000-aaaa.' + draftId + '.tmp', { recursive: true });
        process.send({ type: 'reading', progress: { path: '/theirs/b', done: 1, of: 3 } }, () => { ${does} });
      });`,
    );
    return file;
  };

  it('tells how far it is, and what it made', async () => {
    const told: ImportProgress[] = [];
    const paths = [log('a'), log('b'), path.join(folder, 'nowhere')];
    const { runs, failed } = await started(paths, { onProgress: progress => told.push(progress) });
    assert.deepEqual([runs.map(({ name }) => name), failed.map(one => one.path)], [['a', 'b'], [paths[2]]]);
    assert.deepEqual(
      told.map(({ path: place, done, of }) => [path.relative(folder, place), done, of]),
      [
        ['a', 0, 0],
        ['b', 0, 0],
        ['nowhere', 0, 0],
        [path.join('a', 'metrics.csv'), 0, 2],
        [path.join('b', 'metrics.csv'), 1, 2],
      ],
    );
    assert.deepEqual(made().toSorted(), runs.map(({ id }) => id).toSorted());
  });

  it('that is stopped has what it made before', async () => {
    const paths = [log('a'), log('b', 500_000)];
    const importing = startImport({
      file: importer,
      request: { type: 'importRuns', runsFolder, paths },
      onProgress: ({ done }) => {
        if (done === 1) importing.stop();
      },
    });
    const { runs, failed } = await importing.imported;
    assert.deepEqual([runs.map(({ name }) => name), failed], [['a'], []]);
    assert.deepEqual(
      readdirSync(runsFolder).filter(name => name.endsWith('.tmp')),
      [],
    );
  });

  it('that needs more memory than it may have is given up, in words, and what was made before stays', async () => {
    const hostile = copyOf('wandb/0.16.2/offline-run-20261123_132647-k3x9ab12');
    // Few bytes each, and an object of the program's.
    writeFileSync(path.join(hostile, 'files', 'wandb-metadata.json'), `[${'[],'.repeat(5_000_000)}[]]`);
    const { runs, failed } = await started([log('a'), hostile, log('c')], { heapMegabytes: 80 });
    assert.deepEqual(
      runs.map(({ name }) => name),
      ['a'],
    );
    assert.deepEqual(
      failed.map(one => one.path),
      [hostile],
    );
    assert.match(
      failed[0]!.reason,
      /: the process that read it was given up: it needed more than 80 megabytes of memory\. Nothing of it was imported; .* What comes after it \(1 run\) was not read: import it by its own path\.$/,
    );
    assert.deepEqual(
      made(),
      runs.map(({ id }) => id),
    );
  });

  it('that aborts leaves nothing half written, and a reason', async () => {
    const { failed } = await started(['/theirs'], { file: inItsPlace('process.abort()') });
    assert.equal(failed[0]?.path, '/theirs/b');
    assert.match(
      failed[0].reason,
      /^\/theirs\/b: the process that read it was given up: it (was ended by the signal SIGABRT|ended with exit code \d+)/,
    );
    assert.deepEqual(made(), []);
  });

  it('that does not answer any more is ended', async () => {
    const clock = new FakeClock();
    const told = await started(['/theirs'], { file: inItsPlace('for (;;);'), clock, onProgress: () => clock.advance(SILENCE_MS) });
    assert.match(told.failed[0]!.reason, /given up: it did not answer for 120 seconds\./);
    assert.deepEqual([made(), clock.pending], [[], 0]);
  });

  it('that reads a database without an end is ended', async () => {
    const file = path.join(folder, 'mlflow.db');
    writeFileSync(file, await endlessDatabase());
    const clock = new FakeClock();
    const onProgress = (progress: ImportProgress): void => {
      if (progress.of === 1) clock.advance(SILENCE_MS);
    };
    const { failed } = await started([file], { clock, onProgress });
    assert.match(failed[0]!.reason, /mlflow\.db, run a: the process that read it was given up: it did not answer for 120 seconds\./);
  });

  it('that takes too long with one run, whatever it answers, is ended', async () => {
    const clock = new AnsweredClock();
    const told = await started(['/theirs'], { file: inItsPlace('setInterval(() => process.send({ type: "alive" }), 1)'), clock });
    assert.match(told.failed[0]!.reason, /given up: it took more than 60 minutes\./);
    assert.deepEqual([made(), clock.pending], [[], 0]);
  });

  it('that says what is no message is ended', async () => {
    const { failed } = await started(['/theirs'], {
      file: inItsPlace('process.send({ type: "imported", imported: 1 }); setInterval(() => 0, 1e6)'),
    });
    assert.match(failed[0]!.reason, /what is no message/);
  });

  it('that cannot be started says so', async () => {
    const { failed } = await started([folder], { file: path.join(folder, 'none.js') });
    assert.match(failed[0]!.reason, /^The process that imports came to nothing: it ended with exit code 1: .*Cannot find module/);
  });

  it('ends when nobody waits for it', async () => {
    const child = startBundle(importer);
    child.send({ type: 'import', request: { type: 'importRuns', runsFolder, paths: [log('a')] }, draftId: '0123abcd' });
    child.once('message', () => child.disconnect());
    await gone(child, () => 'the importer', 'exit');
  });
});

/** A minute passes before each answer. */
class AnsweredClock extends FakeClock {
  private isAdvancing = false;

  override after(ms: number, callback: () => void): () => void {
    // A time that is counted in parts begins its next one while the clock goes on.
    if (!this.isAdvancing) {
      this.isAdvancing = true;
      this.advance(60_000);
      this.isAdvancing = false;
    }
    return super.after(ms, callback);
  }
}
