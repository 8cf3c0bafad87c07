import type { KeptSpeed } from '../contract/engineOrder';
import { engineSpeedsFile, MOST_SPEEDS } from '../contract/formats/engineSpeeds';
import { parseJson } from '../contract/formats/parseJson';
import { readFileIn } from '../files/readFiles';
import { makeFolder, writeFileIn } from '../files/writeFiles';
import { cacheFolder } from '../util/userFolders';
import { VERSION } from '../util/version';
import { machine } from './machine';

/** Where the speeds are kept, and of what. By default of this machine and version, in the user's cache folder. */
export interface SpeedsPlace {
  readonly folder: string;
  readonly machine: string;
  readonly version: string;
}

/** No such file is larger. */
const LIMIT_BYTES = 100_000;

const here = (): SpeedsPlace => ({ folder: cacheFolder(), machine: machine(), version: VERSION });

/**
 * How fast the engines were when they were measured on this machine with this version; none where that was never done, or what was kept
 * cannot be read: then they are measured anew.
 * @param threads only those that were measured with so many
 */
export async function keptSpeeds(threads: number, place: SpeedsPlace = here()): Promise<KeptSpeed[]> {
  return (await readSpeeds(place)).filter(speed => speed.threads === threads);
}

/** Keeps speeds in the place of those of the same engine and threads. Where nothing can be written, nothing is kept. Never rejects. */
export async function keepSpeeds(speeds: readonly KeptSpeed[], place: SpeedsPlace = here()): Promise<void> {
  if (speeds.length === 0) return;
  const isAnew = (old: KeptSpeed): boolean => speeds.some(({ engine, threads }) => engine === old.engine && threads === old.threads);
  const others = (await readSpeeds(place)).filter(old => !isAnew(old));
  await write([...others, ...speeds].slice(-MOST_SPEEDS), place);
}

/** Forgets the speed of an engine that is another version now, so that it is measured anew. Never rejects. */
export async function forgetSpeed(engine: KeptSpeed['engine'], place: SpeedsPlace = here()): Promise<void> {
  await write(
    (await readSpeeds(place)).filter(old => old.engine !== engine),
    place,
  );
}

async function readSpeeds(place: SpeedsPlace): Promise<readonly KeptSpeed[]> {
  try {
    const bytes = await readFileIn(place.folder, fileOf(place), LIMIT_BYTES);
    if (!bytes) return [];
    const kept = parseJson(engineSpeedsFile, bytes.toString('utf8'), fileOf(place));
    return kept.machine === place.machine && kept.version === place.version ? kept.speeds : [];
  } catch {
    // Damaged, a link, or of another version: what is measured anew takes its place.
    return [];
  }
}

async function write(speeds: readonly KeptSpeed[], place: SpeedsPlace): Promise<void> {
  const { folder, machine: of, version } = place;
  try {
    await makeFolder(folder);
    await writeFileIn(folder, fileOf(place), `${JSON.stringify({ schemaVersion: 1, machine: of, version, speeds }, undefined, 1)}\n`);
  } catch {
    // It costs a measurement the next time.
  }
}

/** A home folder may be that of several machines. */
function fileOf(place: SpeedsPlace): string {
  return `engine-speeds-${place.machine}.json`;
}
