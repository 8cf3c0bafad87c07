import os from 'node:os';
import path from 'node:path';

/** What a system has a place for: a folder below the home folder or, on Windows, below this product's own in the local data. */
interface Place {
  readonly variable: string;
  /** Of the XDG base directory specification, with the folder that it stands for where it is not set. */
  readonly xdg: { readonly variable: string; readonly folder: string };
  readonly darwin: string;
  readonly win32: string;
}

type FindFolder = (env?: NodeJS.ProcessEnv, platform?: NodeJS.Platform, home?: string) => string;

/** Where this product may keep files that can be made again: `DIGITS_CACHE`, or `digits-lab` in the user's cache folder. */
export const cacheFolder = folderAt({
  variable: 'DIGITS_CACHE',
  xdg: { variable: 'XDG_CACHE_HOME', folder: '.cache' },
  darwin: 'Library/Caches',
  win32: '',
});

/** Where this product keeps what this user asked for: `DIGITS_STATE`, or `digits-lab` in the place that the system has for such data. */
export const stateFolder = folderAt({
  variable: 'DIGITS_STATE',
  xdg: { variable: 'XDG_STATE_HOME', folder: '.local/state' },
  darwin: 'Library/Application Support',
  win32: 'state',
});

/** Where this product reads what this user has written for it: `DIGITS_CONFIG`, or `digits-lab` in the place that the system has for settings. */
export const configFolder = folderAt({
  variable: 'DIGITS_CONFIG',
  xdg: { variable: 'XDG_CONFIG_HOME', folder: '.config' },
  darwin: 'Library/Application Support',
  win32: 'config',
});

function folderAt({ variable, xdg, darwin, win32 }: Place): FindFolder {
  return (env = process.env, platform = process.platform, home = os.homedir()) => {
    const own = env[variable];
    if (own) return own;
    if (platform === 'win32') return path.join(env['LOCALAPPDATA'] || path.join(home, 'AppData', 'Local'), 'digits-lab', win32);
    if (platform === 'darwin') return path.join(home, darwin, 'digits-lab');
    const base = env[xdg.variable];
    // The specification has relative paths ignored.
    return path.join(base !== undefined && path.isAbsolute(base) ? base : path.join(home, xdg.folder), 'digits-lab');
  };
}
