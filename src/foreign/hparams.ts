import type { JsonObject } from './foreignRun';
import { asObject } from './looseJson';
import { readYaml } from './yaml';

/** Where Lightning keeps the settings of a run, beside its log; any other script may. */
export const HPARAMS = 'hparams.yaml';

/** The settings beside a log. @param missing where it is said why there are none although the file is there */
export async function settingsBeside(folder: string, missing: string[]): Promise<JsonObject> {
  try {
    return asObject(await readYaml(folder, HPARAMS));
  } catch (error) {
    missing.push(`The settings were left out: ${(error as Error).message}`);
    return {};
  }
}
