import { spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { once } from 'node:events';
import path from 'node:path';
import { cacheFolder } from '../src/util/userFolders';
import { outputOf } from './processes';

export interface ClusterOptions {
  readonly maxArray?: number;
  /** So many tasks it keeps at once, those that are over too. */
  readonly maxJobs?: number;
  /** Processors that each node says it has: so many tasks it runs at once. */
  readonly cpus?: number;
  /** Where this project is, if that is not where the tests run. */
  readonly root?: string;
}

/** A real Slurm with two nodes, n1 and n2, for one test file; its programs find it by SLURM_CONF of this process. */
export class SlurmCluster {
  private constructor(
    readonly folder: string,
    private readonly environment: NodeJS.ProcessEnv,
    private readonly variablesBefore: Readonly<Record<string, string | undefined>>,
    private readonly root: string,
  ) {}

  /** @throws {Error} if it does not start */
  static async start({ maxArray = 2001, maxJobs = 50_000, cpus = 1, root = '.' }: ClusterOptions = {}): Promise<SlurmCluster> {
    // Its daemons refuse folders that not everybody may pass, as that of a test in an editor is.
    const folder = mkdtempSync('/tmp/digits-slurm-');
    const environment = {
      ...process.env,
      SLURM_PORT: String(await freePorts()),
      SLURM_MAX_ARRAY: String(maxArray),
      SLURM_MAX_JOBS: String(maxJobs),
      SLURM_CPUS: String(cpus),
      SLURM_OWNER: String(process.pid),
    };
    const { SLURM_CONF, HOME, DIGITS_CACHE } = process.env;
    const cluster = new SlurmCluster(folder, environment, { SLURM_CONF, HOME, DIGITS_CACHE }, root);
    try {
      await cluster.up();
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** Starts what does not run of it. */
  async up(): Promise<void> {
    const { out, err, exitCode } = await outputOf(this.script('up.sh'));
    if (exitCode !== 0) throw new Error(err);
    const home = path.join(this.folder, 'home');
    mkdirSync(home, { recursive: true });
    // A task begins a login shell, and what this user has it do may take a minute where an earlier one was killed.
    Object.assign(process.env, { SLURM_CONF: out.trim().split('\n').at(-1)!, DIGITS_CACHE: cacheFolder(), HOME: home });
  }

  /** The process of a daemon: `slurmctld`, `n1`, `n2`. */
  pidOf(name: string): number {
    return Number(readFileSync(path.join(this.folder, 'run', `${name}.pid`), 'utf8'));
  }

  async stop(): Promise<void> {
    const { err, exitCode } = await outputOf(this.script('down.sh'));
    for (const [name, value] of Object.entries(this.variablesBefore)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    rmSync(this.folder, { recursive: true, force: true });
    if (exitCode !== 0) throw new Error(err);
  }

  private script(name: string): ReturnType<typeof spawn> {
    return spawn(path.join(this.root, 'scripts', 'slurm', name), [this.folder], {
      env: this.environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }
}

/** The first of three ports in a row that nobody listens on. */
async function freePorts(): Promise<number> {
  for (;;) {
    const first = 20_000 + 3 * Math.floor(Math.random() * 3_000);
    if ((await Promise.all([first, first + 1, first + 2].map(isFree))).every(Boolean)) return first;
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  const isListening = await once(server, 'listening').then(
    () => true,
    () => false,
  );
  if (isListening) {
    server.close();
    await once(server, 'close');
  }
  return isListening;
}

/** Why there cannot be a Slurm here; undefined where there can be one. Its programs are installed where that is possible. */
function whyNone(root = '.'): string | undefined {
  if (process.platform !== 'linux') return 'Slurm runs on Linux alone';
  const { status, stderr, error } = spawnSync(path.join(root, 'scripts', 'slurm', 'install.sh'), { encoding: 'utf8' });
  if (status === 0) return undefined;
  return (
    error?.message ??
    stderr
      .trim()
      .split('\n')
      .at(-1)!
      .replace(/^slurm: /, '')
  );
}

/** Calls for tests with a real Slurm, or for one that is skipped and says why. */
export function withSlurm(title: string, options: ClusterOptions, tests: (cluster: () => SlurmCluster) => void): void {
  const why = whyNone(options.root);
  describe(title, () => {
    if (why !== undefined) return void it.skip(`is not tried: ${why}`);
    let cluster: SlurmCluster | undefined;
    before(async () => {
      cluster = await SlurmCluster.start(options);
    });
    after(() => cluster?.stop());
    tests(() => cluster!);
  });
}
