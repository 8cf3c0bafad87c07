import os from 'node:os';
import path from 'node:path';

/** Where this product may keep files that can be made again: `DIGITS_CACHE`, or `digits-lab` in the user's cache folder. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = os.homedir(),
): string {
  if (env['DIGITS_CACHE']) return env['DIGITS_CACHE'];
  const base =
    platform === 'win32'
      ? localData(env, home)
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Caches')
        : absolute(env['XDG_CACHE_HOME']) || path.join(home, '.cache');
  return path.join(base, 'digits-lab');
}

/** Where this product keeps what this user asked for: `DIGITS_STATE`, or `digits-lab` in the place that the system has for such data. */
export function stateFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = os.homedir(),
): string {
  if (env['DIGITS_STATE']) return env['DIGITS_STATE'];
  if (platform === 'win32') return path.join(localData(env, home), 'digits-lab', 'state');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'digits-lab');
  return path.join(absolute(env['XDG_STATE_HOME']) || path.join(home, '.local', 'state'), 'digits-lab');
}

/** Where this product reads what this user has written for it: `DIGITS_CONFIG`, or `digits-lab` in the place that the system has for settings. */
export function configFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = os.homedir(),
): string {
  if (env['DIGITS_CONFIG']) return env['DIGITS_CONFIG'];
  if (platform === 'win32') return path.join(localData(env, home), 'digits-lab', 'config');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'digits-lab');
  return path.join(absolute(env['XDG_CONFIG_HOME']) || path.join(home, '.config'), 'digits-lab');
}

function localData(env: NodeJS.ProcessEnv, home: string): string {
  return env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local');
}

/** The XDG base directory specification has relative paths ignored. */
function absolute(folder: string | undefined): string {
  return folder !== undefined && path.isAbsolute(folder) ? folder : '';
}
