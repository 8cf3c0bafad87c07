import os from 'node:os';
import path from 'node:path';

/** Where this product may keep what it can make again: `DIGITS_CACHE`, or `digits-lab` in the user's cache folder. */
export function cacheFolder(
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
  home = os.homedir(),
): string {
  if (env['DIGITS_CACHE']) return env['DIGITS_CACHE'];
  const base =
    platform === 'win32'
      ? env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local')
      : platform === 'darwin'
        ? path.join(home, 'Library', 'Caches')
        : absolute(env['XDG_CACHE_HOME']) || path.join(home, '.cache');
  return path.join(base, 'digits-lab');
}

/** The XDG base directory specification has relative paths ignored. */
function absolute(folder: string | undefined): string {
  return folder !== undefined && path.isAbsolute(folder) ? folder : '';
}
