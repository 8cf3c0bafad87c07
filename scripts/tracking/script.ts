import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { OfficialClient } from './clients';
import type { Server } from './server';

export interface Said {
  readonly type: string;
  readonly [key: string]: unknown;
}

export interface ScriptOptions {
  readonly folder: string;
  /** Absent: train.py. */
  readonly program?: string;
  readonly args?: readonly string[];
  /** It sends nothing, and leaves a folder to be sent. */
  readonly isOffline?: boolean;
}

/** A run of a script, with what it says of itself. */
export class Script {
  readonly said: Said[] = [];
  output = '';
  readonly folder: string;
  private readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  private readonly listeners = new Set<() => void>();

  constructor(client: OfficialClient, server: Server, { folder, program = 'train.py', args = [], isOffline = false }: ScriptOptions) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WANDB_')));
    const env = { ...clean, ...(isOffline ? { WANDB_MODE: 'offline' } : server.variables), ...variablesIn(folder) };
    this.child = spawn(client.python, [path.resolve('scripts/tracking', program), ...args], {
      cwd: folder,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let rest = '';
    this.child.stderr!.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    this.child.stdout!.setEncoding('utf8').on('data', (text: string) => {
      this.output += text;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) if (line.startsWith('SAID ')) this.said.push(JSON.parse(line.slice(5)) as Said);
      for (const listener of this.listeners) listener();
    });
    this.ended = once(this.child, 'close').then(([code]) => code as number | null);
  }

  get id(): string {
    return String(this.said.find(({ type }) => type === 'run')?.['id']);
  }

  rows(): readonly Said[] {
    return this.said.filter(({ type }) => type === 'row');
  }

  /** Resolves when it has said so many rows. */
  async untilRows(rows: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        if (this.rows().length >= rows) resolve();
      };
      this.listeners.add(look);
      void this.ended.then(() => reject(new Error(`it ended before row ${rows}:\n${this.output}`)));
      look();
    });
  }

  kill(): void {
    this.child.kill('SIGKILL');
  }
}

/** What has a client keep its own files in a folder. */
export function variablesIn(folder: string): Record<string, string> {
  return { WANDB_ERROR_REPORTING: 'false', WANDB_DIR: folder, HOME: folder };
}
