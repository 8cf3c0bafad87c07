import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { isInside } from '../util/isInside';

/**
 * Finds a program on the PATH and returns its full path; undefined if there is none. A program of the folder itself is never returned:
 * relative entries of the PATH, those inside the folder and those that npm puts first are ignored, and the system never searches the
 * working folder.
 * @param folder whose programs are not to be run
 */
export function findProgram(name: string, folder: string, search = process.env['PATH'] ?? ''): string | undefined {
  const file = process.platform === 'win32' ? `${name}.exe` : name;
  const root = real(folder) ?? path.resolve(folder);
  // Every path is below the root of a file system, which is no project's folder.
  const isOfFolder = (place: string): boolean => root !== path.parse(root).root && isInside(place, root);
  for (const place of search.split(path.delimiter)) {
    if (!path.isAbsolute(place) || /[\\/]node_modules[\\/]\.bin[\\/]?$/.test(place)) continue;
    const found = path.join(place, file);
    // Both: a link in the folder that leads out is the folder's choice, and so is one outside that leads in.
    const target = real(found);
    if (target === undefined || !isProgram(target)) continue;
    if (![target, path.join(real(place) ?? place, file)].some(isOfFolder)) return found;
  }
  return undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

function real(place: string): string | undefined {
  try {
    return realpathSync(place);
  } catch {
    return undefined;
  }
}
