import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { outputOf } from '../../processes';
import { fewDigits } from '../data/fewDigits';
import type { CliResult } from './testCli';

/** A task as `digits queue --json` tells of it. */
export interface TaskJson {
  readonly id: string;
  readonly index: number;
  readonly task: number;
  readonly phase: string;
  readonly state: string;
  readonly slurmState: string | null;
  readonly reason: string | null;
  readonly jobId: number | null;
  readonly isTroubled: boolean;
}

export interface ClusterJson {
  readonly cluster: {
    readonly problem: object | null;
    readonly plans: readonly { readonly id: string; readonly tasks: readonly TaskJson[] }[];
  };
}

/** A folder of its own with a few digits, settings of its own, and the real program with the real trainer. */
export class DigitsOnSlurm {
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'digits-cli-slurm-'));
  private readonly config = path.join(this.folder, 'config');

  constructor() {
    fewDigits(this.folder);
    mkdirSync(this.config);
  }

  readonly begin = (...args: string[]): ChildProcess =>
    spawn(process.execPath, [path.resolve('dist/cli.js'), ...args], {
      cwd: this.folder,
      env: { ...process.env, DIGITS_CONFIG: this.config },
      stdio: ['ignore', 'pipe', 'pipe'],
    });

  readonly digits = (...args: string[]): Promise<CliResult> => outputOf(this.begin(...args));

  /** Writes the plan of three runs. @returns the name of its file */
  plan(name: string, epochs: number, dataset = './digits-500-100'): string {
    const file = `${name}.digits.json`;
    const base = { dataset, epochs, validation_samples: 100 };
    writeFileSync(
      path.join(this.folder, file),
      JSON.stringify({ schemaVersion: 1, kind: 'grid', base, parameters: { num_filters: [2, 4, 8] }, name }),
    );
    return file;
  }

  settings(value: object): void {
    writeFileSync(path.join(this.config, 'slurm.json'), JSON.stringify(value));
  }

  /** The tasks of a plan. @param more flags of `digits queue` */
  async tasksOf(id: string, ...more: string[]): Promise<readonly TaskJson[]> {
    const { cluster } = json(await this.digits('queue', '--json', ...more)) as ClusterJson;
    return cluster.plans.find(one => one.id === id)!.tasks;
  }

  async phases(id: string, ...more: string[]): Promise<string[]> {
    return (await this.tasksOf(id, ...more)).map(({ phase }) => phase);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What a command that went well wrote. */
export function json({ out, err, exitCode }: CliResult): unknown {
  assert.equal(exitCode, 0, err);
  return JSON.parse(out);
}
