// Where what the tests and `npm start` download of VS Code is kept: outside the checkout, so that a fresh clone finds it there.
import os from 'node:os';
import path from 'node:path';

/** `VSCODE_TEST_CACHE`, or `digits-lab/vscode` in the user's cache folder. */
export function vscodeCache() {
  const { VSCODE_TEST_CACHE: own, XDG_CACHE_HOME: xdg, LOCALAPPDATA: local } = process.env;
  if (own) return path.resolve(own);
  const base =
    process.platform === 'win32'
      ? local || path.join(os.homedir(), 'AppData', 'Local')
      : process.platform === 'darwin'
        ? path.join(os.homedir(), 'Library', 'Caches')
        : xdg && path.isAbsolute(xdg)
          ? xdg
          : path.join(os.homedir(), '.cache');
  return path.join(base, 'digits-lab', 'vscode');
}
