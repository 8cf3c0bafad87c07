import path from 'node:path';
import { MOST_FOLLOWED } from '../../contract/formats/follower';
import { isInside } from '../../util/isInside';

export interface FollowedPaths {
  /** Below the open folder, with `/`; an empty one is the folder itself. */
  readonly paths: readonly string[];
  /** Why some are not followed, for a person. */
  readonly refused: readonly string[];
}

/**
 * What a list of the setting names in an open folder. The setting may come with the folder, so that it never leads out of it.
 * @param wanted as it stands in a file that anybody may have written
 */
export function pathsBelow(folder: string, wanted: unknown): FollowedPaths {
  if (!Array.isArray(wanted)) return { paths: [], refused: ['digitsLab.follow: expected a list of files and folders.'] };
  const paths = new Set<string>();
  const refused: string[] = [];
  for (const one of wanted as readonly unknown[]) {
    if (typeof one !== 'string') {
      refused.push('digitsLab.follow: something in the list is no text; expected the path of a file or folder.');
      continue;
    }
    const place = path.resolve(folder, one);
    if (isInside(place, folder)) paths.add(nameBelow(folder, place));
    else
      refused.push(
        `${one.slice(0, 200)}: digitsLab.follow names what lies outside of the open folder, which is not followed. If that is meant, choose it with Digits: Follow Log Files….`,
      );
  }
  if (paths.size > MOST_FOLLOWED)
    refused.push(
      `digitsLab.follow: ${paths.size} files and folders; only the first ${MOST_FOLLOWED} are followed. Name a folder that they are in.`,
    );
  return { paths: [...paths].slice(0, MOST_FOLLOWED), refused };
}

/** @param place in the folder, or the folder itself */
export function nameBelow(folder: string, place: string): string {
  return path.relative(folder, place).replaceAll(path.sep, '/');
}
