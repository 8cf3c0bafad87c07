import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { shells, type Shell } from '../../../src/cli/completion/scripts';
import { parameterTable } from '../../../src/contract/parameters';
import { outputOf } from '../../processes';
import { writeRun } from '../runFolder/writtenRun';
import { digits } from './testCli';

const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-completion-'));
const runs = path.join(folder, '.digits', 'runs');
const [one, two, three, four, five] = [1, 2, 3, 4, 5].map(n => `20260101-00000${n}-aaaa`) as [string, string, string, string, string];
/** A shell that takes it for more than a text makes a file of that name. */
const TRAP = 'x; touch trapped $(touch trapped) `touch trapped`';

before(() => {
  writeRun(runs, { id: one, labels: { name: 'no dropout' } });
  writeRun(runs, { id: two, labels: { name: TRAP } });
  writeRun(runs, { id: three, labels: { name: 'lr:0.1=a' } });
  writeRun(runs, { id: four, labels: { name: 'twice' } });
  writeRun(runs, { id: five, labels: { name: 'twice', archived: true } });
});
after(() => rmSync(folder, { recursive: true }));

describe('what is completed', () => {
  const answer = async (
    ...words: string[]
  ): Promise<{ readonly directives: string; readonly words: string[]; readonly about: string[] }> => {
    const { exitCode, out, err } = await digits(['complete', '--', ...words], { cwd: folder });
    assert.deepEqual([exitCode, err], [0, '']);
    const [directives = '', ...lines] = out.replace(/\n$/, '').split('\n');
    return { directives, words: lines.map(line => line.split('\t')[0]!), about: lines.map(line => line.split('\t')[1]!) };
  };
  const words = async (...typed: string[]): Promise<string[]> => (await answer(...typed)).words;

  it('are the commands, without the one that answers', async () => {
    const { words: found, about } = await answer('');
    assert.deepEqual(found, [
      'train',
      'list',
      'show',
      'report',
      'compare',
      'effect',
      'sweep',
      'run-plan',
      'queue',
      'slurm',
      'images',
      'evaluate',
      'reproduce',
      'import',
      'export',
      'serve',
      'sync',
      'delete',
      'engines',
      'mcp',
      'completion',
    ]);
    assert.equal(about[0], 'train the digits CNN');
    assert.deepEqual(await words('e'), ['effect', 'evaluate', 'export', 'engines']);
    assert.deepEqual(await words('--'), ['--version', '--help']);
  });

  it('are all flags of a command', async () => {
    const flags = await words('train', '--');
    for (const { name } of parameterTable) assert.ok(flags.includes(`--${name.replaceAll('_', '-')}`), name);
    for (const flag of ['--resume', '--wandb-project', '--json', '--help']) assert.ok(flags.includes(flag), flag);
    assert.deepEqual(await words('show', one, '--j'), ['--json']);
    assert.deepEqual((await answer('train', '--batch')).about, ['Images in one step of the optimizer']);
  });

  it('are the values of a flag that has few, behind a space or `=`, as one word or as the three of Bash', async () => {
    for (const parameter of parameterTable)
      if (parameter.kind === 'choice')
        assert.deepEqual(await words('train', `--${parameter.name.replaceAll('_', '-')}`, ''), [...parameter.choices]);
    assert.deepEqual(
      await words('train', '--optimizer', 'ada'),
      ['adam', 'adamw'].filter(word => word.startsWith('ada')),
    );
    assert.deepEqual(await words('train', '--optimizer=mom'), ['--optimizer=momentum']);
    assert.deepEqual(await words('train', '--optimizer', '='), await words('train', '--optimizer', ''));
    assert.deepEqual(await words('train', '--optimizer', '=', 'mom'), ['momentum']);
    assert.deepEqual(await words('train', '--optimizer', '=', 'adam', '--engine', 'o'), ['onnx']);
    assert.deepEqual(await words('train', '--wandb', 'o'), ['offline', 'online', 'off']);
    assert.deepEqual(await words('train', '--seed', ''), []);
    assert.deepEqual(await words('completion', ''), [...shells]);
  });

  it('are folders or files where one is asked for', async () => {
    assert.deepEqual(await answer('list', '--runs', ''), { directives: 'folders', words: [], about: [] });
    assert.deepEqual(await answer('train', '--dataset', 'm'), { directives: 'files', words: ['mnist'], about: [''] });
    for (const typed of [
      ['import', ''],
      ['import', 'a.npy', ''],
      ['import', '--truth', ''],
    ])
      assert.deepEqual(await answer(...typed), { directives: 'files', words: [], about: [] });
  });

  it('are columns, with - to sort by, one after the other to show, as the beginning of a filter', async () => {
    assert.deepEqual(await words('list', '--sort', '-val'), ['-val_loss', '-val_accuracy', '-validation_samples']);
    const { directives, words: columns } = await answer('list', '--columns', 'val_loss,val_');
    assert.deepEqual([directives, columns], ['open', ['val_loss,val_accuracy']]);
    assert.deepEqual(await answer('list', '--filter', 'see'), { directives: 'open', words: ['seed'], about: [''] });
  });

  it('are runs: the latest, the ids from the newest on, and the names that one run has', async () => {
    const { words: found, about } = await answer('show', '');
    assert.deepEqual(found, ['latest', five, four, three, two, one, 'lr:0.1=a', TRAP, 'no dropout']);
    assert.deepEqual(about.slice(0, 3), [four, 'twice (archived)', 'twice']);
    assert.deepEqual(await words('evaluate', 'no d'), ['no dropout']);
    assert.deepEqual(await words('train', '--resume', 'lat'), ['latest']);
    assert.deepEqual(await words('show', '--runs', 'nowhere', ''), []);
    assert.deepEqual(await words('show', '--runs=.digits/runs', 'lat'), ['latest']);
  });

  it('is one run where a command takes one, and no run twice', async () => {
    assert.deepEqual(await words('show', one, ''), []);
    assert.deepEqual(await words('show', '--runs', '.digits/runs', 'lat'), ['latest'], 'the value of a flag is no run');
    assert.ok(!(await words('delete', one, '')).includes(one));
  });

  it('is nothing behind a command that there is not', async () => assert.deepEqual(await words('nothing', ''), []));
});

/** The shells themselves, each on a terminal of its own, in which keys are pressed. */
describe('completion in', () => {
  const bin = path.join(folder, 'bin');
  const said = path.join(folder, 'said');
  before(() => {
    mkdirSync(bin);
    // Completes as the program does, and writes down what it is called with otherwise.
    const shim = `#!/bin/sh
case $1 in complete|completion) exec "${process.execPath}" "${path.resolve('dist/cli.js')}" "$@" ;; esac
for word; do printf '<%s>' "$word"; done >> "${said}"
echo >> "${said}"
`;
    writeFileSync(path.join(bin, 'digits'), shim, { mode: 0o755 });
    writeFileSync(path.join(folder, 'bashrc'), 'PS1="$ "; eval "$(digits completion bash)"\n');
    writeFileSync(path.join(folder, '.zshrc'), 'PS1="$ "; autoload -Uz compinit; compinit -u -D; eval "$(digits completion zsh)"\n');
  });

  const startedBy: Readonly<Record<Shell, string>> = {
    bash: 'bash --noprofile --rcfile bashrc -i',
    zsh: 'zsh -d -i',
    fish: "fish --no-config -i -C 'digits completion fish | source'",
  };
  const isThere = (program: string): boolean =>
    process.platform === 'linux' && (process.env['PATH'] ?? '').split(path.delimiter).some(place => existsSync(path.join(place, program)));

  /** What `digits` is called with, one line for each time that Enter is pressed. */
  async function press(shell: Shell, lines: readonly string[]): Promise<string[]> {
    rmSync(said, { force: true });
    const env = {
      ...process.env,
      HOME: folder,
      ZDOTDIR: folder,
      XDG_CONFIG_HOME: folder,
      XDG_DATA_HOME: folder,
      TERM: 'xterm',
      PATH: `${bin}${path.delimiter}${process.env['PATH']}`,
    };
    const child = spawn('script', ['-qec', startedBy[shell], '/dev/null'], { cwd: folder, env, stdio: ['pipe', 'pipe', 'pipe'] });
    child.stdin.end([...lines, 'exit', ''].join('\n'));
    const { out } = await outputOf(child);
    assert.ok(existsSync(said), out);
    return readFileSync(said, 'utf8').trimEnd().split('\n');
  }

  const pressed: [string, string][] = [
    ['digits sho\tlat\t', '<show><latest>'],
    [`digits show ${two.slice(0, 15)}\t`, `<show><${two}>`],
    ['digits show no\t', '<show><no dropout>'],
    ['digits show no\\ d\t', '<show><no dropout>'],
    ["digits show 'no d\t", '<show><no dropout>'],
    ['digits show "no d\t', '<show><no dropout>'],
    ['digits show lr\t', '<show><lr:0.1=a>'],
    ['digits show x\t', `<show><${TRAP}>`],
    ['digits train --optimiz\tmom\t', '<train><--optimizer><momentum>'],
    ['digits train --engine=on\t', '<train><--engine=onnx>'],
    ['digits list --columns seed,val_a\t', '<list><--columns><seed,val_accuracy>'],
    ['digits list --runs .dig\truns', '<list><--runs><.digits/runs>'],
  ];
  for (const shell of shells) {
    const missing = [shell, 'script'].filter(program => !isThere(program));
    const title = `${shell} types what is meant${missing.length > 0 ? ` (not tried: there is no ${missing.join(' and no ')} here)` : ''}`;
    it(title, async function () {
      if (missing.length > 0) this.skip();
      assert.deepEqual(
        await press(
          shell,
          pressed.map(([keys]) => keys),
        ),
        pressed.map(([, words]) => words),
      );
      assert.ok(!readdirSync(folder).includes('trapped'));
    });
  }

  for (const shell of ['bash', 'zsh'] as const)
    it(`${shell} leaves no space where a list goes on`, async function () {
      if (!isThere(shell) || !isThere('script')) this.skip();
      assert.deepEqual(await press(shell, ['digits list --columns seed,val_a\t,id']), ['<list><--columns><seed,val_accuracy,id>']);
    });

  it('bash inserts nothing between quotes that would not stay a text there', async function () {
    if (!isThere('bash') || !isThere('script')) this.skip();
    assert.deepEqual(await press('bash', ['digits show "x\t"', "digits show 'x\t'"]), ['<show><x>', '<show><x>']);
    assert.ok(!readdirSync(folder).includes('trapped'));
  });
});
