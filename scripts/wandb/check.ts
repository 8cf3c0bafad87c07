/** npm run check:wandb: bundled and started by checkWandb.mjs. */
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isObject } from '../../src/endpoint/protocol/looseJson';
import { WandbServer } from '../../test/wandbServer/wandbServer';
import { assertToldBy, rowsOf, withoutRuntime } from './assertions';
import { descendants, environmentOf, filesWith, processesWith, resume, sync, train, trainAndKill } from './digits';
import { OfficialClient } from './official';
import { Report } from './report';
import { RunFolder } from './runFolder';
import { comparable, mayDiffer } from './sameState';

const report = new Report();
const work = mkdtempSync(path.join(os.tmpdir(), 'digits-wandb-'));

interface Recorded {
  readonly run: RunFolder;
  /** As they were before anybody read the record. */
  readonly files: Readonly<Record<string, Buffer>>;
}

/** A folder of its own for each part, and below it one of runs. */
function newRuns(name: string): string {
  const runs = path.join(work, name, 'runs');
  mkdirSync(runs, { recursive: true });
  return runs;
}

async function main(): Promise<number> {
  const officials = [OfficialClient.find('WANDB_OLD_PYTHON', 'wandb==0.16.2'), OfficialClient.find('WANDB_NEW_PYTHON', 'wandb')];
  await withServer(own => checkWhole(officials, own));
  await checkKilled(officials);
  console.log(`\nNot compared between clients:\n${mayDiffer.map(line => `  - ${line}`).join('\n')}`);
  return report.close();
}

/** What each client makes of a run that was trained to its end. @param own server, that the record is made for and `digits sync` sends it to */
async function checkWhole(officials: readonly OfficialClient[], own: WandbServer): Promise<void> {
  const recorded = await recordedRun(own);
  const states: { readonly client: string; readonly state: object }[] = [];
  for (const official of officials) {
    await checkReading(official, recorded.run);
    const state = await checkSync(official, recorded);
    if (state !== undefined) states.push({ client: `wandb ${official.version}`, state });
  }
  const sent = await checkOwnSync(recorded, own);
  if (sent !== undefined) states.push({ client: 'digits sync', state: sent });
  for (const { client, state } of states.slice(1))
    await report.check(`${client} leaves the state that ${states[0]!.client} leaves`, () => assert.deepEqual(state, states[0]!.state));
  await checkLive(officials);
}

/** A small run, recorded while it trained for a server that it is not sent to yet. */
async function recordedRun({ url }: WandbServer): Promise<Recorded> {
  const runs = newRuns('recorded');
  const { exitCode, output } = await train(runs, ['--wandb', 'offline'], { cwd: path.dirname(runs), env: { WANDB_BASE_URL: url } });
  assert.equal(exitCode, 0, output);
  const run = RunFolder.only(runs);
  return { run, files: run.files };
}

async function checkReading(official: OfficialClient, run: RunFolder): Promise<void> {
  const name = `wandb ${official.version}`;
  const read = await report.check(`${name} reads the record of a run`, async () => {
    const found = await official.read(run.record);
    assert.ok(found.whole && found.records.length > 10);
    return found;
  });
  if (read === undefined) return;
  await report.check(`${name} reads the numbers of the events`, () => assert.deepEqual(rowsOf(read), run.rows));
  await report.check(`${name} reads parameters, name, tags, group and job type`, () => {
    const { config, display_name, tags, run_group, job_type } = read.records.find(({ type }) => type === 'run')!;
    const parameters = Object.fromEntries(Object.keys(run.config.parameters).map(key => [key, (config as Record<string, unknown>)[key]]));
    assert.deepEqual(parameters, run.config.parameters);
    assert.deepEqual([display_name, tags, run_group, job_type], [run.labels.name, run.labels.tags, 'a group', 'train']);
  });
  await report.check(`${name} reads no file of the user's in an artifact, but copies in the record's folder`, () => {
    const paths = [...JSON.stringify(read.records).matchAll(/"local_path": ?"([^"]+)"/g)].map(match => match[1]!);
    assert.ok(paths.length >= 6, paths.join());
    assert.deepEqual(
      paths.filter(local => !local.startsWith(path.join(run.offline, 'artifacts') + path.sep)),
      [],
    );
  });
}

async function checkSync(official: OfficialClient, recorded: Recorded): Promise<object | undefined> {
  const { run } = recorded;
  return await withServer(async server => {
    const name = `wandb ${official.version} sync`;
    await report.check(`${name}: no breach of the protocol`, async () => {
      const { exitCode, output } = await official.sync(run.offline, server, work);
      assert.equal(exitCode, 0, output);
      assert.deepEqual(server.breaches, []);
    });
    await report.check(`${name}: the server has what the run's folder says`, () => assertToldBy(run, server));
    await checkUntouched(name, recorded);
    return stateOf(server);
  });
}

async function checkOwnSync(recorded: Recorded, server: WandbServer): Promise<object | undefined> {
  const { run } = recorded;
  const runs = path.dirname(run.folder);
  const send = async (): Promise<void> => {
    const { exitCode, output } = await sync(runs, run.config.id, server);
    assert.equal(exitCode, 0, output);
    assert.deepEqual(server.breaches, []);
  };
  await report.check('digits sync: no breach of the protocol', send);
  await report.check("digits sync: the server has what the run's folder says", () => assertToldBy(run, server));
  await checkUntouched('digits sync', recorded);
  const state = stateOf(server);
  const sent = (): number =>
    server.requests.filter(({ body, operation }) => operation === 'storage' || (isObject(body) && 'files' in body)).length;
  const before = sent();
  await report.check('digits sync again: nothing is sent twice', async () => {
    await send();
    assert.deepEqual(stateOf(server), state);
    assert.equal(sent(), before);
  });
  return state;
}

/** A run that is sent while it trains, with a key that is looked for everywhere. */
async function checkLive(officials: readonly OfficialClient[]): Promise<void> {
  const runs = newRuns('live');
  const key = `MARKER${'0123456789abcdef'.repeat(3)}`.slice(0, 40);
  await withServer(async server => {
    const seen = new Set<string>();
    let children = 0;
    const trained = await report.check('a run that is sent while it trains: no breach of the protocol', async () => {
      const env = { WANDB_TOKEN: key, WANDB_BASE_URL: server.url };
      const ended = await train(runs, ['--wandb', 'online', '--json'], {
        cwd: path.dirname(runs),
        env,
        onLine: (line, child) => {
          if (!line.includes('"epochEnded"')) return;
          for (const id of processesWith(key)) seen.add(`in the arguments of process ${id}`);
          for (const pid of descendants(child.pid!)) {
            children++;
            if (environmentOf(pid).includes(key)) seen.add('in the environment of a child');
          }
        },
      });
      assert.equal(ended.exitCode, 0, ended.output);
      assert.deepEqual(server.breaches, []);
      return ended;
    });
    if (trained === undefined) return;
    const run = RunFolder.only(runs);
    await report.check('it arrives as its folder says', () => assertToldBy(run, server));
    await report.check('its key is in no file, no output, no argument and no child', () => {
      assert.ok(children > 0, 'no child was looked at');
      assert.deepEqual([...seen], []);
      assert.deepEqual(filesWith(path.dirname(runs), key), []);
      assert.ok(!trained.output.includes(key) && !JSON.stringify(server.requests).includes(key));
    });
    await checkAgainst(officials, run, server);
  }, key);
}

/** What a killed trainer leaves, and that cut off in the middle of its last row. */
async function checkKilled(officials: readonly OfficialClient[]): Promise<void> {
  const runs = newRuns('killed');
  await report.check('a trainer is killed in its third epoch', () => trainAndKill(runs));
  const run = RunFolder.only(runs);
  const cut = path.join(work, 'cut', path.basename(run.offline));
  cpSync(run.offline, cut, { recursive: true });
  const file = path.join(cut, path.basename(run.record));
  truncateSync(file, readFileSync(file).lastIndexOf('val_accuracy'));
  for (const official of officials)
    for (const [what, folder, rows] of [
      ['the record of a killed run', run.offline, run.rows],
      ['a record that is cut off in its second row', cut, run.rows.slice(0, 1)],
    ] as const) {
      await report.check(`wandb ${official.version} reads ${what} up to its last whole epoch`, async () => {
        assert.equal(run.rows.length, 2);
        assert.deepEqual(rowsOf(await official.read(path.join(folder, path.basename(run.record)))), rows);
      });
      await withServer(async server => {
        await report.check(`wandb ${official.version} sync accepts ${what} up to its last whole epoch`, async () => {
          const { output } = await official.sync(folder, server, work);
          const [state] = Object.values(server.state.runs);
          assert.ok(state?.finished, output);
          assert.deepEqual(state.history.map(withoutRuntime), rows);
          assert.deepEqual(server.breaches, []);
        });
      });
    }
  await checkResumed(runs, officials);
}

/** The killed run is sent as it is, goes on, and is sent again: what the server has is not sent a second time. */
async function checkResumed(runs: string, officials: readonly OfficialClient[]): Promise<void> {
  const { config, rows } = RunFolder.only(runs);
  await withServer(async server => {
    const send = async (): Promise<void> => {
      const { output } = await sync(runs, config.id, server);
      assert.ok(Object.values(server.state.runs)[0]?.finished, output);
      assert.deepEqual(server.breaches, []);
    };
    await report.check('digits sync brings the killed run up to its last whole epoch', async () => {
      await send();
      const [state] = Object.values(server.state.runs);
      assert.deepEqual(state!.history.map(withoutRuntime), rows);
      assert.notEqual(state!.exitCode, 0);
    });
    await report.check('the killed run goes on to its end', async () => {
      const { exitCode, output } = await resume(runs, config.id, server.url);
      assert.equal(exitCode, 0, output);
    });
    await report.check('digits sync brings the rest of it, and nothing twice', async () => {
      await send();
      assertToldBy(RunFolder.only(runs), server);
    });
    await checkAgainst(officials, RunFolder.only(runs), server);
  });
}

/** Whether a server has what each official `wandb sync` of the run's record would have left there. */
async function checkAgainst(officials: readonly OfficialClient[], run: RunFolder, server: WandbServer): Promise<void> {
  for (const official of officials)
    await report.check(`it leaves the state that wandb ${official.version} sync of its record leaves`, () =>
      withServer(async other => {
        await official.sync(run.offline, other, work);
        assert.deepEqual(other.breaches, []);
        assert.deepEqual(comparable(server.state), comparable(other.state));
      }),
    );
}

/** undefined: no run has arrived, as a check has said already. */
function stateOf({ state }: WandbServer): object | undefined {
  return Object.keys(state.runs).length === 0 ? undefined : comparable(state);
}

/** The user's own files: as they were, in the folder that was trained. */
async function checkUntouched(who: string, { run, files }: Recorded): Promise<void> {
  await report.check(`${who}: predictions.npy and all else in the run's folder is still there, byte for byte`, () => {
    assert.ok(files['predictions.npy']);
    assert.deepEqual(run.files, files);
  });
}

async function withServer<T>(use: (server: WandbServer) => Promise<T>, key?: string): Promise<T> {
  const server = await WandbServer.start(key === undefined ? {} : { key });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  })
  .then(exitCode => {
    rmSync(work, { recursive: true, force: true });
    process.exitCode = exitCode;
  });
