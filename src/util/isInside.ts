import path from 'node:path';

/** Whether a path lies in a folder or is that folder, as the paths say; links are not looked at. */
export function isInside(place: string, folder: string): boolean {
  const relative = path.relative(folder, place);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}
