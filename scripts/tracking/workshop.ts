import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Report } from '../wandb/report';
import { Server } from './server';

/** Where checks are made: a folder that is gone after them, and what they found. */
export class Workshop {
  readonly report = new Report();
  readonly folder = mkdtempSync(path.join(os.tmpdir(), 'digits-tracking-'));
  private folders = 0;

  newFolder(name: string): string {
    return path.join(this.folder, `${++this.folders}-${name}`);
  }

  /** @param use is given the server, and the folder that it keeps runs in */
  async withServer(name: string, use: (server: Server, runs: string) => Promise<void>): Promise<void> {
    const folder = this.newFolder(name);
    const server = await Server.start(path.join(folder, 'runs'), path.join(folder, 'state'));
    try {
      await use(server, path.join(folder, 'runs'));
    } finally {
      await server.stop();
    }
  }

  close(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
