import path from 'node:path';
import { findProgram } from './findProgram';
import { ask, type ProgramOutput } from './launch';

/** For every question: nothing is written, fetched, asked of a person or shown by a pager. */
const environment = {
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_ALLOW_PROTOCOL: 'none',
  GIT_TERMINAL_PROMPT: '0',
  LC_ALL: 'C',
} as const;

const flags = ['--no-pager', '-c', 'safe.bareRepository=explicit', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null'];

/**
 * Commands of Git that only read text: they open neither the index nor a file of the work tree; Git runs other programs only when it does.
 */
export type TextCommand = 'rev-parse' | 'symbolic-ref' | 'config';

/**
 * What Git reads in a folder.
 * @throws when there is no Git but the folder's own, or it does not answer
 */
export function readWithGit(folder: string, [command, ...args]: readonly [TextCommand, ...string[]]): Promise<ProgramOutput> {
  const stop = { GIT_CEILING_DIRECTORIES: path.dirname(folder) };
  return ask(gitProgram(folder), [...flags, '-C', folder, command, ...args], { ...environment, ...stop });
}

/** A repository whose settings are this product's own, seen beside a work tree. */
export interface PrivateRepository {
  /** Its HEAD, refs, settings and home. */
  readonly folder: string;
  readonly workTree: string;
  readonly index: string;
  readonly objects: string;
  /** `name=value`. */
  readonly settings: readonly string[];
}

/**
 * Asks Git about the files of a work tree. Git sees only the given settings, and none of the repository or of the user, so that there is no
 * program that it could run: no filter, hook, monitor or helper.
 * @throws when there is no Git but the folder's own, or it does not answer
 */
export function lookWithGit(
  repository: PrivateRepository,
  [command, ...args]: readonly ['status' | 'check-ignore', ...string[]],
): Promise<ProgramOutput> {
  const { folder, workTree, index, objects, settings } = repository;
  const none = path.join(folder, 'config');
  const chosen = settings.flatMap(setting => ['-c', setting]);
  return ask(gitProgram(workTree), [...chosen, ...flags, '-C', workTree, command, ...args], {
    ...environment,
    GIT_DIR: folder,
    GIT_WORK_TREE: workTree,
    GIT_INDEX_FILE: index,
    GIT_OBJECT_DIRECTORY: objects,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_SYSTEM: none,
    GIT_CONFIG_GLOBAL: none,
    GIT_CONFIG_COUNT: '0',
    HOME: folder,
    XDG_CONFIG_HOME: folder,
  });
}

function gitProgram(folder: string): string {
  const program = findProgram('git', folder);
  if (program === undefined) throw new Error('There is no git on the PATH.');
  return program;
}
