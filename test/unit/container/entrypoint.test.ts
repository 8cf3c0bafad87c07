import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const entrypoint = path.resolve('entrypoint.sh');
const isRoot = process.getuid?.() === 0;

interface Started {
  readonly exitCode: number | null;
  readonly err: string;
  /** Of the program `digits` that the entrypoint ended up in. */
  readonly args: readonly string[];
  readonly user: string;
  readonly home: string;
}

for (const shell of ['dash', 'bash']) {
  describe(`entrypoint.sh under ${shell}`, function () {
    let folder: string;
    let app: string;

    before(function () {
      if (process.platform !== 'linux' || spawnSync(shell, ['-c', ':']).status !== 0) this.skip();
    });

    beforeEach(() => {
      folder = mkdtempSync(path.join(os.tmpdir(), 'digits-entrypoint-'));
      chmodSync(folder, 0o755);
      app = path.join(folder, 'app');
      mkdirSync(path.join(folder, 'bin'));
      mkdirSync(app);
      // In the place of `digits`: says who it is and what it was given, an argument between two zero bytes.
      const digits = path.join(folder, 'bin', 'digits');
      writeFileSync(digits, '#!/bin/sh\nprintf "%s\\0" "$(id -u):$(id -g)" "$HOME" "$@"\n');
      chmodSync(digits, 0o755);
    });

    afterEach(() => rmSync(folder, { recursive: true }));

    function start(args: readonly string[], { before = [], env = {} }: { before?: string[]; env?: NodeJS.ProcessEnv } = {}): Started {
      const [command, ...words] = [...before, shell, entrypoint, ...args];
      const environment = { ...process.env, PATH: `${folder}/bin:${process.env['PATH']}`, ...env };
      const { status, stdout, stderr } = spawnSync(command!, words, { cwd: app, encoding: 'utf8', env: environment });
      const [user = '', home = '', ...given] = stdout.split('\0').slice(0, -1);
      return { exitCode: status, err: stderr, args: given, user, home };
    }

    const commands: readonly [string, readonly string[], readonly string[]][] = [
      ['trains without arguments', [], ['train']],
      ['gives flags to train', ['--epochs', '3'], ['train', '--epochs', '3']],
      ['lets a command of digits be named', ['list', '--json'], ['list', '--json']],
      ['lets digits be named', ['digits', 'list'], ['list']],
      ['shows the help of digits', ['--help'], ['--help']],
      ['shows the version', ['--version'], ['--version']],
      [
        'passes on what a shell could break',
        ['--name', ' a  "b" \'c\' $HOME `id` *\n\\', '', '--tag=ä'],
        ['train', '--name', ' a  "b" \'c\' $HOME `id` *\n\\', '', '--tag=ä'],
      ],
    ];
    for (const [what, given, expected] of commands)
      it(what, () => {
        const { exitCode, err, args } = start(given);
        assert.equal(exitCode, 0, err);
        assert.deepEqual(args, expected);
      });

    it('never runs what is in .env', () => {
      writeFileSync(path.join(app, '.env'), 'WANDB_TOKEN=x\ntouch ran\nexit 7\n');
      assert.equal(start([]).exitCode, 0);
      assert.throws(() => statSync(path.join(app, 'ran')), { code: 'ENOENT' });
    });

    it('ends as digits ends', () => {
      writeFileSync(path.join(folder, 'bin', 'digits'), '#!/bin/sh\nexit 143\n');
      assert.equal(start([]).exitCode, 143);
    });

    describe('as root', () => {
      before(function () {
        if (!isRoot) this.skip();
      });

      it('goes on as the owner of the folder', () => {
        chownSync(app, 4321, 8765);
        const { user, home, err } = start(['--epochs', '3']);
        assert.deepEqual({ user, home }, { user: '4321:8765', home: '/tmp' }, err);
      });

      it("goes on as 1000 in a folder of root's, which keeps its owner; .digits changes hands", () => {
        mkdirSync(path.join(app, '.digits', 'runs', 'old'), { recursive: true });
        assert.equal(start([]).user, '1000:1000');
        const owners = ['.', '.digits', '.digits/runs/old'].map(name => statSync(path.join(app, name)).uid);
        assert.deepEqual(owners, [0, 1000, 1000]);
      });

      it('makes .digits for training alone', () => {
        start(['list']);
        assert.throws(() => statSync(path.join(app, '.digits')), { code: 'ENOENT' });
        start([]);
        assert.equal(statSync(path.join(app, '.digits')).uid, 1000);
      });

      it('goes on as whom --user named, with a home that can be written to', () => {
        chownSync(app, 4321, 8765);
        const { user, home, err } = start([], {
          before: ['setpriv', '--reuid', '1234', '--regid', '1234', '--clear-groups'],
          env: { HOME: '/' },
        });
        assert.deepEqual({ user, home }, { user: '1234:1234', home: '/tmp' }, err);
      });

      it('uses chroot where there is no setpriv', () => {
        chownSync(app, 4321, 8765);
        for (const name of ['id', 'stat', 'chroot', 'find', 'chown', 'mkdir', 'true', shell]) {
          const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8', env: { PATH: '/usr/bin:/usr/sbin:/bin' } });
          const file = path.isAbsolute(stdout.trim()) ? stdout.trim() : `/usr/bin/${name}`;
          writeFileSync(path.join(folder, 'bin', name), `#!/bin/sh\nexec ${file} "$@"\n`, { mode: 0o755 });
        }
        const { user, args, err } = start(['--epochs', '3'], { env: { PATH: `${folder}/bin` } });
        assert.deepEqual({ user, args }, { user: '4321:8765', args: ['train', '--epochs', '3'] }, err);
      });

      it('says what to do where root may not become another', () => {
        const { exitCode, err } = start([], { before: ['setpriv', '--bounding-set', '-setuid,-setgid', '--inh-caps', '-all'] });
        assert.equal(exitCode, 1);
        assert.match(err, /cannot go from root to 1000:1000.* --user 1000:1000/);
      });
    });
  });
}
