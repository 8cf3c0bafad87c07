import assert from 'node:assert/strict';
import { appendFileSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readCsv } from '../../../../src/foreign/csv/readCsv';
import { listRuns } from '../../../../src/runFolder/listRuns';
import { startFollower, type FollowedPlace, type FollowerProcess, type FollowerStart } from '../../../../src/runs/process/followerProcess';
import { READING_MS, SILENCE_MS } from '../../../../src/runs/process/readingWatch';
import { untilReads } from '../../../until';
import { contentOf, foldersIn, importedContent, workFolders } from '../../follower/followedFixture';
import { recordings } from '../../foreign/fixtures';
import { FakeClock } from '../../util/fakeClock';

describe('the process that follows files', () => {
  const started: FollowerProcess[] = [];
  // Before its folders are gone.
  afterEach(async () => {
    for (const one of started.splice(0)) {
      one.stop();
      await one.ended;
    }
  });
  const folders = workFolders();
  const told: string[] = [];
  const found: number[] = [];
  beforeEach(() => {
    told.splice(0);
    found.splice(0);
  });
  const place = (...paths: string[]): FollowedPlace => ({ ...folders(), paths, isOpen: true });
  const start = (...paths: string[]): FollowerProcess => startWithout([], ...paths);
  const startWithout = (leftOut: readonly string[], ...paths: string[]): FollowerProcess => {
    const follower = startFollower({
      file: path.resolve('dist/follower.js'),
      places: [place(...paths)],
      leftOut,
      onTold: line => told.push(line),
      onFollowing: runs => found.push(runs),
    });
    started.push(follower);
    return follower;
  };
  const log = (name = 'training.csv'): string => path.join(folders().root, name);
  const statuses = async (): Promise<string[]> => (await listRuns(folders().runsFolder)).runs.map(({ status }) => status);
  const rows = async (): Promise<number[]> =>
    (await foldersIn(folders().runsFolder))
      .map(folder => path.join(folder, 'history.jsonl'))
      .map(file => (existsSync(file) ? readFileSync(file, 'utf8').split('\n').length - 1 : 0))
      .toSorted((a, b) => a - b);
  const untilTold = (words: string): Promise<void> =>
    untilReads('what was told', () => Promise.resolve(told.some(line => line.includes(words))), true);
  /** As if it was written so long ago. */
  const age = (file: string): void => utimesSync(file, new Date(), new Date(Date.now() - 3_600_000));

  it('writes each epoch when it was written, and ends when it is told to', async () => {
    writeFileSync(log(), 'epoch,loss\n');
    const follower = start('');
    for (let epoch = 0; epoch < 4; epoch++) {
      appendFileSync(log(), `${epoch},${1 / (epoch + 1)}\n`);
      await untilReads('the rows', rows, [epoch + 1]);
    }
    assert.deepEqual(await statuses(), ['running']);
    follower.stop();
    assert.equal(await follower.ended, 'exit code 0');
    assert.deepEqual(await statuses(), ['interrupted']);
  });

  it('goes on where it was killed, and with logs that came meanwhile', async () => {
    writeFileSync(log(), 'epoch,loss\n0,1\n');
    const follower = start('');
    await untilReads('the rows', rows, [1]);
    process.kill(follower.pid!, 'SIGKILL');
    assert.match(await follower.ended, /SIGKILL/);
    assert.deepEqual(await statuses(), ['interrupted']);
    appendFileSync(log(), '1,0.5\n2,0.25\n');
    mkdirSync(log('other'));
    writeFileSync(log('other/metrics.csv'), 'epoch,step,loss\n0,9,1\n');
    start('');
    await untilReads('the rows', rows, [1, 3]);
    assert.deepEqual(await statuses(), ['running', 'running']);
  });

  it('ends runs whose files were written long ago as an import does', async () => {
    writeFileSync(log(), 'epoch,loss\n0,1\n1,0.5');
    age(log());
    const follower = start('');
    await untilReads('the states', statuses, ['completed']);
    follower.stop();
    await follower.ended;
    const [folder] = await foldersIn(folders().runsFolder);
    assert.deepEqual(await contentOf(folder!), await importedContent(await readCsv(folders().root, 'training.csv')));
  });

  it('finds folders that are made while it follows, also a whole one', async () => {
    start('logs', 'wandb');
    await untilReads('what was told', () => Promise.resolve(told.filter(line => line.includes('there is no such')).length), 2);
    mkdirSync(log('logs'));
    cpSync(path.join(recordings, 'tensorboard', 'first run'), log('elsewhere'), { recursive: true });
    renameSync(log('elsewhere'), log('logs/first run'));
    await untilReads('the runs', async () => (await rows()).length, 1);
    // It is told after the run is there.
    await untilTold('logs/first run is followed');
  });

  it('leaves the files to another process that follows them, and takes over when it has ended', async () => {
    writeFileSync(log(), 'epoch,loss\n0,1\n');
    const first = start('');
    await untilReads('the rows', rows, [1]);
    start('');
    await untilTold('another window or process follows');
    appendFileSync(log(), '1,0.5\n');
    await untilReads('the rows', rows, [2]);
    first.stop();
    await first.ended;
    appendFileSync(log(), '2,0.25\n');
    await untilReads('the rows', rows, [3]);
  });

  it('follows no link, nothing outside, and nothing of the runs themselves', async () => {
    const { root, runsFolder } = folders();
    const outside = path.join(path.dirname(root), 'outside');
    mkdirSync(outside);
    writeFileSync(path.join(outside, 'training.csv'), 'epoch,loss\n0,1\n');
    symlinkSync(outside, log('linked'));
    symlinkSync(path.join(outside, 'training.csv'), log('linked.csv'));
    mkdirSync(path.join(runsFolder, 'mine'), { recursive: true });
    writeFileSync(path.join(runsFolder, 'mine', 'metrics.csv'), 'epoch,loss\n0,1\n');
    mkdirSync(log('node_modules'));
    writeFileSync(log('node_modules/training.csv'), 'epoch,loss\n0,1\n');
    writeFileSync(log('real.csv'), 'epoch,loss\n0,1\n1,0.5\n');
    start('', '../outside', '/etc', 'linked', 'linked/training.csv', 'linked.csv', 'real.csv');
    await untilReads('the rows', rows, [2]);
    await untilReads('the count', () => Promise.resolve(found), [1]);
    const said = told.join('\n');
    assert.match(said, /"\.\.\/outside" is no name of a file inside it/);
    assert.match(said, /"\/etc" is no name of a file inside it/);
    assert.match(said, /linked: (this is a link|this is neither)/);
    assert.match(said, /linked\.csv: this is neither a file nor a folder; links are not followed/);
  });

  /** Another program in its place. */
  const inItsPlace = (code: string, more: Partial<FollowerStart> = {}): FollowerProcess => {
    const file = log('follower.cjs');
    writeFileSync(file, `process.send({ type: 'reading', path: '/lab/a.csv' });\n${code}`);
    return startFollower({ file, places: [], onTold: () => undefined, onFollowing: () => undefined, ...more });
  };

  it('is ended when it does not answer, and what it read then is known', async () => {
    const clock = new FakeClock();
    const onTold = (): void => clock.advance(SILENCE_MS);
    const follower = inItsPlace("process.send({ type: 'told', line: 'now' }); for (;;);", { clock, onTold });
    assert.equal(await follower.ended, 'it did not answer for 120 seconds');
    assert.deepEqual([follower.reading, clock.pending], ['/lab/a.csv', 0]);
  });

  it('is ended when it takes too long with one log, whatever it answers', async () => {
    const clock = new FakeClock();
    let minutes = 0;
    const onTold = (): void => {
      if (minutes++ <= READING_MS / 60_000) clock.advance(60_000);
    };
    const follower = inItsPlace("setInterval(() => process.send({ type: 'told', line: 'on' }), 1);", { clock, onTold });
    assert.equal(await follower.ended, 'it took more than 60 minutes');
    assert.deepEqual([follower.reading, clock.pending], ['/lab/a.csv', 0]);
  });

  it('says what it read when it had no memory left', async () => {
    const follower = inItsPlace('const all = []; for (;;) all.push(new Array(10_000).fill({}));', { heapMegabytes: 32 });
    assert.equal(await follower.ended, 'it needed more than 32 megabytes of memory');
    assert.equal(follower.reading, '/lab/a.csv');
  });

  it('reads nothing that is left out', async () => {
    mkdirSync(log('logs'));
    for (const name of ['a.csv', 'b.csv', 'c.csv']) writeFileSync(log(name), 'epoch,loss\n0,1\n');
    cpSync(path.join(recordings, 'tensorboard', 'first run'), log('logs/first run'), { recursive: true });
    startWithout([log('a.csv'), log('b.csv'), log('logs/first run')], '', 'b.csv', 'logs');
    await untilReads('the rows', rows, [1]);
    await untilReads('the count', () => Promise.resolve(found), [1]);
    await untilTold('c.csv is followed');
    assert.equal(told.filter(line => line.includes('is followed')).length, 1);
  });

  it('says why it could not be started', async () => {
    const follower = startFollower({
      file: path.resolve('dist/there-is-none.js'),
      places: [],
      onTold: () => undefined,
      onFollowing: () => undefined,
    });
    assert.match(await follower.ended, /^exit code 1: .*Cannot find module/s);
  });
});
