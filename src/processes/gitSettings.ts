import os from 'node:os';
import path from 'node:path';
import { readWithGit } from './git';

export interface GitSettings {
  /** Empty: none. */
  readonly userName: string;
  readonly objectFormat: 'sha1' | 'sha256';
  /** Where a repository says its work tree is. */
  readonly workTree: string | undefined;
  /** `name=value`, of those that say how the files of a work tree compare with what is stored; none of them can name a program. */
  readonly harmless: readonly string[];
}

const compared = ['autocrlf', 'eol', 'filemode', 'symlinks', 'ignorecase', 'trustctime', 'checkstat', 'precomposeunicode'];
const files = { 'core.excludesfile': 'ignore', 'core.attributesfile': 'attributes' } as const;

/**
 * Of the repository, the user and the system together, as Git puts them together.
 * @param folder one without a repository: only the user's and the system's
 * @throws when Git does not answer
 */
export async function readGitSettings(folder: string): Promise<GitSettings> {
  const names = ['worktree', 'excludesfile', 'attributesfile', ...compared].join('|');
  const pattern = `^(user\\.name|extensions\\.objectformat|core\\.(${names}))$`;
  const { text } = await readWithGit(folder, ['config', '--null', '--get-regexp', pattern]);
  // The last of a name counts; one without a value is true.
  const values = new Map(text.split('\0').map(entry => split(entry)));
  const harmless = compared.flatMap(name => {
    const value = values.get(`core.${name}`);
    return value === undefined ? [] : [`core.${name}=${value}`];
  });
  for (const [name, standard] of Object.entries(files)) harmless.push(`${name}=${expand(values.get(name)) ?? userFile(standard)}`);
  return {
    userName: values.get('user.name')?.trim() ?? '',
    objectFormat: values.get('extensions.objectformat') === 'sha256' ? 'sha256' : 'sha1',
    workTree: values.get('core.worktree'),
    harmless,
  };
}

function split(entry: string): [name: string, value: string] {
  const end = entry.indexOf('\n');
  return end === -1 ? [entry, 'true'] : [entry.slice(0, end), entry.slice(end + 1)];
}

/** Where Git looks without a setting. */
function userFile(name: string): string {
  return path.join(process.env['XDG_CONFIG_HOME'] || path.join(os.homedir(), '.config'), 'git', name);
}

function expand(file: string | undefined): string | undefined {
  return file?.startsWith('~/') ? path.join(os.homedir(), file.slice(2)) : file;
}
