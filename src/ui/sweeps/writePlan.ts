import path from 'node:path';
import { realpath } from 'node:fs/promises';
import { createFileIn } from '../../files/writeFiles';
import { fileNameOf, planFileOf, type SweepDraft } from '../../experiment/sweeps/sweepDraft';
import { toJson } from '../../util/json';

/** So many plans of one name there may be. */
const MOST = 1_000;

/** Writes a plan as a new file of a folder; what is there already stays. @returns the file */
export async function writePlan(draft: SweepDraft, folder: string): Promise<string> {
  const name = fileNameOf(draft);
  const real = await realpath(folder);
  for (let number = 1; number <= MOST; number++) {
    const file = `${name}${number === 1 ? '' : `-${number}`}.digits.json`;
    try {
      await createFileIn(real, file, toJson(planFileOf(draft)));
      return path.join(folder, file);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  throw new Error(`${folder}: there are ${MOST} plans called ${name} already; remove some.`);
}
