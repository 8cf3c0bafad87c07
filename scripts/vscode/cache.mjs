import path from 'node:path';
import { userCache } from '../userCache.mjs';

/** Where what the tests and `npm start` download of VS Code is kept: `VSCODE_TEST_CACHE`, or `digits-lab/vscode` in the user's cache folder. */
export function vscodeCache() {
  const { VSCODE_TEST_CACHE: own } = process.env;
  return own ? path.resolve(own) : userCache('vscode');
}
