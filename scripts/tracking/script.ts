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

/** A run of train.py, with what it says of itself. */
export class Script {
  readonly said: Said[] = [];
  output = '';
  readonly folder: string;
  private readonly child: ChildProcess;
  readonly ended: Promise<number | null>;
  private readonly listeners = new Set<() => void>();

  constructor(
    client: OfficialClient,
    server: Server,
    { folder, args = [] }: { readonly folder: string; readonly args?: readonly string[] },
  ) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
    const clean = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('WANDB_')));
    const env = { ...clean, ...server.variables, WANDB_ERROR_REPORTING: 'false', WANDB_DIR: folder, HOME: folder };
    this.child = spawn(client.python, [path.resolve('scripts/tracking/train.py'), ...args], {
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
