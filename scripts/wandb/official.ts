import { spawnSync } from 'node:child_process';
import { readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { WandbServer } from '../../test/wandbServer/wandbServer';
import { runProgram, type Ended } from './programs';

/** What an official package reads in a `.wandb` file. */
export interface OfficialRecords {
  readonly version: string;
  /** false: it ends in the middle of a record. */
  readonly whole: boolean;
  readonly records: readonly OfficialRecord[];
}

export interface OfficialRecord {
  readonly type: string;
  readonly values?: Readonly<Record<string, unknown>>;
  readonly [field: string]: unknown;
}

/** A Python that has the official package. */
export class OfficialClient {
  private constructor(
    readonly python: string,
    readonly version: string,
  ) {}

  /**
   * The one whose interpreter a variable names.
   * @param wanted what pip installs
   * @throws if there is none, saying how to get one
   */
  static find(variable: string, wanted: string): OfficialClient {
    const folder = `.venv-${variable.includes('OLD') ? 'old' : 'new'}-wandb`;
    const help = [
      `    python3 -m venv ${folder}`,
      `    ${folder}/bin/pip install ${wanted}`,
      `    export ${variable}="$PWD/${folder}/bin/python"`,
    ].join('\n');
    const python = process.env[variable];
    if (!python) throw new Error(`${variable} names no Python with ${wanted}. These make one:\n${help}`);
    const { status, stdout, stderr, error } = spawnSync(python, ['-c', 'import wandb; print(wandb.__version__)'], { encoding: 'utf8' });
    if (status !== 0)
      throw new Error(`${variable}=${python} cannot import wandb: ${error?.message ?? stderr.trim()}\nThese make one that can:\n${help}`);
    const version = stdout.trim();
    const [, pinned] = wanted.split('==');
    if (pinned !== undefined && version !== pinned) throw new Error(`${variable}=${python} has wandb ${version}, not ${pinned}:\n${help}`);
    return new OfficialClient(python, version);
  }

  async read(file: string): Promise<OfficialRecords> {
    const { exitCode, output } = await runProgram(this.python, [path.resolve('scripts/checkWandb.py'), file], { cwd: path.dirname(file) });
    if (exitCode !== 0) throw new Error(output);
    return JSON.parse(output) as OfficialRecords;
  }

  /** `wandb sync` of a folder as a person would call it. What tells that somebody has sent it is taken away, before and afterwards. */
  async sync(folder: string, server: WandbServer, home: string): Promise<Ended> {
    await forget(folder);
    const env = { HOME: home, WANDB_BASE_URL: server.url, WANDB_API_KEY: server.key, WANDB_ERROR_REPORTING: 'false' };
    const ended = await runProgram(this.python, ['-m', 'wandb', 'sync', folder], { cwd: home, env });
    await forget(folder);
    return ended;
  }
}

async function forget(folder: string): Promise<void> {
  const marks = (await readdir(folder)).filter(name => /\.wandb\.sync(ed|state)$/.test(name));
  for (const name of marks) await rm(path.join(folder, name));
}
