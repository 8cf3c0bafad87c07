import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { unzipSync } from 'fflate';
import type { RunOverview } from '../src/runFolder/readRun';

/** A workspace with runs that an older version of Digits Lab left; see scripts/makeOldRuns.mjs. */
export interface OldRuns {
  /** The workspace, in a folder of its own. */
  readonly folder: string;
  readonly runs: string;
  readonly queueFile: string;
  readonly expected: ExpectedRuns;
  /** The folder of a run. */
  at(role: OldRun): string;
  remove(): void;
}

export type OldRun =
  | 'completed'
  | 'interrupted'
  | 'stopped'
  | 'failed'
  | 'archived'
  | 'resumed'
  | 'patient'
  | 'wasm'
  | 'recorded'
  | 'child';

/** What the version that made them said of them. */
export interface ExpectedRuns {
  readonly ids: Readonly<Record<OldRun | 'waiting', string>>;
  /** Links by their places in the workspace, and where they lead. */
  readonly links: Readonly<Record<string, string>>;
  /** What `digits list` wrote: all runs with these columns, and without any options. */
  readonly list: { readonly columns: string; readonly wide: string; readonly usual: string };
  readonly runs: Readonly<Record<OldRun, ExpectedRun>>;
}

export interface ExpectedRun {
  readonly status: RunOverview['status'];
  readonly label: string;
  readonly epochs: readonly {
    readonly epoch: number;
    readonly loss: number;
    readonly accuracy: number;
    readonly valLoss: number | null;
    readonly valAccuracy: number | null;
  }[];
  /** Events of batches. */
  readonly batches: number;
  readonly log: readonly string[];
  readonly reason: string | null;
  readonly keptEpoch: number | null;
  readonly testLoss: number | null;
  readonly testAccuracy: number | null;
  /** What `digits show` wrote, with {workspace} in place of the folder. */
  readonly show: string;
}

/** Unpacks the runs of version 0.1.0, one of each status, into a temporary folder. */
export function oldRuns(): OldRuns {
  const fixture = path.resolve('test', 'fixtures', 'runs-0.1.0');
  const expected = JSON.parse(readFileSync(path.join(fixture, 'expected.json'), 'utf8')) as ExpectedRuns;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-old-'));
  const files = Object.entries(unzipSync(brotliDecompressSync(readFileSync(path.join(fixture, 'runs.zip.br')))));
  for (const [name, content] of files) {
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), content);
  }
  // As where a system does not let a program make links, it had none.
  if (process.platform !== 'win32') for (const [name, to] of Object.entries(expected.links)) symlinkSync(to, path.join(folder, name));
  const runs = path.join(folder, '.digits', 'runs');
  return {
    folder,
    runs,
    queueFile: path.join(folder, '.digits', 'queue.json'),
    expected,
    at: role => path.join(runs, expected.ids[role]),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
