import assert from 'node:assert/strict';
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Readable } from 'node:stream';
import type { Tracking } from '../../../src/contract/tracking';
import { outputOf } from '../../processes';
import type { RunState } from '../../wandbServer/serverState';
import { WandbServer } from '../../wandbServer/wandbServer';
import { fewDigits } from '../data/fewDigits';
import { temporaryRuns } from '../trainer/forkTrainer';
import { digits as digitsHere, type CliResult } from './testCli';

/** Of the real program, with the real trainer, against the strict stand-in for W&B's server. */
describe('the command line and W&B', () => {
  let server: WandbServer;
  let folder: string;
  beforeEach(async () => {
    server = await WandbServer.start();
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-wandb-'));
  });
  afterEach(async () => {
    assert.deepEqual(server.breaches, []);
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Variables of the environment beside those that programs need. */
  type Environment = Readonly<Record<string, string>>;
  function start(environment: Environment, ...args: string[]): ChildProcessByStdio<null, Readable, Readable> {
    const usual = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^WANDB_|_PROXY$/i.test(name)));
    return spawn(process.execPath, [path.resolve('dist/cli.js'), ...args], {
      cwd: folder,
      env: { ...usual, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
  function withoutKey(result: CliResult): CliResult {
    for (const said of [result.out, result.err]) assert.ok(!said.includes(server.key), 'the key is not said');
    return result;
  }
  const resultOf = async (child: ReturnType<typeof start>): Promise<CliResult> => withoutKey(await outputOf(child));
  const digits = (environment: Environment, ...args: string[]): Promise<CliResult> => resultOf(start(environment, ...args));
  /** In this process, which is there already. */
  const here = async (environment: Environment, ...args: string[]): Promise<CliResult> =>
    withoutKey(await digitsHere(args, { cwd: folder, environment }));
  const few = '--epochs 2 --train-samples 400 --validation-samples 100 --num-filters 4 --threads 1'.split(' ');
  const small = [...few, '--data', fewDigits(temporaryRuns())];
  const train = async (environment: Environment, ...args: string[]): Promise<CliResult & { readonly id: string }> => {
    const runs = path.join(folder, '.digits', 'runs');
    const before = existsSync(runs) ? readdirSync(runs) : [];
    const result = await digits(environment, 'train', ...small, ...args);
    assert.equal(result.exitCode, 0, result.err);
    // Not the last by name: two that begin in one second are in any order.
    return { ...result, id: readdirSync(runs).find(name => !before.includes(name))! };
  };
  const signedIn = (): Environment => ({ WANDB_TOKEN: server.key, WANDB_BASE_URL: server.url });
  const runOf = (id: string, project = 'digits-lab'): RunState | undefined => server.state.runs[`digits/${project}/${id}`];
  const trackingOf = (id: string): Tracking =>
    JSON.parse(readFileSync(path.join(folder, '.digits', 'runs', id, 'wandb', 'tracking.json'), 'utf8')) as Tracking;
  /** Every file below the folder in which a text stands. */
  const filesWith = (marker: string): string[] =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name => {
      const file = path.join(folder, name);
      return statSync(file).isFile() && readFileSync(file).includes(marker);
    });
  /** Both epochs and the closing row, once. */
  const assertComplete = (run: RunState | undefined): void => {
    assert.ok(run);
    const rows = run.history as { readonly _step: number }[];
    assert.deepEqual(
      rows.map(({ _step }) => _step),
      [0, 1, 2],
    );
    assert.deepEqual([run.finished, run.exitCode], [true, 0]);
  };

  it('sends a run while it trains, with the key of the environment, which stays there', async () => {
    const environment = { ...signedIn(), WANDB_TAGS: 'one,two', WANDB_NOTES: 'Why it is done', WANDB_RUN_GROUP: 'a group' };
    const { id, out, err } = await train(
      environment,
      '--wandb',
      'online',
      '--wandb-project',
      'mnist',
      '--tag',
      'two',
      '--hypothesis',
      'It does.',
    );
    const run = runOf(id, 'mnist');
    assertComplete(run);
    const notes = 'Why it is done\n\n# Hypothesis\n\nIt does.\n\n# Conclusion';
    assert.deepEqual([run?.tags, run?.notes?.trim(), run?.group], [['two', 'one'], notes, 'a group']);
    assert.match(out, new RegExp(`^Weights & Biases: synced, ${server.url}/digits/mnist/runs/${id}$`, 'm'));
    assert.ok(!err.includes('warning'), err);
    assert.deepEqual(filesWith(server.key), []);
    assert.deepEqual(filesWith(Buffer.from(`api:${server.key}`).toString('base64')), []);
  });

  const envFile = (...lines: string[]): void => writeFileSync(path.join(folder, '.env'), ['# mine', ...lines].join('\n'));
  const ofEnv = (): string[] => [`WANDB_API_KEY="${server.key}"`, `WANDB_BASE_URL=${server.url}/`, 'WANDB_ENTITY=lab'];

  it('reads key and server from .env, where the environment says that runs are sent', async () => {
    for (const [i, environment] of [{ WANDB_MODE: 'online' }, { DIGITS_WANDB_MODE: 'online' }].entries()) {
      envFile(...ofEnv(), ...(i === 1 ? ['WANDB_MODE=online'] : []));
      const { id, out, err } = await train(environment);
      assertComplete(server.state.runs[`lab/digits-lab/${id}`]);
      assert.match(out, /^Weights & Biases: synced, /m);
      assert.ok(!err.includes('warning'), err);
      assert.deepEqual(filesWith(server.key), ['.env']);
    }
  });

  it('sends nothing because a .env says so: it is recorded, and waits for a word of the person', async () => {
    envFile('WANDB_MODE=online', ...ofEnv());
    const { id, out, err } = await train({});
    assert.match(err, /^warning: WANDB_MODE=online in \.env does not send runs by itself/m);
    assert.match(out, /^Weights & Biases: not synced$/m);
    assert.deepEqual(server.requests, []);
    assert.equal((await digits({}, 'sync', id)).exitCode, 0);
    assertComplete(server.state.runs[`lab/digits-lab/${id}`]);
  });

  it('sends a run whose folder names another place to the one that is set, and says so', async () => {
    const { id } = await train({}, '--wandb', 'offline', '--wandb-project', 'mine');
    const file = path.join(folder, '.digits', 'runs', id, 'wandb', 'tracking.json');
    const tracking = trackingOf(id);
    const claimed = { ...tracking.target, baseUrl: server.url, entity: 'stranger', project: 'loot' };
    writeFileSync(file, JSON.stringify({ mode: 'online', target: claimed, sync: { ...tracking.sync, status: 'queued' } }));
    const sent = await here(signedIn(), 'sync');
    assert.equal(sent.exitCode, 0, sent.err);
    const { host } = new URL(server.url);
    assert.match(
      sent.err,
      new RegExp(`^${id} goes to digits-lab at ${host}\\. Its folder names stranger/loot at ${host}, which you never`, 'm'),
    );
    assert.match(sent.err, /--wandb-project "loot" --wandb-entity "stranger" sends it there/);
    assertComplete(runOf(id));
    assert.deepEqual(Object.keys(server.state.runs), [`digits/digits-lab/${id}`]);
  });

  it('sends a run that was recorded here to the project that it was recorded for, without a word', async () => {
    const { id } = await train({ WANDB_BASE_URL: server.url }, '--wandb', 'offline', '--wandb-project', 'mine');
    const sent = await here(signedIn(), 'sync');
    assert.equal(sent.exitCode, 0, sent.err);
    assert.equal(sent.err, '');
    assertComplete(runOf(id, 'mine'));
  });

  it('keeps a run without a key, says so in one line, and sends it when there is one', async () => {
    const { id, out, err } = await train({ WANDB_BASE_URL: server.url }, '--wandb', 'online');
    assert.deepEqual(err.match(/^warning: .*/gm)?.length, 1, err);
    assert.match(err, new RegExp(`^warning: .*no key for ${new URL(server.url).host}: .*WANDB_TOKEN`, 'm'));
    assert.match(out, /^Weights & Biases: queued: /m);
    assert.match(out, new RegExp(`digits sync ${id} sends it`));
    assert.equal(trackingOf(id).sync.status, 'queued');
    assert.deepEqual(server.requests, []);

    const sent = await here(signedIn(), 'sync', '--json');
    assert.equal(sent.exitCode, 0, sent.err);
    const url = `${server.url}/digits/digits-lab/runs/${id}`;
    assert.deepEqual(
      (JSON.parse(sent.out) as { id: string; status: string; url: string }[]).map(one => [one.id, one.status, one.url]),
      [[id, 'synced', url]],
    );
    assertComplete(runOf(id));
    assert.match((await here({}, 'show', id)).out, new RegExp(`W&B +synced, ${url}`));
    assert.match((await here({}, 'list')).out, /wandb.*\n.* synced/);
    assert.match((await here(signedIn(), 'sync')).err, /nothing to send/);
    await here(signedIn(), 'sync', id);
    assertComplete(runOf(id));
  });

  it('records offline, and says how the official client takes it', async () => {
    const { id, out } = await train({}, '--wandb', 'offline');
    assert.match(out, /^Weights & Biases: not synced$/m);
    const [, record] = /WANDB_API_KEY=\$WANDB_TOKEN wandb sync (\S+)$/m.exec(out)!;
    assert.ok(readdirSync(path.join(folder, record!)).includes(`run-${id}.wandb`));
    assert.equal((await digits(signedIn(), 'sync', id.slice(0, 15))).exitCode, 0);
    assertComplete(runOf(id));
  });

  it('trains on and says why when the key is refused', async () => {
    const { id, out } = await train({ ...signedIn(), WANDB_TOKEN: 'f'.repeat(40) }, '--wandb', 'online');
    assert.match(out, /^Test accuracy/m);
    assert.match(out, /^Weights & Biases: (failed|queued): .*key/m);
    assert.ok(!out.includes('f'.repeat(40)));
    assert.equal(runOf(id), undefined);
    const again = await here(signedIn(), 'sync', id);
    assert.equal(again.exitCode, 0, again.out + again.err);
    assertComplete(runOf(id));
  });

  it('does not wait for a server that does not answer any longer than the person', async () => {
    server.failNext('UpsertBucket', { kind: 'noAnswer' });
    const child = start(signedIn(), 'train', ...small, '--wandb', 'online');
    child.stderr.on('data', (said: Buffer) => {
      if (said.includes('Ctrl-C leaves it')) child.kill('SIGINT');
    });
    const { exitCode, out, err } = await resultOf(child);
    assert.equal(exitCode, 0, err);
    const [, id] = /^ {2}digits sync (\S+) sends it/m.exec(out)!;
    assert.match(out, /^Weights & Biases: queued: it was interrupted\.$/m);
    assert.equal(trackingOf(id!).sync.status, 'queued');
    assert.equal((await here(signedIn(), 'sync')).exitCode, 0);
    assertComplete(runOf(id!));
  });

  it('sends the key of the environment to no server that .env or a flag names', async () => {
    writeFileSync(path.join(folder, '.env'), `WANDB_BASE_URL=${server.url}\n`);
    const offline = await train({ WANDB_TOKEN: server.key }, '--wandb', 'offline');
    assert.match(offline.err, /^warning: WANDB_BASE_URL in \.env has no effect without a key/m);
    assert.equal(trackingOf(offline.id).target.baseUrl, 'https://api.wandb.ai');
    const { id, err } = await train({ WANDB_TOKEN: server.key }, '--wandb', 'online', '--wandb-base-url', server.url);
    assert.match(err, /no key for 127\.0\.0\.1/);
    assert.equal(trackingOf(id).sync.status, 'queued');
    assert.deepEqual(server.requests, []);
  });

  it('sends what was never recorded, too', async () => {
    const { id, out } = await train({});
    assert.ok(!out.includes('Weights & Biases'));
    assert.ok(!readdirSync(path.join(folder, '.digits', 'runs', id)).includes('wandb'));
    assert.match((await here(signedIn(), 'sync')).err, /nothing to send/);
    assert.equal((await here(signedIn(), 'sync', '--all', '--wandb-project', 'later')).exitCode, 0);
    assertComplete(runOf(id, 'later'));
  });

  it('sends nothing to the endpoint that scripts of this terminal send their runs to', async () => {
    const own: Environment = { WANDB_BASE_URL: server.url, WANDB_API_KEY: server.key, DIGITS_ENDPOINT: server.url };
    const { id } = await train(own, '--wandb', 'offline');
    assert.equal(trackingOf(id).target.baseUrl, 'https://api.wandb.ai');
    assert.equal((await here(own, 'sync', id)).exitCode, 2);
    assert.equal((await here(own, 'sync', id, '--wandb-base-url', server.url)).exitCode, 2);
    assert.deepEqual(server.requests, []);
    // The server that is named for this command, and one that is named in .env with its key.
    const second = (await train(own, '--wandb', 'offline')).id;
    writeFileSync(path.join(folder, '.env'), `WANDB_TOKEN=${server.key}\nWANDB_BASE_URL=${server.url}/\n`);
    const other = { ...own, WANDB_BASE_URL: 'http://127.0.0.1:1', DIGITS_ENDPOINT: 'http://127.0.0.1:1' };
    const { exitCode, err } = await here(other, 'sync', second);
    assert.equal(exitCode, 0, err);
    assertComplete(runOf(second));
  });

  describe('bad usage', () => {
    const tracked = { WANDB_BASE_URL: 'http://127.0.0.1:8917', WANDB_API_KEY: 'b'.repeat(40), DIGITS_ENDPOINT: 'http://127.0.0.1:8917' };
    const cases: [string[], Environment, RegExp][] = [
      [['train', '--wandb', 'on'], {}, /--wandb on: expected offline, online, off/],
      [['train', '--wandb', 'online', '--wandb-base-url', 'example.com'], {}, /--wandb-base-url: .*expected one like https/],
      [['train', '--wandb', 'offline', '--wandb-project', 'a/b'], {}, /project "a\/b" has a "\/"/],
      [['train'], { WANDB_MODE: 'on' }, /WANDB_MODE in the environment: “on” is no mode/],
      [['train', '--wandb', 'offline'], { WANDB_BASE_URL: 'nowhere' }, /"nowhere", is no URL/],
      [['sync', '--all', 'a'], {}, /give the ids of runs or --all/],
      [['sync'], tracked, /Digits Lab's own server for Python scripts here \(http:\/\/127\.0\.0\.1:8917\).*WANDB_BASE_URL.*api\.wandb\.ai/],
      [['sync'], { ...tracked, WANDB_TOKEN: 'a'.repeat(40) }, /own server for Python scripts/],
      [['sync', '--wandb-base-url', 'https://api.wandb.ai'], tracked, /own server for Python scripts.*WANDB_TOKEN/],
      [['train', '--wandb', 'online'], tracked, /own server for Python scripts/],
      [['train'], { ...tracked, WANDB_MODE: 'online' }, /own server for Python scripts/],
    ];
    for (const [args, environment, message] of cases) {
      it(`${Object.entries(environment).flat().join('=')} digits ${args.join(' ')}`.trim(), async () => {
        const { exitCode, out, err } = await digitsHere(args, { cwd: folder, environment });
        assert.deepEqual([exitCode, out], [2, '']);
        assert.match(err, message);
      });
    }
  });
});
