import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { digitsHere } from '../../../src/cli/digitsHere';
import { parseMegabytes, parseMinutes } from '../../../src/cli/slurmFlags';
import { batchScript } from '../../../src/cluster/slurm/batchTemplate';
import { placeholders } from '../../../src/cluster/slurm/placeholders';
import { request } from '../../slurmPlan';
import { digits } from './testCli';

describe('flags of a cluster', () => {
  for (const [text, minutes] of [
    ['90', 90],
    ['1:30:00', 90],
    ['00:00:30', 1],
    ['2-00:00:00', 2880],
    ['1-12', 2160],
    ['1-12:30', 2190],
  ] as const)
    it(`take ${text} for ${minutes} minutes`, () => assert.equal(parseMinutes(text), minutes));

  for (const [text, megabytes] of [
    ['2000', 2000],
    ['500M', 500],
    ['4G', 4096],
    ['1.5G', undefined],
    ['2048K', 2],
    ['1TB', 1 << 20],
  ] as const)
    it(`take ${text} for ${megabytes ?? 'no'} megabytes`, () =>
      megabytes === undefined
        ? assert.throws(() => parseMegabytes(text), /expected megabytes/)
        : assert.equal(parseMegabytes(text), megabytes));

  for (const [what, args, message] of [
    ['minutes and seconds', ['--executor', 'slurm', '--time', '30:00'], /minutes and seconds/],
    ['no time', ['--executor', 'slurm', '--time', '0'], /expected minutes/],
    ['another executor', ['--executor', 'pbs'], /expected one of local, slurm/],
    ['a flag of a cluster here', ['--partition', 'short'], /--partition is for a cluster: add --executor slurm/],
    ['a wait for a local sweep', ['--wait', '--executor', 'local'], /--wait is for a cluster/],
    ['nobody at once', ['--executor', 'slurm', '--at-once', '0'], /--at-once 0: expected a whole number/],
    ['runs at a time here', ['--executor', 'slurm', '--jobs', '2'], /it is --at-once/],
    ['a wait for what is not submitted', ['--executor', 'slurm', '--wait', '--dry-run'], /leave --wait out/],
  ] as const)
    it(`do not let ${what} through`, async () => {
      const { exitCode, err, out } = await digits(['sweep', 'none.digits.json', ...args]);
      assert.deepEqual([exitCode, out], [2, '']);
      assert.match(err, message);
    });

  it('are all refused by effect where it trains here, or nothing', async () => {
    const { exitCode, err } = await digits(['effect', 'num_filters', '2', '4', '--dry-run']);
    assert.equal(exitCode, 2);
    assert.match(err, /--dry-run is for a cluster/);
    assert.match((await digits(['effect', '--of', 'a', 'b', '--executor', 'slurm'])).err, /--executor says nothing with --of/);
  });
});

describe('what starts digits on a node', () => {
  it('is the program that has started it here, whose name stays when the product is updated', () => {
    const trainerFile = path.resolve('dist/trainer.js');
    const bundle = [process.execPath, path.resolve('dist/cli.js')];
    const shim = path.resolve('bin/digits');
    assert.deepEqual(digitsHere({ trainerFile, environment: { DIGITS_SHIM: shim } }), [shim]);
    assert.deepEqual(digitsHere({ trainerFile, environment: {} }), bundle);
    assert.deepEqual(digitsHere({ trainerFile, environment: { DIGITS_SHIM: 'bin/digits' } }), bundle);
  });
});

describe('digits slurm', () => {
  it('prints a template that can be used as it is, and says what may stand in it', async () => {
    const { out, exitCode } = await digits(['slurm', 'template']);
    assert.equal(exitCode, 0);
    const job = {
      name: 'digits-20260131-120000-abcd-0',
      offset: 0,
      tasks: '0-1',
      folder: '/f',
      log: 'a.log',
      digits: ['digits'],
      plan: '/p',
      runs: '/r',
    };
    assert.match(batchScript({ job, request }, out), /^#SBATCH --partition=debug$/m);
    for (const { name, meaning } of placeholders) assert.ok(out.includes(`${name} `) && out.includes(meaning), name);
  });

  it('says what is missing where there is no Slurm', async function () {
    if (process.platform === 'win32') this.skip();
    const before = process.env['PATH'];
    const nowhere = mkdtempSync(path.join(os.tmpdir(), 'digits-no-slurm-'));
    process.env['PATH'] = nowhere;
    try {
      const { out, exitCode } = await digits(['slurm', 'check'], { cwd: nowhere });
      assert.equal(exitCode, 1);
      assert.match(out, /^× programs +There is no sbatch on the PATH; expected the programs of Slurm\./m);
      const { findings } = JSON.parse((await digits(['slurm', 'check', '--json'], { cwd: nowhere })).out) as {
        findings: { name: string }[];
      };
      assert.equal(findings[0]!.name, 'programs');
      assert.equal((await digits(['slurm', 'template', '--json'])).exitCode, 2);
    } finally {
      process.env['PATH'] = before;
      rmSync(nowhere, { recursive: true });
    }
  });
});

describe('digits slurm check', () => {
  let config: string;
  const before = process.env['DIGITS_CONFIG'];
  beforeEach(() => {
    config = mkdtempSync(path.join(os.tmpdir(), 'digits-slurm-check-'));
    process.env['DIGITS_CONFIG'] = config;
  });
  afterEach(() => {
    if (before === undefined) delete process.env['DIGITS_CONFIG'];
    else process.env['DIGITS_CONFIG'] = before;
    rmSync(config, { recursive: true });
  });
  const checked = async (settings: object): Promise<string> => {
    writeFileSync(path.join(config, 'slurm.json'), JSON.stringify(settings));
    return (await digits(['slurm', 'check'], { cwd: config })).out;
  };

  it('names a key that means nothing', async () => {
    assert.match(
      await checked({ partion: 'short' }),
      /^× settings .*slurm\.json: partion: found "partion"; expected only .*did you mean partition\?/m,
    );
  });

  it('says of an image whether it is there', async () => {
    const of = (type: string, image: string): Promise<string> => checked({ container: { type, image } });
    const there = path.join(config, 'digits.sif');
    writeFileSync(there, '');
    assert.match(await of('apptainer', there), /^✓ image .*digits\.sif, which must be there on the nodes too$/m);
    assert.match(await of('apptainer', '/nowhere/digits.sif'), /^! image .*there is no such file on this machine; nothing is wrong if/m);
    assert.match(await of('pyxis', '/nowhere/digits.sqsh'), /^! image /m);
    assert.match(await of('apptainer', 'digits.sif'), /^× image .*expected its full path/m);
    assert.match(await of('pyxis', './digits.sqsh'), /^× image .*expected its full path/m);
    for (const [type, image] of [
      ['apptainer', 'docker://node:22'],
      ['pyxis', 'docker://node:22'],
      ['pyxis', 'nvcr.io#nvidia/pytorch:26.01'],
    ] as const)
      assert.match(await of(type, image), /^✓ image .*of a registry/m, image);
    assert.ok(!(await checked({})).includes('image'));
  });
});

describe('digits queue, of a cluster', () => {
  for (const [what, args, message] of [
    ['an action for --wait', ['pause', '--wait'], /--wait goes without an action/],
    ['--all for what is not cancelled', ['requeue', '--all'], /--all goes with cancel/],
    ['what is asked for of what is cancelled', ['cancel', 'a', '--time', '5'], /--time goes with requeue/],
    ['what is asked for where nothing is done', ['--partition', 'short'], /--partition goes with requeue/],
    ['everything and some', ['cancel', 'a', '--all'], /name no runs with it/],
    ['no run', ['log'], /of which runs/],
    ['a run that there is not', ['cancel', '2026'], /2026: no such run is there/],
    ['a plan that there is not', ['dismiss', '2026'], /no such run is there/],
    ['a log as JSON', ['log', 'a', '--json'], /leave --json out/],
    ['a place', ['cancel', 'a', '--to', '1'], /--to is the place/],
  ] as const)
    it(`refuses ${what}`, async () => {
      const cwd = mkdtempSync(path.join(os.tmpdir(), 'digits-queue-'));
      const { exitCode, err, out } = await digits(['queue', ...args], { cwd });
      rmSync(cwd, { recursive: true });
      assert.deepEqual([exitCode, out], [2, '']);
      assert.match(err, message);
    });

  it('names plans that cannot be read, and does not say of them that nothing waits', async () => {
    const cwd = mkdtempSync(path.join(os.tmpdir(), 'digits-queue-'));
    const slurm = path.join(cwd, '.digits', 'sweeps', '20260101-000000-bbbb', 'slurm');
    mkdirSync(slurm, { recursive: true });
    mkdirSync(path.join(cwd, '.digits', 'runs'));
    writeFileSync(path.join(slurm, 'jobs.json'), '{');
    try {
      for (const [args, code, said] of [
        [['--wait'], 1, ''],
        [['cancel', '--all'], 2, 'nothing of that waits or runs on the cluster, as far as it can be read.'],
      ] as const) {
        const { exitCode, err } = await digits(['queue', ...args], { cwd });
        assert.equal(exitCode, code, err);
        assert.match(err, /^warning: .*jobs\.json/m);
        assert.ok(err.includes(said), err);
      }
    } finally {
      rmSync(cwd, { recursive: true });
    }
  });

  it('waits for nothing where nothing was submitted, and asks no Slurm', async () => {
    const cwd = mkdtempSync(path.join(os.tmpdir(), 'digits-queue-'));
    const { exitCode, out } = await digits(['queue', '--wait'], { cwd });
    rmSync(cwd, { recursive: true });
    assert.equal(exitCode, 0);
    assert.match(out, /^Nothing is at work and nothing waits\./);
  });
});
