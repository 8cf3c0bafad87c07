import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'mocha';
import type { BatchJob, BatchRequest } from '../../../../src/cluster/slurm/batchRequest';
import { batchScript, batchTemplate } from '../../../../src/cluster/slurm/batchTemplate';
import { logPattern } from '../../../../src/cluster/slurm/folders';
import { placeholders } from '../../../../src/cluster/slurm/placeholders';
import { quoted, quotedOperand } from '../../../../src/cluster/slurm/quoted';

const name = 'digits-20260131-120000-abcd-2000';
const job: BatchJob = {
  name,
  offset: 2000,
  tasks: '0-999',
  folder: '/users/ada/my plans',
  log: logPattern(name),
  digits: ['/usr/bin/node', '/opt/digits lab/cli.js'],
  plan: '/users/ada/my plans/comparison.json',
  runs: '/users/ada/runs',
};
const request: BatchRequest = {
  minutes: 1590,
  megabytes: 1024,
  cpus: 4,
  throttle: 50,
  partition: null,
  account: null,
  qos: null,
  constraint: null,
  modules: [],
  container: null,
  graceSeconds: 60,
};
const everything: BatchRequest = {
  ...request,
  partition: 'gpu,long',
  account: 'physics@uni',
  qos: 'high',
  constraint: 'avx512&(ib|opa)',
  modules: ['gcc/12.2.0', 'nodejs/20.11'],
};

const lines = (script: string): string[] => script.split('\n').filter(line => line !== '' && !line.startsWith('# '));

describe('the batch script of an array', () => {
  it('has a line for what was asked, and none for what was not', () => {
    assert.deepEqual(lines(batchScript({ job, request })), [
      '#!/bin/bash -l',
      `#SBATCH --job-name=${name}`,
      '#SBATCH --array=0-999%50',
      '#SBATCH --chdir="/users/ada/my plans"',
      `#SBATCH --output=slurm/logs/${name}.%A_%a.log`,
      '#SBATCH --open-mode=append',
      '#SBATCH --nodes=1',
      '#SBATCH --ntasks=1',
      '#SBATCH --cpus-per-task=4',
      '#SBATCH --mem=1024M',
      '#SBATCH --time=1-02:30:00',
      '#SBATCH --signal=B:TERM@60',
      '#SBATCH --requeue',
      'OFFSET=2000',
      "exec '/usr/bin/node' '/opt/digits lab/cli.js' run-plan '/users/ada/my plans/comparison.json' --index \"$((OFFSET + SLURM_ARRAY_TASK_ID))\" --runs '/users/ada/runs'",
    ]);
    assert.ok(batchScript({ job, request: { ...request, minutes: 2 } }).includes('B:TERM@30'));
    const more = lines(batchScript({ job, request: { ...everything, throttle: null, minutes: 1 } }));
    for (const line of [
      '#SBATCH --array=0-999',
      '#SBATCH --time=0-00:01:00',
      '#SBATCH --signal=B:TERM@1',
      '#SBATCH --partition=gpu,long',
      '#SBATCH --account=physics@uni',
      '#SBATCH --qos=high',
      '#SBATCH --constraint=avx512&(ib|opa)',
      "module load 'gcc/12.2.0' 'nodejs/20.11' || exit 1",
    ])
      assert.ok(more.includes(line), line);
  });

  it('starts the command in a container', () => {
    const of = (type: 'apptainer' | 'pyxis', mounts: string[] = []): string =>
      lines(batchScript({ job, request: { ...request, container: { type, image: 'docker://node:20', mounts } } })).at(-1)!;
    assert.match(of('apptainer', ['/data/a b']), /^exec apptainer exec --bind '\/data\/a b' 'docker:\/\/node:20' '\/usr\/bin\/node' /);
    assert.match(
      of('pyxis', ['/data', '/users']),
      /^srun --ntasks=1 --cpus-per-task="\$SLURM_CPUS_PER_TASK" --container-mounts='\/data:\/data,\/users:\/users' --container-image='docker:\/\/node:20' '/,
    );
    const script = batchScript({ job, request: { ...request, container: { type: 'pyxis', image: 'x', mounts: [] } } });
    // Of a step itself: srun, which waits for it, would end it at once.
    assert.match(script, /--signal=TERM@60$/m);
  });

  it('runs with words and paths that a shell could take for something else', function () {
    if (process.platform === 'win32') this.skip();
    const strange = `/tmp/it's $HOME \`id\` "x" \\ & {{COMMAND}} ; #`;
    const template = `#!/bin/sh\n# {{JOB_NAME}}\n: {{JOB_NAME}} {{ARRAY}} {{OUTPUT}}\nOFFSET={{OFFSET}}\n{{ LAUNCHER }} {{COMMAND}}\n`;
    const script = batchScript({ job: { ...job, digits: ['printf', '<%s>'], plan: strange }, request }, template);
    const { stdout } = spawnSync('/bin/sh', ['-c', script], { encoding: 'utf8', env: { SLURM_ARRAY_TASK_ID: '7' } });
    assert.equal(stdout, `<run-plan><${strange}><--index><2007><--runs></users/ada/runs>`);
  });

  it('starts in the plan’s folder, whatever its name is, unless a template of an earlier version does not say so', () => {
    const folder = String.raw`/tmp/ada's "plans" #1 \x é`;
    const [line] = lines(batchScript({ job: { ...job, folder }, request })).filter(one => one.includes('--chdir'));
    assert.equal(line, String.raw`#SBATCH --chdir="/tmp/ada's \"plans\" #1 \\x é"`);
    const before = batchTemplate.replace('#SBATCH --chdir={{FOLDER}}\n', '');
    assert.ok(!batchScript({ job, request }, before).includes('chdir'));
  });

  it('takes no value that could be a line, an option or another word', () => {
    const refused: [Partial<BatchRequest>, RegExp][] = [
      [{ partition: 'a\n#SBATCH --uid=0' }, /^The partition: found "a\\n.*; expected letters, digits/],
      [{ partition: 'a b' }, /The partition/],
      [{ partition: '--uid' }, /The partition/],
      [{ partition: '' }, /The partition/],
      [{ account: '$(id)' }, /The account/],
      [{ qos: 'a"b' }, /The quality of service/],
      [{ constraint: 'a b' }, /The constraint/],
      [{ modules: ['a', '-x'] }, /A module/],
      [{ modules: ['a;b'] }, /A module/],
      [{ throttle: 0 }, /The throttle: found 0; expected a whole number from 1 to/],
      [{ cpus: 1.5 }, /Processors/],
      [{ minutes: 0 }, /Minutes/],
      [{ minutes: Infinity }, /Minutes/],
      [{ megabytes: -1 }, /Megabytes/],
      [{ graceSeconds: 0 }, /Seconds before the end/],
      [
        { container: { type: 'apptainer', image: '--writable', mounts: [] } },
        /image: found "--writable"; .* begins with another character/,
      ],
      [{ container: { type: 'apptainer', image: 'a\nb', mounts: [] } }, /image/],
      [{ container: { type: 'pyxis', image: 'a', mounts: ['/a:/etc'] } }, /A folder of the container/],
      [{ container: { type: 'pyxis', image: 'a', mounts: ['a'] } }, /A folder of the container/],
    ];
    for (const [wrong, message] of refused)
      assert.throws(() => batchScript({ job, request: { ...request, ...wrong } }), { name: 'SlurmError', problem: 'invalid', message });
    for (const plan of ['/a\nb', '-x', '', '/a\u0000', '/a\u2028b'])
      assert.throws(() => batchScript({ job: { ...job, plan }, request }), { message: /^The plan: found / });
    assert.throws(() => quoted('It', 'a\r'), /It: found "a\\r"; expected a text of one line/);
    assert.equal(quotedOperand('It', 'a-b'), "'a-b'");
  });

  it('is of a template that a person has edited', () => {
    const own = batchTemplate.replace('#SBATCH --requeue', '#SBATCH --gres=gpu:1').replaceAll('\n', '\r\n');
    assert.match(batchScript({ job, request }, own), /^#SBATCH --gres=gpu:1$/m);
    const refused: [string, RegExp][] = [
      ['#!/bin/sh\n{{PARTITON}}', /^The template of the batch script: there is no \{\{PARTITON\}\}; expected some of JOB_NAME, ARRAY, /],
      ['#!/bin/sh\n{{\u001b[2J}}', /there is no \{\{\\u001b\[2J\}\}/],
      ['echo', /it does not begin with the line of its shell/],
      [batchTemplate.replace('{{ARRAY}}', '0-9'), /it lacks \{\{ARRAY\}\}, the tasks/],
      [batchTemplate.replace('#SBATCH --job-name', '##SBATCH --job-name'), /it lacks \{\{JOB_NAME\}\}/],
      [`#!/bin/sh\n${'x'.repeat(100_001)}`, /it has more than 100000 characters/],
    ];
    for (const [template, message] of refused)
      assert.throws(() => batchScript({ job, request }, template), { problem: 'invalid', message });
  });

  it('has a meaning for everything that a template may name', () => {
    for (const { name: one, meaning } of placeholders) {
      assert.match(one, /^[A-Z_]+$/);
      assert.ok(meaning.length > 5, one);
      assert.ok(batchTemplate.includes(`{{${one}}}`), one);
    }
  });
});
