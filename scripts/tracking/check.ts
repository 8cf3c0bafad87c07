/** npm run check:tracking: bundled and started by checkTracking.mjs. */
import assert from 'node:assert/strict';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { checkAnew } from './anew';
import { checkArtifacts } from './artifactUses';
import { officialClients, older, wanted, type OfficialClient } from './clients';
import { checkFolder, checkRows } from './folderChecks';
import { historySize, trackedFolder } from './runFolder';
import { Script } from './script';
import { Server } from './server';
import { checkSynced } from './synced';
import { Workshop } from './workshop';

const workshop = new Workshop();
const { report } = workshop;

/** Each by the name that an argument chooses it by. */
const parts: Readonly<Record<string, (client: OfficialClient) => Promise<void>>> = {
  whole: checkWhole,
  two: checkTwo,
  failed: checkFailed,
  killed: checkKilled,
  restarted: checkRestarted,
  anew: client => checkAnew(workshop, client),
  synced: client => checkSynced(workshop, client),
  artifacts: client => checkArtifacts(workshop, client),
  long: checkLong,
};
/** What is held against the older clients too. */
const ofOlder = ['whole', 'synced', 'artifacts'];

async function main(): Promise<number> {
  const [chosen, versions] = chosenOf(process.argv.slice(2));
  const venvs = process.env['TRACKING_VENVS'] ?? path.join(workshop.folder, 'venvs');
  for (const all of [older, wanted]) {
    const packages = all.filter(one => versions.length === 0 || versions.includes(one.split('==')[1] ?? 'newest'));
    for (const client of await officialClients(venvs, { packages })) {
      console.log(`\nwandb ${client.version}`);
      for (const [name, check] of Object.entries(parts))
        if ((chosen.length === 0 || chosen.includes(name)) && (all === wanted || ofOlder.includes(name))) await check(client);
    }
  }
  return report.close();
}

/** The parts, and the versions of clients. @throws {Error} if an argument is neither */
function chosenOf(args: readonly string[]): readonly [string[], string[]] {
  const versions = args.filter(arg => /^[\d.]+$|^newest$/.test(arg));
  const chosen = args.filter(arg => !versions.includes(arg));
  const unknown = chosen.find(arg => !Object.hasOwn(parts, arg));
  if (unknown !== undefined) throw new Error(`${unknown}: expected versions, or some of ${Object.keys(parts).join(', ')}`);
  return [chosen, versions];
}

/** A script that ends as it should, and how soon its rows are there. */
async function checkWhole(client: OfficialClient): Promise<void> {
  await workshop.withServer('whole', async (server, runs) => {
    const script = new Script(client, server, { folder: workshop.newFolder('script'), args: ['--rows', '8', '--wait', '1'] });
    const delays = await delaysOf(script, runs);
    const code = await script.ended;
    await report.check('a script ends well', () => assert.equal(code, 0, script.output));
    await report.check(`its rows are there ${seconds(delays)} after their log`, () => assert.ok(Math.max(...delays) < 5, seconds(delays)));
    await checkFolder(report, await trackedFolder(runs, script.id), { script, rows: 8 });
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
  await workshop.withServer('two', async (server, runs) => {
    const scripts = [1, 2].map(() => new Script(client, server, { folder: workshop.newFolder('script') }));
    await Promise.all(scripts.map(({ ended }) => ended));
    await report.check('two scripts at once are two runs', () => assert.notEqual(scripts[0]!.id, scripts[1]!.id));
    for (const script of scripts) await checkFolder(report, await trackedFolder(runs, script.id), { script, rows: 5 });
  });
}

async function checkFailed(client: OfficialClient): Promise<void> {
  await workshop.withServer('failed', async (server, runs) => {
    const script = new Script(client, server, { folder: workshop.newFolder('script'), args: ['--fail'] });
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
  const folder = workshop.newFolder('killed');
  const runs = path.join(folder, 'runs');
  const server = await Server.start(runs, path.join(folder, 'state'));
  const script = new Script(client, server, { folder: workshop.newFolder('script'), args: ['--rows', '100', '--wait', '0.5'] });
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
  const folder = workshop.newFolder('restarted');
  const [runs, state] = [path.join(folder, 'runs'), path.join(folder, 'state')];
  let server = await Server.start(runs, state);
  const script = new Script(client, server, { folder: workshop.newFolder('script'), args: ['--rows', '20', '--wait', '0.5'] });
  await script.untilRows(8);
  await server.stop('SIGKILL');
  await report.check('while the server is killed the run reads as interrupted', async () =>
    assert.equal((await trackedFolder(runs, script.id))?.overview.status, 'interrupted'),
  );
  await script.untilRows(12);
  server = await Server.start(runs, state, server.port);
  const code = await script.ended;
  await report.check('a script whose server was killed and started again ends well', () => assert.equal(code, 0, script.output));
  await checkFolder(report, await trackedFolder(runs, script.id), { script, rows: 20 });
  await report.check('the server ends cleanly at Ctrl-C', async () => assert.equal(await server.stop(), 0));
}

/** 10,000 steps of 50 keys. */
async function checkLong(client: OfficialClient): Promise<void> {
  await workshop.withServer('long', async (server, runs) => {
    const begun = Date.now();
    const args = ['--rows', '10000', '--keys', '50', '--wait', '0'];
    const script = new Script(client, server, { folder: workshop.newFolder('script'), args });
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

function seconds(delays: readonly number[]): string {
  return delays.map(delay => `${delay.toFixed(1)} s`).join(', ');
}

void main()
  .catch((error: unknown) => {
    console.error(error instanceof Error ? error.stack : error);
    return 1;
  })
  .then(exitCode => {
    workshop.close();
    process.exitCode = exitCode;
  });
