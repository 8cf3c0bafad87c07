import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { GitState } from '../../../src/contract/run';
import { isOpenToGit } from '../../../src/tracking/wandb/gitIgnored';
import { describeAuthor } from '../../../src/processes/author';
import { describeGit } from '../../../src/trainer/environment';

/** What Git itself says, with all its settings and programs. */
function plainly(folder: string): GitState | null {
  try {
    const [commit = '', branch = '', status = ''] = [
      git(folder, 'rev-parse', 'HEAD'),
      git(folder, 'branch', '--show-current'),
      git(folder, 'status', '--porcelain', '--untracked-files=no'),
    ].map(text => text.trim());
    return { commit, branch: branch || null, dirty: status !== '' };
  } catch {
    return null;
  }
}

function git(folder: string, ...args: string[]): string {
  return execFileSync('git', ['-c', 'protocol.file.allow=always', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    // The index is left as the test has made it.
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0' },
  });
}

/** Where a work tree is changed, and where it is then looked at, if that is another place. */
type Change = (tree: string) => string | void;

const touch = (file: string): void => utimesSync(file, 1_000_000_000, 1_000_000_000);

const changes: readonly [string, Change, dirty?: boolean][] = [
  ['as it was committed', () => undefined, false],
  ['with a changed file', tree => writeFileSync(path.join(tree, 'a.txt'), 'other\n'), true],
  ['with a changed file of the same length', tree => writeFileSync(path.join(tree, 'a.txt'), 'b\n'), true],
  ['with a file of another time', tree => touch(path.join(tree, 'a.txt')), false],
  ['without a file', tree => rmSync(path.join(tree, 'a.txt')), true],
  ['with a file that is not tracked', tree => writeFileSync(path.join(tree, 'new.txt'), ''), false],
  [
    'with what is staged',
    tree => {
      git(tree, 'mv', 'a.txt', 'b.txt');
    },
    true,
  ],
  [
    'with a change that is staged and taken back',
    tree => {
      writeFileSync(path.join(tree, 'a.txt'), 'other\n');
      git(tree, 'add', '.');
      writeFileSync(path.join(tree, 'a.txt'), 'a\n');
    },
    true,
  ],
  ['with a file that may be executed', tree => chmodSync(path.join(tree, 'a.txt'), 0o755), true],
  [
    'that does not look at modes',
    tree => {
      git(tree, 'config', 'core.fileMode', 'false');
      chmodSync(path.join(tree, 'a.txt'), 0o755);
    },
    false,
  ],
  [
    'with other line ends, which Git stores as before',
    tree => {
      git(tree, 'config', 'core.autocrlf', 'true');
      checkOutAgain(tree);
    },
    false,
  ],
  [
    'with attributes of its own',
    tree => {
      writeFileSync(path.join(tree, '.git', 'info', 'attributes'), '*.txt text eol=crlf\n');
      checkOutAgain(tree);
    },
    false,
  ],
  ['seen from a folder in it', tree => path.join(tree, 'folder'), false],
  ['seen from a folder that is not there yet', tree => path.join(tree, 'x', '.digits', 'runs'), false],
  [
    'seen through a link',
    tree => {
      symlinkSync(path.join(tree, 'folder'), `${tree}-link`);
      return `${tree}-link`;
    },
    false,
  ],
  ['without a branch', tree => void git(tree, 'checkout', '-q', '--detach'), false],
  ['on a branch that is named as a tag is', tree => void git(tree, 'tag', 'trunk'), false],
  ['on a branch of a name with parts', tree => void git(tree, 'checkout', '-q', '-b', 'a/b/c'), false],
  ['with its refs packed', tree => void git(tree, 'pack-refs', '--all'), false],
  ['with its objects packed', tree => void git(tree, 'gc', '-q'), false],
  [
    'before its first commit',
    tree => {
      mkdirSync(path.join(tree, 'new'));
      git(path.join(tree, 'new'), 'init', '-q');
      return path.join(tree, 'new');
    },
  ],
  [
    'that is linked to another',
    tree => {
      git(tree, 'worktree', 'add', '-q', '-b', 'linked', `${tree}-linked`);
      writeFileSync(path.join(`${tree}-linked`, 'a.txt'), 'other\n');
      return `${tree}-linked`;
    },
    true,
  ],
  [
    'that is a submodule',
    tree => {
      addSubmodule(tree);
      writeFileSync(path.join(tree, 'sub', 'a.txt'), 'other\n');
      return path.join(tree, 'sub');
    },
    true,
  ],
  ['with a submodule', tree => addSubmodule(tree), true],
  [
    'with a submodule at its commit',
    tree => {
      addSubmodule(tree);
      git(tree, 'commit', '-q', '-m', 'sub');
    },
    false,
  ],
  [
    'with a submodule at another commit',
    tree => {
      addSubmodule(tree);
      git(tree, 'commit', '-q', '-m', 'sub');
      git(path.join(tree, 'sub'), ...me, 'commit', '-q', '--allow-empty', '-m', 'x');
    },
    true,
  ],
  [
    'with a split index',
    tree => {
      git(tree, 'update-index', '--split-index');
      touch(path.join(tree, 'a.txt'));
    },
    false,
  ],
  ['that is sparse', tree => void git(tree, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'folder'), false],
  [
    'that is a shallow clone',
    tree => {
      git(tree, 'clone', '-q', '--depth', '1', `file://${tree}`, `${tree}-shallow`);
      return `${tree}-shallow`;
    },
    false,
  ],
  [
    'that is a partial clone',
    tree => {
      git(tree, 'config', 'uploadpack.allowFilter', 'true');
      git(tree, 'clone', '-q', '--filter=blob:none', `file://${tree}`, `${tree}-partial`);
      return `${tree}-partial`;
    },
    false,
  ],
  [
    'that shares its objects',
    tree => {
      git(tree, 'clone', '-q', '--shared', tree, `${tree}-shared`);
      writeFileSync(path.join(`${tree}-shared`, 'a.txt'), 'other\n');
      return `${tree}-shared`;
    },
    true,
  ],
  [
    'of the newer object format',
    tree => {
      const other = `${tree}-sha256`;
      git(tree, 'init', '-q', '--object-format=sha256', other);
      writeFileSync(path.join(other, 'a.txt'), 'a\n');
      git(other, 'add', '.');
      git(other, ...me, 'commit', '-q', '-m', 'x');
      return other;
    },
    false,
  ],
];

const me = ['-c', 'user.name=Me', '-c', 'user.email=me@example.com'];

/** With line ends as the settings want them, and so that only a look at its bytes tells that nothing has changed. */
function checkOutAgain(tree: string): void {
  const file = path.join(tree, 'a.txt');
  rmSync(file);
  git(tree, 'checkout', '-q', '--', 'a.txt');
  assert.equal(readFileSync(file, 'utf8'), 'a\r\n');
  touch(file);
}

function addSubmodule(tree: string): void {
  git(tree, 'clone', '-q', tree, `${tree}-origin`);
  git(tree, 'submodule', '--quiet', 'add', `${tree}-origin`, 'sub');
}

describe('a Git work tree', () => {
  const original = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-work-tree-')));
  before(() => {
    mkdirSync(path.join(original, 'folder'));
    git(original, 'init', '-q', '-b', 'trunk');
    for (const [name, value] of Object.entries({ name: 'Me', email: 'me@example.com' })) git(original, 'config', `user.${name}`, value);
    for (const file of ['a.txt', 'folder/b.txt']) writeFileSync(path.join(original, file), 'a\n');
    git(original, 'add', '.');
    git(original, 'commit', '-q', '-m', 'first');
  });
  after(() => rmSync(original, { recursive: true }));
  let base: string;
  let tree: string;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-work-tree-')));
    tree = path.join(base, 'tree');
    cpSync(original, tree, { recursive: true });
    // It knows the original's files.
    git(tree, 'update-index', '-q', '--refresh');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  for (const [what, change, dirty] of changes) {
    it(`is described as Git does: ${what}`, async () => {
      const folder = change(tree) ?? tree;
      const expected = plainly(existsSync(folder) ? folder : tree);
      assert.equal(expected?.dirty, dirty);
      assert.deepEqual(await describeGit(folder), expected);
    });
  }

  describe('with a file that a filter of the user stores otherwise', () => {
    const { HOME } = process.env;
    let file: string;
    beforeEach(() => {
      process.env['HOME'] = base;
      writeFileSync(path.join(base, '.gitconfig'), '[filter "upper"]\n\tclean = tr a-z A-Z\n\tsmudge = tr A-Z a-z\n');
      file = path.join(tree, 'a.txt');
      writeFileSync(path.join(tree, '.gitattributes'), 'a.txt filter=upper\n');
      git(tree, 'add', '--renormalize', '.');
      git(tree, 'commit', '-q', '-m', 'filtered');
      assert.equal(git(tree, 'show', 'HEAD:a.txt'), 'A\n');
      // As after a clone: the index and the file are written in the same moment.
      const { mtime } = statSync(file);
      utimesSync(path.join(tree, '.git', 'index'), mtime, mtime);
    });
    afterEach(() => (process.env['HOME'] = HOME));
    const describeBoth = async (dirty: boolean): Promise<void> => {
      assert.equal(plainly(tree)?.dirty, dirty);
      assert.deepEqual(await describeGit(tree), plainly(tree));
    };

    it('is clean as it was checked out', () => describeBoth(false));

    it('is dirty with another text in it', async () => {
      writeFileSync(file, 'other\n');
      await describeBoth(true);
    });

    it('is dirty with another file changed', async () => {
      writeFileSync(path.join(tree, 'folder', 'b.txt'), 'b\n');
      await describeBoth(true);
    });
  });

  it('is none where there is none', async () => {
    assert.equal(await describeGit(base), null);
    assert.equal(await describeGit(path.join(base, 'not', 'there')), null);
  });

  it('is left as it is', async () => {
    touch(path.join(tree, 'a.txt'));
    const index = (): string => execFileSync('sha256sum', [path.join(tree, '.git', 'index')], { encoding: 'utf8' });
    const before = index();
    await describeGit(tree);
    await isOpenToGit(path.join(tree, 'a.txt'));
    assert.equal(index(), before);
  });

  it('says who works there', async () => {
    git(tree, 'config', 'user.name', 'Someone Here');
    assert.equal(await describeAuthor(path.join(tree, '.digits', 'runs')), 'Someone Here');
  });

  describe('tells whether it would take a file along', () => {
    const isOpen = async (): Promise<boolean> => {
      const answer = await isOpenToGit(path.join(tree, 'folder', '.env'));
      let plain = true;
      try {
        git(path.join(tree, 'folder'), 'check-ignore', '-q', '.env');
        plain = false;
      } catch {
        // Not ignored.
      }
      assert.equal(answer, plain);
      return answer;
    };
    beforeEach(() => writeFileSync(path.join(tree, 'folder', '.env'), ''));

    it('by its own patterns', async () => {
      assert.equal(await isOpen(), true);
      writeFileSync(path.join(tree, '.gitignore'), '.env\n');
      assert.equal(await isOpen(), false);
      writeFileSync(path.join(tree, 'folder', '.gitignore'), '!.env\n');
      assert.equal(await isOpen(), true);
    });

    it('by those of this clone alone', async () => {
      writeFileSync(path.join(tree, '.git', 'info', 'exclude'), '.env\n');
      assert.equal(await isOpen(), false);
    });

    it("by the user's", async () => {
      const file = path.join(base, 'patterns');
      writeFileSync(file, '.env\n');
      git(tree, 'config', 'core.excludesFile', file);
      assert.equal(await isOpen(), false);
    });

    it('also when it is tracked and ignored', async () => {
      git(tree, 'add', 'folder/.env');
      writeFileSync(path.join(tree, '.gitignore'), '.env\n');
      assert.equal(await isOpen(), true);
    });
  });
});
