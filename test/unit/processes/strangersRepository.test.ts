import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isOpenToGit } from '../../../src/tracking/wandb/gitIgnored';
import { describeAuthor } from '../../../src/processes/author';
import { describeGit } from '../../../src/trainer/environment';
import { StrangersRepository } from './strangersRepository';

interface Trap {
  readonly what: string;
  readonly set: (repository: StrangersRepository) => void;
  /** Where a plain `git status` springs it, from the work tree: what shows that the trap is one. */
  readonly springsIn?: string;
  /** Where the trap keeps Git itself from an answer, or is another repository: null is the answer then. */
  readonly unknown?: true;
}

const config =
  (name: string, value: (program: string) => string = program => program) =>
  (repository: StrangersRepository) => {
    repository.git('config', name, value(repository.program(name.replaceAll(/\W/g, '-'))));
  };

const traps: readonly Trap[] = [
  {
    what: 'a bare repository where the runs are kept',
    springsIn: '.digits/runs',
    set(repository) {
      const { runs } = repository;
      repository.program('bare', 'run-me.sh');
      for (const part of ['objects', 'refs']) mkdirSync(path.join(runs, part), { recursive: true });
      writeFileSync(path.join(runs, 'HEAD'), 'ref: refs/heads/main\n');
      writeFileSync(
        path.join(runs, 'config'),
        '[core]\n\trepositoryFormatVersion = 0\n\tbare = false\n\tworktree = .\n\tfsmonitor = ../../run-me.sh\n',
      );
    },
  },
  { what: 'core.fsmonitor', springsIn: '.', set: config('core.fsmonitor') },
  { what: 'filter.*.clean', springsIn: '.', set: config('filter.evil.clean') },
  { what: 'filter.*.process', springsIn: '.', set: config('filter.evil.process') },
  {
    what: 'hooks of every name',
    springsIn: '.',
    set(repository) {
      for (const hook of ['post-index-change', 'fsmonitor-watchman', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
        repository.program(hook, `.git/hooks/${hook}`);
    },
  },
  {
    what: 'core.hooksPath',
    springsIn: '.',
    set(repository) {
      repository.program('hooks-path', 'hooks/post-index-change');
      repository.git('config', 'core.hooksPath', 'hooks');
    },
  },
  {
    what: 'aliases of the commands that are used',
    set(repository) {
      const program = repository.program('alias');
      for (const command of ['status', 'rev-parse', 'check-ignore', 'config', 'symbolic-ref', 'branch'])
        repository.git('config', `alias.${command}`, `!${program}`);
    },
  },
  {
    what: 'pagers',
    set(repository) {
      const program = repository.program('pager');
      for (const name of ['core.pager', 'pager.status', 'pager.config', 'pager.branch', 'pager.rev-parse', 'pager.check-ignore'])
        repository.git('config', name, program);
    },
  },
  {
    what: 'programs that show differences',
    set(repository) {
      for (const name of ['diff.external', 'diff.evil.command', 'diff.evil.textconv']) config(name)(repository);
    },
  },
  {
    what: 'an object to be fetched by a program',
    unknown: true,
    set(repository) {
      const program = repository.program('fetch');
      const settings = {
        'core.repositoryFormatVersion': '1',
        'extensions.partialClone': 'origin',
        'remote.origin.promisor': 'true',
        'remote.origin.url': `ssh://example.invalid/x`,
        'core.sshCommand': program,
        'credential.helper': `!${program}`,
        'core.askPass': program,
      };
      for (const [name, value] of Object.entries(settings)) repository.git('config', name, value);
      const tree = repository.git('rev-parse', 'HEAD^{tree}').trim();
      rmSync(path.join(repository.folder, '.git', 'objects', tree.slice(0, 2), tree.slice(2)));
    },
    springsIn: '.',
  },
  {
    what: 'an included file',
    springsIn: '.',
    set(repository) {
      repository.write('.gitconfig', `[core]\n\tfsmonitor = ${repository.program('include')}\n`);
      repository.git('config', 'include.path', '../.gitconfig');
    },
  },
  {
    what: 'a file that is included on a branch',
    springsIn: '.',
    set(repository) {
      repository.write('.gitconfig', `[filter "evil"]\n\tclean = ${repository.program('includeIf')}\n`);
      repository.git('config', 'includeIf.onbranch:trunk.path', '../.gitconfig');
    },
  },
  {
    what: 'the settings of a work tree alone',
    springsIn: '.',
    set(repository) {
      repository.git('config', 'extensions.worktreeConfig', 'true');
      repository.git('config', '--worktree', 'core.fsmonitor', repository.program('worktree-config'));
    },
  },
  {
    what: 'a submodule with settings of its own',
    springsIn: '.',
    set(repository) {
      const { elsewhere } = repository;
      repository.gitIn(elsewhere, 'init', '-q');
      repository.gitIn(elsewhere, '-c', 'user.name=x', '-c', 'user.email=x', 'commit', '-q', '--allow-empty', '-m', 'x');
      repository.git('submodule', '--quiet', 'add', elsewhere, 'sub');
      repository.git('commit', '-q', '-m', 'second');
      repository.gitIn(path.join(repository.folder, 'sub'), 'config', 'core.fsmonitor', repository.program('submodule'));
    },
  },
  {
    what: 'a .git file that points to a repository elsewhere',
    unknown: true,
    springsIn: '.',
    set(repository) {
      repository.git('config', 'core.fsmonitor', repository.program('elsewhere'));
      const moved = path.join(repository.elsewhere, 'repository');
      renameSync(path.join(repository.folder, '.git'), moved);
      repository.write('.git', `gitdir: ${moved}\n`);
    },
  },
  {
    what: 'a .git whose common part is a repository elsewhere',
    unknown: true,
    springsIn: '.',
    set(repository) {
      repository.git('config', 'core.fsmonitor', repository.program('common'));
      const moved = path.join(repository.elsewhere, 'repository');
      cpSync(path.join(repository.folder, '.git'), moved, { recursive: true });
      unlinkSync(path.join(repository.folder, '.git', 'config'));
      repository.write('.git/commondir', `${moved}\n`);
    },
  },
  {
    what: 'core.worktree',
    springsIn: '.',
    set(repository) {
      repository.git('config', 'core.worktree', repository.folder);
      repository.git('config', 'core.fsmonitor', repository.program('core-worktree'));
    },
  },
];

describe("a stranger's repository", function () {
  let original: StrangersRepository;
  let repository: StrangersRepository;
  before(() => (original = new StrangersRepository()));
  after(() => original.dispose());
  beforeEach(() => (repository = new StrangersRepository(original)));
  afterEach(() => repository.dispose());

  /** Everything that is ever asked of one. */
  async function askAll({ folder, runs }: { folder: string; runs: string } = repository): Promise<void> {
    writeFileSync(path.join(folder, '.env'), '');
    const folders = [runs, folder];
    const asked = [isOpenToGit(path.join(folder, '.env')), ...folders.map(describeGit), ...folders.map(describeAuthor)];
    await Promise.all<unknown>(asked);
  }

  for (const { what, set, springsIn, unknown } of traps) {
    it(`has no program of its own run: ${what}`, async () => {
      set(repository);
      repository.touch();
      repository.forget();
      const commit = unknown ? '' : repository.git('rev-parse', 'HEAD').trim();
      repository.forget();
      await askAll();
      const state = await describeGit(repository.runs);
      assert.deepEqual(repository.ran(), []);
      assert.deepEqual(state, unknown ? null : { commit, branch: 'trunk', dirty: false });
      if (springsIn === undefined) return;
      // Git may fail over it; it has run by then.
      spawnSync('git', ['status', '--porcelain', '--untracked-files=no'], {
        cwd: path.join(repository.folder, springsIn),
        timeout: 20_000,
        killSignal: 'SIGKILL',
      });
      assert.notDeepEqual(repository.ran(), [], 'the trap is none: a plain git status does not spring it');
    });
  }

  it('has no program of its own run, whichever setting names one', async () => {
    const names = execFileSync('git', ['help', '--config'], { encoding: 'utf8' })
      .split('\n')
      .filter(name =>
        /cmd|command|program|helper|pager|editor|hook|monitor|textconv|external|clean|process|smudge|driver|pass|proxy/i.test(name),
      )
      .filter(name => /^[a-z]+\.\S*[a-z]+$/i.test(name) && !name.includes('*'))
      .map(name => name.replaceAll(/<[^>]+>/g, 'evil'));
    assert.ok(names.length > 40, `only ${names.length} settings were found`);
    const file = path.join(repository.folder, '.git', 'config');
    const before = readFileSync(file, 'utf8');
    const program = repository.program('setting');
    const answered = new Set<string>();
    const sprung: string[] = [];
    for (const name of names) {
      const [section = '', ...rest] = name.split('.');
      const key = rest.pop();
      const header = rest.length === 0 ? `[${section}]` : `[${section} "${rest.join('.')}"]`;
      writeFileSync(file, `${before}${header}\n\t${key} = ${program}\n`);
      const [state] = await Promise.all([describeGit(repository.runs), isOpenToGit(path.join(repository.folder, 'a.txt'))]);
      if (state !== null) answered.add(name);
      if (repository.ran().length > 0) sprung.push(name);
      repository.forget();
    }
    assert.deepEqual(sprung, []);
    // A few want another value than a program, and Git says so.
    assert.ok(answered.size > names.length - 10, `with ${names.length - answered.size} of ${names.length} there was no answer`);
    for (const name of ['core.fsmonitor', 'core.hooksPath', 'filter.evil.clean', 'diff.evil.textconv', 'core.sshCommand'])
      assert.ok(answered.has(name), name);
  });

  it('does not get its own git run, wherever PATH points', async () => {
    for (const place of ['git', '.digits/runs/git', 'bin/git', 'node_modules/.bin/git', '../elsewhere/node_modules/.bin/git'])
      repository.program(place.replaceAll('/', '-'), place);
    const { PATH } = process.env;
    const here = process.cwd();
    try {
      const places = ['', '.', 'bin', ...['', 'bin', 'node_modules/.bin'].map(place => path.join(repository.folder, place))];
      process.env['PATH'] = [...places, path.join(repository.elsewhere, 'node_modules', '.bin'), PATH].join(path.delimiter);
      process.chdir(repository.folder);
      await askAll();
      assert.deepEqual(repository.ran(), []);
      assert.equal((await describeGit(repository.runs))?.commit, repository.commit);
    } finally {
      process.chdir(here);
      process.env['PATH'] = PATH;
    }
  });

  it("does not get its programs run by the user's own settings, which name them from the work tree", async () => {
    const program = repository.program('global', 'tools/clean.sh');
    const home = repository.elsewhere;
    const settings = `[core]\n\tfsmonitor = tools/clean.sh\n\thooksPath = tools\n[filter "evil"]\n\tclean = tools/clean.sh\n`;
    writeFileSync(path.join(home, '.gitconfig'), settings);
    repository.program('global', 'tools/post-index-change');
    const { HOME } = process.env;
    try {
      process.env['HOME'] = home;
      await askAll();
      assert.deepEqual(repository.ran(), []);
      repository.git('status');
      assert.deepEqual(repository.ran(), ['global'], program);
    } finally {
      process.env['HOME'] = HOME;
    }
  });

  it('is not mistaken for the one that the environment names', async () => {
    const other = new StrangersRepository(original);
    other.git('config', 'core.fsmonitor', other.program('other'));
    const variables = {
      GIT_DIR: path.join(other.folder, '.git'),
      GIT_WORK_TREE: other.folder,
      GIT_INDEX_FILE: path.join(other.folder, '.git', 'index'),
      GIT_EXTERNAL_DIFF: other.program('external'),
      GIT_CONFIG_COUNT: '1',
      GIT_CONFIG_KEY_0: 'core.fsmonitor',
      GIT_CONFIG_VALUE_0: other.program('counted'),
    };
    other.touch();
    other.forget();
    try {
      Object.assign(process.env, variables);
      await askAll();
      assert.equal((await describeGit(repository.runs))?.commit, repository.commit);
      assert.deepEqual(other.ran(), []);
    } finally {
      for (const name of Object.keys(variables)) delete process.env[name];
      other.dispose();
    }
  });

  it('keeps no one waiting with a pipe in place of a file', async () => {
    const files = ['.git/index', '.git/info/exclude', '.git/info/attributes', '.gitignore', '.gitattributes', '.git/config'];
    // All at once: Git itself waits for one or the other until its time is up.
    const repositories = files.map(() => new StrangersRepository(original));
    try {
      for (const [i, { folder }] of repositories.entries()) {
        rmSync(path.join(folder, files[i]!), { force: true });
        execFileSync('mkfifo', [path.join(folder, files[i]!)]);
      }
      await Promise.all(repositories.map(askAll));
    } finally {
      for (const one of repositories) one.dispose();
    }
  });
});
