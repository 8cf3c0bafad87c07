import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../wandb/programs';

/** The official clients: one of long ago, one of this year, and the newest. */
export const wanted = ['wandb==0.16.2', 'wandb==0.29.0', 'wandb'] as const;

export interface OfficialClient {
  readonly python: string;
  readonly version: string;
}

/** Older ones: one that knows no CreateRunFiles yet, and the last of 0.15. */
export const older = ['wandb==0.13.11', 'wandb==0.15.12'] as const;

export interface ClientOptions {
  /** As pip has them. */
  readonly packages: readonly string[];
  /** What is installed beside each. */
  readonly also?: readonly string[];
}

/** Pythons with official clients and NumPy, made below a folder where they are not there. @throws {Error} with what pip says */
export async function officialClients(folder: string, { packages, also = [] }: ClientOptions): Promise<OfficialClient[]> {
  mkdirSync(folder, { recursive: true });
  const clients: OfficialClient[] = [];
  for (const one of packages) {
    // Not called as the package is, which Python would look for it in.
    const venv = path.join(folder, `venv-${one.replace('==', '-')}`);
    const python = path.join(venv, 'bin/python');
    if (!existsSync(python)) {
      await must('python3', ['-m', 'venv', venv], folder);
      // Clients up to 0.16.2 do not say that they need NumPy below 2, and setuptools with pkg_resources.
      const beside = /==0\.1[3-6]\./.test(one) ? ['numpy<2', 'setuptools<70'] : ['numpy'];
      await must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', one, ...beside, ...also], folder);
    }
    const version = await must(python, ['-c', 'import wandb; print(wandb.__version__)'], folder);
    clients.push({ python, version: version.trim().split('\n').at(-1)! });
  }
  return clients;
}

async function must(file: string, args: readonly string[], cwd: string): Promise<string> {
  const { exitCode, output } = await runProgram(file, args, { cwd });
  if (exitCode !== 0) throw new Error(`${file} ${args.join(' ')}\n${output}`);
  return output;
}
