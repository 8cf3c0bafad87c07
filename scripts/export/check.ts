/** npm run check:export: bundled and started by checkExport.mjs. */
import assert from 'node:assert/strict';
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import os from 'node:os';
import path from 'node:path';
import { eventFile, eventFileName } from '../../src/artifacts/tensorboard/eventFile';
import { readEnded } from '../../src/runFolder/exporting/readExported';
import { mlflowRun } from '../../src/tracking/mlflow/loggedRun';
import { sendRuns } from '../../src/tracking/mlflow/sendRuns';
import { systemClock } from '../../src/util/clock';
import { Report } from '../wandb/report';

const report = new Report();
const work = mkdtempSync(path.join(os.tmpdir(), 'digits-export-'));
const runs = path.join(work, '.digits', 'runs');
const USER = 'admin';
const PASSWORD = 'a pass word of the test: 12';

/** A Python that has both packages: the one that is named, or one that is made once. */
function findPython(): string {
  const named = process.env['EXPORT_PYTHON'];
  if (named) return named;
  const folder = path.join(os.tmpdir(), 'digits-export-python');
  const python = path.join(folder, 'bin', 'python');
  const can = (): boolean => existsSync(python) && spawnSync(python, ['-c', 'import tensorboard, mlflow, flask_wtf']).status === 0;
  if (can()) return python;
  console.log(`Installing tensorboard and mlflow in ${folder} …`);
  for (const [command, args] of [
    ['python3', ['-m', 'venv', folder]],
    [python, ['-m', 'pip', 'install', '--quiet', 'tensorboard', 'mlflow[auth]', 'setuptools<81']],
  ] as const) {
    const { status, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${error?.message ?? stderr}`);
  }
  assert.ok(can(), 'the packages cannot be imported');
  return python;
}

const python = findPython();
/** What the helper prints; fails with what it says. */
function check(...args: string[]): string {
  const env = { ...process.env, MLFLOW_TRACKING_USERNAME: USER, MLFLOW_TRACKING_PASSWORD: PASSWORD, TF_CPP_MIN_LOG_LEVEL: '3' };
  const { status, stdout, stderr } = spawnSync(python, ['scripts/checkExport.py', ...args], { encoding: 'utf8', env });
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout.trimEnd();
}
function digits(environment: Readonly<Record<string, string>>, ...args: string[]): string {
  const usual = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('MLFLOW_')));
  const env = { ...usual, ...environment };
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.resolve('dist/cli.js'), ...args], {
    cwd: work,
    encoding: 'utf8',
    env,
  });
  assert.ok(!`${stdout}${stderr}`.includes(PASSWORD), 'the password is not said');
  assert.equal(status, 0, `${stdout}${stderr}`);
  return stdout;
}

interface Server {
  readonly uri: string;
  readonly stop: () => Promise<void>;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** MLflow's own server with a database and artifacts in a folder of its own. */
async function startServer(
  name: string,
  more: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Server> {
  const folder = path.join(work, name);
  mkdirSync(folder);
  const port = await freePort();
  const args = ['-m', 'mlflow', 'server', '--host', '127.0.0.1', '--port', String(port), '--workers', '1'];
  const store = [
    '--backend-store-uri',
    `sqlite:///${path.join(folder, 'mlflow.db')}`,
    '--artifacts-destination',
    path.join(folder, 'artifacts'),
  ];
  const env = { ...process.env, MLFLOW_SERVER_ENABLE_JOB_EXECUTION: 'false', ...environment };
  // Into a file: while this process waits for another one it reads no pipe, and a full one would stop the server.
  const log = path.join(folder, 'log.txt');
  const written = openSync(log, 'w');
  // In a group of its own, so that its workers end with it.
  const child: ChildProcess = spawn(python, [...args, ...store, ...more], {
    cwd: folder,
    env,
    stdio: ['ignore', written, written],
    detached: true,
  });
  closeSync(written);
  const ended = once(child, 'exit');
  const uri = `http://127.0.0.1:${port}`;
  const isUp = async (): Promise<boolean> => (await fetch(`${uri}/health`).catch(() => undefined))?.ok === true;
  for (let tries = 0; !(await isUp()); tries++) {
    if (tries === 240 || child.exitCode !== null) throw new Error(`mlflow server did not start: ${readFileSync(log, 'utf8')}`);
    await new Promise(resolve => setTimeout(resolve, 500));
  }
  return {
    uri,
    stop: async () => {
      if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
      await ended;
    },
  };
}

const servers: Server[] = [];
try {
  cpSync('examples/digits/.digits', path.join(work, '.digits'), { recursive: true });
  const all = readdirSync(runs)
    .filter(name => !name.startsWith('.'))
    .toSorted();
  const [first, second] = all as [string, string];
  writeFileSync(path.join(runs, first, 'labels.json'), JSON.stringify({ name: 'größer, "schöner"', tags: ['a', 'b'] }));
  writeFileSync(path.join(runs, first, 'notes.md'), '# Why\n\nBecause.\n');
  const [comparison] = readdirSync(path.join(work, '.digits', 'comparisons')).toSorted() as [string];
  const versions = spawnSync(
    python,
    [
      '-c',
      'import mlflow, tensorboard, sys; print(f"Python {sys.version.split()[0]}, tensorboard {tensorboard.__version__}, mlflow {mlflow.__version__}")',
    ],
    { encoding: 'utf8' },
  );
  console.log(versions.stdout.trim());
  const said = (text: string | undefined): void => console.log((text ?? '').replaceAll(/^/gm, '        '));

  said(
    await report.check('TensorBoard’s EventAccumulator reads the event files', () => {
      digits({}, 'export', first, second, '--to', 'tensorboard', '--out', 'events');
      return check('tensorboard', runs, path.join(work, 'events'), first, second);
    }),
  );
  said(
    await report.check('Python’s csv and json read the tables', () => {
      digits({}, 'export', '--all', '--to', 'csv');
      digits({}, 'export', '--all', '--to', 'json');
      return check('files', runs, ...['runs.csv', 'runs-curves.csv', 'runs.json'].map(name => path.join(work, name)), ...all);
    }),
  );
  said(
    await report.check('Python’s zipfile reads the archive', () => {
      digits({}, 'export', first, '--to', 'zip');
      return check('zip', runs, path.join(work, `${first}.zip`), first);
    }),
  );

  const open = await report.check('MLflow’s server starts', () => startServer('open'));
  if (open) {
    servers.push(open);
    said(
      await report.check('MlflowClient reads runs with parameters, metrics by step, and files', () => {
        digits({ MLFLOW_TRACKING_URI: open.uri }, 'export', first, second, '--to', 'mlflow', '--experiment', 'some runs');
        return check('mlflow', runs, open.uri, 'some runs', first, second);
      }),
    );
    said(
      await report.check('MlflowClient reads a comparison with its runs nested in it', () => {
        digits({}, 'export', '--comparison', comparison, '--to', 'mlflow', '--tracking-uri', open.uri, '--experiment', 'compared');
        return check('comparison', runs, open.uri, 'compared', comparison);
      }),
    );
    const recorded = path.join(work, 'recorded', '.digits', 'runs');
    const imported = (...from: string[]): string => {
      const [one] = JSON.parse(digits({}, 'import', ...from, '--runs', recorded, '--json')) as [{ readonly id: string }];
      return one.id;
    };
    const recording = 'test/fixtures/foreign/wandb/0.31.0/offline-run-20261123_132647-k3x9ab12';
    const id = await report.check('a run of W&B is imported', () => imported(path.resolve(recording)));
    if (id !== undefined) {
      const of = [id, '--runs', recorded];
      said(
        await report.check('all of them read what was recorded of it', () => {
          digits({}, 'export', ...of, '--to', 'tensorboard', '--out', 'recorded/events');
          digits({}, 'export', ...of, '--to', 'csv', '--out', 'recorded/runs.csv');
          digits({}, 'export', ...of, '--to', 'json', '--out', 'recorded/runs.json');
          digits({}, 'export', ...of, '--to', 'mlflow', '--tracking-uri', open.uri, '--experiment', 'recorded');
          const [events, history, document] = ['events', 'runs-history.csv', 'runs.json'].map(name => path.join(work, 'recorded', name));
          return check('recorded', recorded, id, events!, open.uri, 'recorded', history!, document!);
        }),
      );
      said(
        await report.check('what they have is imported again with the same numbers', () => {
          const runsOf = JSON.parse(digits({}, 'import', path.join(work, 'open', 'mlflow.db'), '--runs', recorded, '--json')) as readonly {
            readonly id: string;
            readonly source: string;
          }[];
          const again = {
            tensorboard: imported(path.join(work, 'recorded', 'events', id)),
            csv: imported(path.join(work, 'recorded', 'runs-history.csv')),
            mlflow: runsOf.find(({ source }) => source.startsWith('recorded/'))!.id,
          };
          return Object.entries(again)
            .map(([form, other]) => check('again', recorded, id, other, form))
            .join('\n');
        }),
      );
    }
    said(
      await report.check('both read a NaN and what is infinite', async () => {
        const points = [0.5, NaN, Infinity, -Infinity].map((value, i) => ({ step: i + 1, value, timeMs: Date.now() + i }));
        const run = { ...(await readEnded(path.join(runs, first))), series: [{ name: 'strange', points }] };
        const folder = path.join(work, 'strange', run.id);
        mkdirSync(folder, { recursive: true });
        writeFileSync(path.join(folder, eventFileName(run)), Buffer.concat([...eventFile(run)]));
        const signal = new AbortController().signal;
        await sendRuns(
          { fetch, clock: systemClock, server: { uri: open.uri }, signal },
          { experiment: 'strange', hasFiles: false, runs: [() => Promise.resolve(mlflowRun(run, []))] },
        );
        return check('nan', open.uri, 'strange', path.join(work, 'strange'));
      }),
    );
  }

  const config = path.join(work, 'auth.ini');
  const database = path.join(work, 'auth.db');
  writeFileSync(
    config,
    `[mlflow]\ndefault_permission = NO_PERMISSIONS\ndatabase_uri = sqlite:///${database}\nadmin_username = ${USER}\nadmin_password = ${PASSWORD}\nauthorization_function = mlflow.server.auth:authenticate_request_basic_auth\n`,
  );
  const guarded = await report.check('MLflow’s server with users starts', () =>
    startServer('guarded', ['--app-name', 'basic-auth'], {
      MLFLOW_AUTH_CONFIG_PATH: config,
      MLFLOW_FLASK_SERVER_SECRET_KEY: 'of the test',
    }),
  );
  if (guarded) {
    servers.push(guarded);
    const login = { MLFLOW_TRACKING_URI: guarded.uri, MLFLOW_TRACKING_USERNAME: USER };
    said(
      await report.check('a user with a password is let in', () => {
        digits({ ...login, MLFLOW_TRACKING_PASSWORD: PASSWORD }, 'export', first, '--to', 'mlflow', '--experiment', 'guarded');
        return check('mlflow', runs, guarded.uri, 'guarded', first);
      }),
    );
    await report.check('a wrong password is not, and is told so', () => {
      const wrong = { ...login, MLFLOW_TRACKING_PASSWORD: 'another one, 12 characters' };
      assert.throws(() => digits(wrong, 'export', first, '--to', 'mlflow'), /refused the user or password \(401/);
    });
  }
} finally {
  for (const { stop } of servers) await stop();
  rmSync(work, { recursive: true, force: true });
}
process.exitCode = report.close();
