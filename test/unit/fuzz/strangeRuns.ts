import { lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as fc from 'fast-check';
import { decodeNpy, encodeNpy } from '../../../src/artifacts/npy';
import type { OldRun } from '../../oldRuns';
import { mutatedBytes } from './byteMutations';
import { mutatedJsonText } from './jsonMutations';
import { readOldFiles } from './oldFiles';
import { snapshot, SpecialFiles, type Snapshot } from './trees';

const old = readOldFiles();
const roles = ['completed', 'interrupted', 'recorded'] as const satisfies OldRun[];

/** Stands in every file outside of the runs, and must stand in nothing that is read of them. */
export const SECRET = 'a-secret-of-somebody-else';

/** The name of the run's folder. */
const MINE = '20260102-030405-mine';

/** What is done to something in a run's folder. */
type Change =
  /** A character a byte, since it is shown when something fails. */
  | { readonly kind: 'content'; readonly latin1: string }
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'special'; readonly file: 'pipe' | 'socket' }
  | { readonly kind: 'folder' | 'huge' | 'nothing' };

/** A run of a stranger: one that was real, with some of its files changed. */
export interface StrangeRun {
  readonly role: (typeof roles)[number];
  readonly changes: readonly { readonly name: string; readonly change: Change }[];
}

const jsonFiles = ['config.json', 'summary.json', 'labels.json', 'owner.json', 'wandb/tracking.json'];
const otherFiles = ['notes.md', 'predictions.npy', 'probabilities.npy', 'model/weights.bin', 'checkpoint/checkpoint.npz'];
const folders = ['', 'wandb', 'model', 'checkpoint'];

/** `{outside}` is a run's folder with a secret in every file. */
const place = (name: string): fc.Arbitrary<Change> =>
  fc.oneof(
    fc
      .constantFrom(`{outside}/${name}`, '{outside}', '/dev/zero', '/', '.', '..', 'nowhere', path.posix.basename(name) || MINE)
      .map((to): Change => ({ kind: 'link', to })),
    fc.constantFrom('pipe' as const, 'socket' as const).map((file): Change => ({ kind: 'special', file })),
    fc.constantFrom('folder' as const, 'huge' as const, 'nothing' as const).map((kind): Change => ({ kind })),
  );

const files = (name: string): Buffer[] => roles.flatMap(role => old.run(role).get(name) ?? []);

function asContent(bytes: Buffer): Change {
  return { kind: 'content', latin1: bytes.toString('latin1') };
}

function contentOf(name: string): fc.Arbitrary<Change> {
  const bytes = mutatedBytes([...files(name), Buffer.alloc(0)]);
  const content = jsonFiles.includes(name)
    ? fc.oneof(
        mutatedJsonText(old.json(name)).map(text => Buffer.from(text)),
        bytes,
      )
    : bytes;
  return content.map(asContent);
}

/** Events of which some are mutated, or stand there twice. */
const events: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom(...files('events.jsonl')), fc.array(fc.tuple(fc.nat(), fc.nat(1), mutatedJsonText(old.events)), { maxLength: 4 }))
  .map(([file, lines]) => {
    const all = file.toString().split('\n');
    for (const [at, instead, line] of lines) all.splice(at % all.length, instead, line);
    return asContent(Buffer.from(all.join('\n')));
  });

function changed(names: readonly string[], how: (name: string) => fc.Arbitrary<Change>): fc.Arbitrary<StrangeRun['changes'][number]> {
  return fc.constantFrom(...names).chain(name => how(name).map(change => ({ name, change })));
}

export const strangeRun: fc.Arbitrary<StrangeRun> = fc.record({
  role: fc.constantFrom(...roles),
  changes: fc.array(
    fc.oneof(
      { arbitrary: changed(jsonFiles, contentOf), weight: 6 },
      { arbitrary: changed(['events.jsonl'], () => fc.oneof(events, contentOf('events.jsonl'))), weight: 4 },
      { arbitrary: changed(otherFiles, contentOf), weight: 2 },
      { arbitrary: changed([...jsonFiles, ...otherFiles, ...folders, 'events.jsonl'], place), weight: 4 },
    ),
    { minLength: 1, maxLength: 4 },
  ),
});

/** A folder of runs: one that is a run as always, and one that may be anything. Beside it lies what has nothing to do with them. */
export class StrangeRuns {
  readonly runs: string;
  /** The run that stays as it is. */
  readonly good: string;
  /** The other one. */
  readonly folder: string;
  private readonly outside: string;

  private constructor(
    readonly base: string,
    private readonly specials: SpecialFiles,
  ) {
    this.runs = path.join(base, '.digits', 'runs');
    this.good = path.join(this.runs, '20260102-030405-good');
    this.folder = path.join(this.runs, MINE);
    this.outside = path.join(base, 'outside');
    write(this.good, old.run('completed'));
    write(
      this.outside,
      [...old.run('recorded')].map(([name, bytes]) => [name, withSecret(name, bytes)]),
    );
  }

  static async make(): Promise<StrangeRuns> {
    const base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-strange-')));
    return new StrangeRuns(base, await SpecialFiles.make(path.join(base, 'specials')));
  }

  /** Puts a stranger's run there. */
  put({ role, changes }: StrangeRun): void {
    rmSync(this.folder, { recursive: true, force: true });
    write(this.folder, old.run(role));
    for (const { name, change } of changes) this.change(name, change);
  }

  /** Everything that is not that run. */
  others(): Snapshot {
    return snapshot(this.base, this.folder);
  }

  async remove(): Promise<void> {
    await this.specials.close();
    rmSync(this.base, { recursive: true });
  }

  private change(name: string, change: Change): void {
    const at = path.join(this.folder, name);
    const parent = path.dirname(at);
    // A change before it may have put something else in the place of its folder.
    if (!isFolder(parent)) return;
    rmSync(at, { recursive: true, force: true });
    if (change.kind === 'content') writeFileSync(at, change.latin1, 'latin1');
    else if (change.kind === 'link') symlinkSync(change.to.replace('{outside}', this.outside), at);
    else if (change.kind === 'special') this.specials.link(change.file, at);
    else if (change.kind === 'folder') mkdirSync(at);
    else if (change.kind === 'huge') {
      writeFileSync(at, '');
      truncateSync(at, 5_000_000_000);
    }
  }
}

function isFolder(place: string): boolean {
  try {
    return lstatSync(place).isDirectory() && realpathSync(place) === place;
  } catch {
    return false;
  }
}

/** So many images are enough, where there are ten thousand. */
const IMAGES = 50;

function write(folder: string, contents: Iterable<readonly [string, Buffer]>): void {
  for (const [name, bytes] of contents) {
    if (/^wandb\/.*\/|ground_truth/.test(name)) continue;
    mkdirSync(path.join(folder, path.dirname(name)), { recursive: true });
    writeFileSync(path.join(folder, name), name.endsWith('.npy') ? shortened(bytes) : bytes);
  }
}

function shortened(bytes: Buffer): Uint8Array {
  const { shape, data } = decodeNpy(bytes, 'an array');
  const rows = Math.min(IMAGES, shape[0]!);
  return encodeNpy({ shape: [rows, ...shape.slice(1)], data: data.slice(0, (data.length / shape[0]!) * rows) });
}

/** The same with a secret in every text. */
function withSecret(name: string, bytes: Buffer): Buffer {
  if (name === 'events.jsonl')
    return Buffer.concat([
      bytes,
      Buffer.from(`{"type":"logged","time":"2026-01-02T03:04:05.000Z","level":"info","message":"${SECRET}"}\n`),
    ]);
  const places: Readonly<Record<string, (json: Record<string, Record<string, unknown>>) => object>> = {
    'config.json': json => ({ ...json, author: SECRET }),
    'summary.json': json => ({ ...json, reason: SECRET }),
    'labels.json': json => ({ ...json, name: SECRET }),
    'wandb/tracking.json': json => ({ ...json, target: { ...json['target'], project: SECRET } }),
  };
  const how = places[name];
  return how ? Buffer.from(JSON.stringify(how(JSON.parse(String(bytes)) as Record<string, Record<string, unknown>>))) : bytes;
}
