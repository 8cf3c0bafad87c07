import { TENSORFLOW_FOLDER } from '../contract/engines';
import { setting } from './settings';

/** What the settings have a trainer find in its environment. */
export function trainerEnvironment(): NodeJS.ProcessEnv {
  const folder = setting('digitsLab.tensorflow').trim();
  return folder === '' ? {} : { [TENSORFLOW_FOLDER]: folder };
}
