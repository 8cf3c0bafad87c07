// Where what is downloaded once for this project is kept: outside the checkout, so that a fresh clone finds it there.
import os from 'node:os';
import path from 'node:path';

/**
 * A folder of `digits-lab` in the user's cache folder.
 * @param {string} name
 */
export function userCache(name) {
  const { XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  const base =
    process.platform === 'win32'
      ? local || path.join(os.homedir(), 'AppData', 'Local')
      : process.platform === 'darwin'
        ? path.join(os.homedir(), 'Library', 'Caches')
        : xdg && path.isAbsolute(xdg)
          ? xdg
          : path.join(os.homedir(), '.cache');
  return path.join(base, 'digits-lab', name);
}
