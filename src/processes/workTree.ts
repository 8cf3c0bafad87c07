import { constants, existsSync, realpathSync } from 'node:fs';
import { copyFile, lstat, mkdir, mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isInside } from '../util/isInside';
import { lookWithGit, readWithGit, type PrivateRepository } from './git';
import { readGitSettings, type GitSettings } from './gitSettings';

/** No list of patterns of a repository is longer. */
const FILE_BYTES = 1 << 20;

/**
 * A Git work tree that may be a stranger's. It is the folder that holds `.git`: what only looks like a repository is none. Nothing that
 * the folder or the repository names is run, and nothing in either is written.
 *
 * A `.git` file leads to a repository that lies in the folder, or that names this work tree itself, as those of linked work trees and
 * submodules do. Of any other one nothing is told.
 */
export class WorkTree {
  private constructor(
    readonly folder: string,
    private readonly settings: GitSettings,
    private readonly paths: { readonly index: string; readonly objects: string; readonly info: string },
  ) {}

  /** Finds the work tree that a folder lies in, or would lie in once it is made; undefined if there is none, or no Git. Never rejects. */
  static async around(folder: string): Promise<WorkTree | undefined> {
    try {
      const root = holderOfGit(existingParent(folder));
      return root === undefined ? undefined : await WorkTree.open(root);
    } catch {
      return undefined;
    }
  }

  private static async open(root: string): Promise<WorkTree | undefined> {
    const asked = ['index', 'objects', 'info'].flatMap(name => ['--git-path', name]);
    const [{ exitCode, text }, settings] = await Promise.all([
      readWithGit(root, ['rev-parse', '--git-dir', '--git-common-dir', ...asked]),
      readGitSettings(root),
    ]);
    const [repository, common, index, objects, info] = text.split('\n').map(line => path.resolve(root, line));
    if (exitCode !== 0 || !repository || !common || !index || !objects || !info) return undefined;
    return (await belongs(root, { repository, common, settings })) ? new WorkTree(root, settings, { index, objects, info }) : undefined;
  }

  /** Git's user.name there; empty when there is none. */
  get userName(): string {
    return this.settings.userName;
  }

  /** The commit that is checked out, and its branch, if it is one's. Undefined before the first commit. */
  async head(): Promise<{ commit: string; branch: string | null } | undefined> {
    const [head, name] = await Promise.all([
      readWithGit(this.folder, ['rev-parse', '--verify', 'HEAD']),
      readWithGit(this.folder, ['symbolic-ref', '-q', 'HEAD']),
    ]);
    const commit = head.text.trim();
    if (head.exitCode !== 0 || !/^([0-9a-f]{40}|[0-9a-f]{64})$/.test(commit)) return undefined;
    const branch = /^refs\/heads\/(.+)$/.exec(name.text.trim())?.[1];
    return { commit, branch: branch ?? null };
  }

  /**
   * Whether tracked files differ from a commit. What is inside a submodule is not looked at but its commit. A file that a filter (Git LFS)
   * stores otherwise has changed when its size or time has: what the filter would say is not known without running it.
   * @throws when Git does not answer
   */
  isDirty(commit: string): Promise<boolean> {
    return this.look(commit, async repository => {
      const differing = await this.status(repository);
      if (differing === '') return false;
      const onlyChanged = differing.split('\0').every(entry => entry === '' || entry.startsWith(' M'));
      if (!onlyChanged || (await this.status(repository, ':(attr:!filter)')) !== '') return true;
      // Left are filtered files. Git compares the bytes of one that is as old as the index, since it may have changed at that moment; by an
      // index that is younger than all files, it takes their sizes and times for the answer.
      const index = path.join(repository.folder, 'index');
      await copyFile(repository.index, index);
      const later = new Date(Date.now() + 60_000);
      await utimes(index, later, later);
      return (await this.status({ ...repository, index })) !== '';
    });
  }

  private async status(repository: PrivateRepository, ...places: readonly string[]): Promise<string> {
    const options = ['-z', '--porcelain', '--untracked-files=no', '--ignore-submodules=dirty', '--no-renames'];
    const { exitCode, text } = await lookWithGit(repository, ['status', ...options, '--', ...places]);
    if (exitCode !== 0) throw new Error(`git status ended with ${exitCode} in ${this.folder}.`);
    return text;
  }

  /** Whether Git ignores an untracked file. @throws when Git does not answer */
  isIgnored(file: string): Promise<boolean> {
    return this.look('ref: refs/heads/none', async repository => {
      const place = path.relative(this.folder, path.join(realpathSync(path.dirname(file)), path.basename(file)));
      const { exitCode } = await lookWithGit(repository, ['check-ignore', '-q', '--', `./${place}`]);
      if (exitCode > 1) throw new Error(`git check-ignore ended with ${exitCode} in ${this.folder}.`);
      return exitCode === 0;
    });
  }

  /** Calls back with a repository for one question. */
  private async look<T>(head: string, question: (repository: PrivateRepository) => Promise<T>): Promise<T> {
    const { paths, settings } = this;
    await checkIndex(paths.index);
    const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-git-'));
    try {
      const { objectFormat } = settings;
      const format = objectFormat === 'sha1' ? '0\n' : `1\n[extensions]\n\tobjectFormat = ${objectFormat}\n`;
      await Promise.all([
        writeFile(path.join(folder, 'config'), `[core]\n\tbare = false\n\trepositoryFormatVersion = ${format}`),
        writeFile(path.join(folder, 'HEAD'), `${head}\n`),
        mkdir(path.join(folder, 'refs')),
        mkdir(path.join(folder, 'info')),
      ]);
      for (const name of ['exclude', 'attributes']) {
        const text = await readRegularFile(path.join(paths.info, name));
        if (text !== undefined) await writeFile(path.join(folder, 'info', name), text);
      }
      await copySharedIndexes(path.dirname(paths.index), folder);
      const { index, objects } = paths;
      return await question({ folder, workTree: this.folder, index, objects, settings: settings.harmless });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }
}

/** The folder may not be there yet. */
function existingParent(folder: string): string {
  return existsSync(folder) ? realpathSync(folder) : existingParent(path.dirname(folder));
}

function holderOfGit(folder: string): string | undefined {
  if (existsSync(path.join(folder, '.git'))) return folder;
  const parent = path.dirname(folder);
  return parent === folder ? undefined : holderOfGit(parent);
}

/** Whether a repository is this work tree's, and not one elsewhere that is only pointed to. */
async function belongs(
  root: string,
  { repository, common, settings }: { readonly repository: string; readonly common: string; readonly settings: GitSettings },
): Promise<boolean> {
  const [tree, own, shared] = [root, repository, common].map(place => realpathSync(place)) as [string, string, string];
  if (!isInside(shared, tree) && !isInside(own, shared)) return false;
  if (isInside(own, tree)) return true;
  // A linked work tree's repository has the path of its .git file, a submodule's the path of its folder.
  const linked = (await readRegularFile(path.join(own, 'gitdir')))?.toString().trim();
  const isSame = (place: string | undefined, other: string): boolean => {
    const full = place === undefined ? '' : path.resolve(own, place);
    return existsSync(full) && realpathSync(full) === realpathSync(other);
  };
  return isSame(linked, path.join(root, '.git')) || isSame(settings.workTree, root);
}

/** @throws when Git could not read it in time, or read it as another place's */
async function checkIndex(index: string): Promise<void> {
  const stats = await lstat(index).catch(() => undefined);
  if (stats !== undefined && !stats.isFile()) throw new Error(`${index}: expected a file.`);
}

/** Where the index is split, its larger part lies beside it. */
async function copySharedIndexes(from: string, to: string): Promise<void> {
  for (const name of await readdir(from)) {
    if (!/^sharedindex\.[0-9a-f]+$/.test(name)) continue;
    await checkIndex(path.join(from, name));
    await copyFile(path.join(from, name), path.join(to, name));
  }
}

/** Undefined when it is not there, no regular file, or too long. */
async function readRegularFile(file: string): Promise<Buffer | undefined> {
  try {
    // Not through a link, and without waiting for a pipe.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    try {
      const stats = await handle.stat();
      return stats.isFile() && stats.size <= FILE_BYTES ? await handle.readFile() : undefined;
    } finally {
      await handle.close();
    }
  } catch {
    return undefined;
  }
}
