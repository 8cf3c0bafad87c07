/** npm run check:tracking: bundled and started by checkTracking.mjs. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Report } from '../wandb/report';
import { officialClients, type OfficialClient } from './clients';
import { historySize, trackedFolder, type TrackedFolder } from './runFolder';
import { Script } from './script';
import { Server } from './server';

const report = new Report();
const work = mkdtempSync(path.join(os.tmpdir(), 'digits-tracking-'));
let folders = 0;

function newFolder(name: string): string {
  return path.join(work, `${++folders}-${name}`);
}

async function main(): Promise<number> {
  const clients = await officialClients(process.env['TRACKING_VENVS'] ?? path.join(work, 'venvs'));
  for (const client of clients) {
    console.log(`\nwandb ${client.version}`);
    await checkWhole(client);
    await checkTwo(client);
    await checkFailed(client);
    await checkKilled(client);
    await checkRestarted(client);
  }
  for (const client of clients) await checkLong(client);
  return report.close();
}

async function withServer(name: string, use: (server: Server, runs: string) => Promise<void>): Promise<void> {
  const folder = newFolder(name);
  const server = await Server.start(path.join(folder, 'runs'), path.join(folder, 'state'));
  try {
    await use(server, path.join(folder, 'runs'));
  } finally {
    await server.stop();
  }
}

/** A script that ends as it should, and how soon its rows are there. */
async function checkWhole(client: OfficialClient): Promise<void> {
  await withServer('whole', async (server, runs) => {
    const script = new Script(client, server, { folder: newFolder('script'), args: ['--rows', '8', '--wait', '1'] });
    const delays = await delaysOf(script, runs);
    const code = await script.ended;
    await report.check('a script ends well', () => assert.equal(code, 0, script.output));
    await report.check(`its rows are there ${seconds(delays)} after their log`, () => assert.ok(Math.max(...delays) < 5, seconds(delays)));
    await checkFolder(await trackedFolder(runs, script.id), script, 8);
    await report.check('nothing of it was refused', () => assert.doesNotMatch(server.told.join(''), /refused/));
  });
}

/** Watches the size of history.jsonl: how long after its log, in seconds, each row made it grow. */
async function delaysOf(script: Script, runs: string): Promise<number[]> {
  const delays: number[] = [];
  const now = { isOver: false };
  void script.ended.then(() => (now.isOver = true));
  let lines = 0;
  while (!now.isOver) {
    const found =
      script.said.length > 0 && historySize(runs, script.id) > 0 ? await trackedFolder(runs, script.id).catch(() => undefined) : undefined;
    const seconds1970 = Date.now() / 1000;
    for (const row of (found?.rows ?? []).slice(lines)) {
      lines++;
      const said = script.rows().find(({ epoch }) => epoch === row['epoch']);
      if (said) delays.push(seconds1970 - Number(said['time']));
    }
    await setTimeout(50);
  }
  return delays;
}

async function checkTwo(client: OfficialClient): Promise<void> {
  await withServer('two', async (server, runs) => {
    const scripts = [1, 2].map(() => new Script(client, server, { folder: newFolder('script') }));
    await Promise.all(scripts.map(({ ended }) => ended));
    await report.check('two scripts at once are two runs', () => assert.notEqual(scripts[0]!.id, scripts[1]!.id));
    for (const script of scripts) await checkFolder(await trackedFolder(runs, script.id), script, 5);
  });
}

async function checkFailed(client: OfficialClient): Promise<void> {
  await withServer('failed', async (server, runs) => {
    const script = new Script(client, server, { folder: newFolder('script'), args: ['--fail'] });
    const code = await script.ended;
    const found = await trackedFolder(runs, script.id);
    await report.check('a script that fails is a failed run with all of its rows', () => {
      assert.equal(code, 3);
      assert.deepEqual([found?.overview.status, found?.recording.exitCode], ['failed', 3]);
      checkRows(found, script, 5);
    });
  });
}

/** Killed with -9: what its client sent is there, and it does not read as running for ever. */
async function checkKilled(client: OfficialClient): Promise<void> {
  const folder = newFolder('killed');
  const runs = path.join(folder, 'runs');
  const server = await Server.start(runs, path.join(folder, 'state'));
  const script = new Script(client, server, { folder: newFolder('script'), args: ['--rows', '100', '--wait', '0.5'] });
  await script.untilRows(8);
  script.kill();
  await script.ended;
  // So long a client of its own process may take to find that its script is gone.
  await setTimeout(4000);
  const found = await trackedFolder(runs, script.id);
  await report.check(
    `killed with -9: ${found?.rows.length} rows of ${script.rows().length} are there; it is ${found?.overview.status}`,
    () => {
      assert.ok(found && found.rows.length >= script.rows().length - 5);
    },
  );
  await server.stop();
  await report.check('without a server it is interrupted or failed', async () =>
    assert.ok(['failed', 'interrupted'].includes((await trackedFolder(runs, script.id))!.overview.status)),
  );
}

/** The server is killed and started again in the middle: nothing is missing at the end. */
async function checkRestarted(client: OfficialClient): Promise<void> {
  const folder = newFolder('restarted');
  const [runs, state] = [path.join(folder, 'runs'), path.join(folder, 'state')];
  let server = await Server.start(runs, state);
  const script = new Script(client, server, { folder: newFolder('script'), args: ['--rows', '20', '--wait', '0.5'] });
  await script.untilRows(8);
  await server.stop('SIGKILL');
  await report.check('while the server is killed the run reads as interrupted', async () =>
    assert.equal((await trackedFolder(runs, script.id))?.overview.status, 'interrupted'),
  );
  await script.untilRows(12);
  server = await Server.start(runs, state, server.port);
  const code = await script.ended;
  await report.check('a script whose server was killed and started again ends well', () => assert.equal(code, 0, script.output));
  await checkFolder(await trackedFolder(runs, script.id), script, 20);
  await report.check('the server ends cleanly at Ctrl-C', async () => assert.equal(await server.stop(), 0));
}

/** 10,000 steps of 50 keys. */
async function checkLong(client: OfficialClient): Promise<void> {
  await withServer('long', async (server, runs) => {
    const begun = Date.now();
    const args = ['--rows', '10000', '--keys', '50', '--wait', '0'];
    const script = new Script(client, server, { folder: newFolder('script'), args });
    const code = await script.ended;
    const found = await trackedFolder(runs, script.id);
    await report.check(
      `wandb ${client.version}: 10,000 steps of 50 keys in ${((Date.now() - begun) / 1000).toFixed(0)} s: all are there`,
      () => {
        assert.equal(code, 0, script.output.slice(-3000));
        const rows = found!.rows.filter(row => 'loss' in row);
        assert.equal(rows.length, 10_000);
        for (const [epoch, row] of rows.entries())
          assert.deepEqual([row['epoch'], row['loss'], row['group0/key49']], [epoch, 1 / (epoch + 1), epoch + 0.49]);
        assert.equal(found!.overview.status, 'completed');
      },
    );
  });
}

function checkRows(found: TrackedFolder | undefined, script: Script, count: number): void {
  assert.ok(found, 'there is no run');
  const rows = found.rows.filter(row => 'loss' in row);
  assert.equal(rows.length, count);
  for (const [i, row] of rows.entries()) {
    const said = script.rows()[i]!;
    assert.deepEqual([row['epoch'], row['loss'], row['accuracy']], [said['epoch'], said['loss'], said['accuracy']]);
    assert.equal(row['odd'], i === 1 ? 'NaN' : i === 2 ? 'Infinity' : 0.5);
    assert.equal(row['inner.deep.er'] ?? (row['inner'] as { deep: { er: number } }).deep.er, i * 0.25);
  }
}

async function checkFolder(found: TrackedFolder | undefined, script: Script, rows: number): Promise<void> {
  const end = script.said.find(({ type }) => type === 'end');
  await report.check('  its rows are those that it printed', () => checkRows(found, script, rows));
  if (!found) return;
  const { overview, recording, folder } = found;
  await report.check('  settings, parameters, name, tags, notes, group, job type, metrics', () => {
    assert.deepEqual(recording.config, script.said[0]!['config']);
    const { epochs, batch_size, num_filters, num_layers, activation_fun, learning_rate } = overview.config.parameters;
    assert.deepEqual([epochs, batch_size, num_filters, num_layers, activation_fun, learning_rate], [5, 64, 16, 2, 'relu', 0.01]);
    assert.deepEqual([overview.labels.name, overview.labels.tags], ['usual', ['one', 'two']]);
    assert.equal(readFileSync(path.join(folder, 'notes.md'), 'utf8'), 'why');
    assert.deepEqual([recording.group, recording.jobType, recording.project], ['a group', 'train', 'tracking']);
    assert.ok(
      recording.metrics.some(({ name, step }) => name === 'val/*' && step === 'epoch') ||
        recording.metrics.some(({ name, step }) => name === 'val/loss' && step === 'epoch'),
      JSON.stringify(recording.metrics),
    );
  });
  await report.check('  state, exit code, test loss and accuracy, epochs', () => {
    const { summary } = overview;
    assert.deepEqual([overview.status, recording.exitCode, recording.missing], ['completed', 0, []]);
    assert.deepEqual([summary?.testLoss, summary?.testAccuracy, summary?.epochs], [end?.['test_loss'], end?.['test_accuracy'], rows]);
  });
  await report.check('  the artifact and the file, byte for byte, and the matrix', () => {
    for (const name of ['predictions.npy', 'ground_truth.npy'])
      assert.deepEqual(readFileSync(path.join(folder, 'artifacts/predictions/v0', name)), readFileSync(path.join(script.folder, name)));
    assert.deepEqual(readFileSync(path.join(folder, 'files/notes.txt')), readFileSync(path.join(script.folder, 'notes.txt')));
    const { confusionMatrix, testAccuracy } = overview.summary!;
    const right = confusionMatrix!.reduce((sum, row, i) => sum + row[i]!, 0);
    assert.equal(right / 1000, testAccuracy);
  });
  await report.check('  its console', () => {
    for (let epoch = 0; epoch < rows; epoch++) assert.ok(found.console.includes(`epoch ${epoch} of ${rows}`), found.console.join('\n'));
  });
}

function seconds(delays: readonly number[]): string {
  return delays.map(delay => `${delay.toFixed(1)} s`).join(', ');
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    return 1;
  })
  .then(exitCode => {
    rmSync(work, { recursive: true, force: true });
    process.exitCode = exitCode;
  });
