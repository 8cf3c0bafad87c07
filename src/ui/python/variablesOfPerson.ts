import { workspace } from 'vscode';

const names = ['WANDB_BASE_URL', 'WANDB_API_KEY'];

/** The variables of W&B that a person has set for terminals: in what the editor was started with, or in their settings. */
export function variablesOfPerson(environment: NodeJS.ProcessEnv = process.env): string[] {
  const system = process.platform === 'win32' ? 'windows' : process.platform === 'darwin' ? 'osx' : 'linux';
  const set = workspace.getConfiguration('terminal.integrated.env').get<Readonly<Record<string, unknown>>>(system) ?? {};
  return names.filter(name => environment[name] !== undefined || typeof set[name] === 'string');
}
