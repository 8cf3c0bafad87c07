import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../wandb/programs';

/** The official clients: one of long ago, one of this year, and the newest. */
export const wanted = ['wandb==0.16.2', 'wandb==0.29.0', 'wandb'] as const;

export interface OfficialClient {
  readonly python: string;
  readonly version: string;
}

/** Pythons with those clients and NumPy, made below a folder where they are not there. @throws {Error} with what pip says */
export async function officialClients(folder: string, packages: readonly string[] = wanted): Promise<OfficialClient[]> {
  mkdirSync(folder, { recursive: true });
  const clients: OfficialClient[] = [];
  for (const one of packages) {
    // Not called as the package is, which Python would look for it in.
    const venv = path.join(folder, `venv-${one.replace('==', '-')}`);
    const python = path.join(venv, 'bin/python');
    if (!existsSync(python)) {
      await must('python3', ['-m', 'venv', venv], folder);
      // 0.16.2 does not say that it needs NumPy below 2, and setuptools with pkg_resources.
      const beside = one.includes('0.16') ? ['numpy<2', 'setuptools<80'] : ['numpy'];
      await must(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', one, ...beside], folder);
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
