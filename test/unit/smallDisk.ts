import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export interface SmallDisk {
  /** Where it is. */
  readonly folder: string;
  /** Leaves no byte of it free. */
  fill(): void;
  /** Takes back what filled it. */
  makeRoom(): void;
}

/** A disk of its own for each test of a suite, which are passed over where only root can have one. @param size as `mount` has it */
export function smallDisks(size: string): () => SmallDisk {
  let folder = '';
  beforeEach(function () {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-disk-'));
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder], { stdio: 'ignore' });
    } catch {
      rmSync(folder, { recursive: true });
      folder = '';
      this.skip();
    }
  });
  afterEach(() => {
    if (folder === '') return;
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return () => {
    const filler = path.join(folder, 'filler');
    return {
      folder,
      fill() {
        const { bavail, bsize } = statfsSync(folder);
        writeFileSync(filler, new Uint8Array(bavail * bsize), { flag: 'a' });
      },
      makeRoom: () => rmSync(filler),
    };
  };
}
