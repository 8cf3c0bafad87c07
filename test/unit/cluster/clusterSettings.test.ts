import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { batchRequestOf, readSettings, readTemplate, settingsFile } from '../../../src/cluster/clusterSettings';

describe('the settings of a cluster', () => {
  let folder: string;
  before(() => (folder = mkdtempSync(path.join(os.tmpdir(), 'digits-settings-'))));
  after(() => rmSync(folder, { recursive: true }));
  const file = (content: string, name = 'slurm.json'): string => {
    const written = path.join(folder, name);
    writeFileSync(written, content);
    return written;
  };
  const estimate = { minutes: 25, megabytes: 1024, estimate: { ms: 1, isGuess: false } };

  it('are this user’s, in a file that need not be there', async () => {
    assert.deepEqual(await readSettings(path.join(folder, 'none.json')), {});
    assert.deepEqual(await readSettings(path.join(folder, 'none', 'slurm.json')), {});
    assert.deepEqual(await readSettings(file('{"partition": "gpu", "minutes": 30, "modules": ["nodejs/20"]}')), {
      partition: 'gpu',
      minutes: 30,
      modules: ['nodejs/20'],
    });
    const before = process.env['DIGITS_CONFIG'];
    process.env['DIGITS_CONFIG'] = folder;
    try {
      assert.equal(settingsFile(), path.join(folder, 'slurm.json'));
    } finally {
      if (before === undefined) delete process.env['DIGITS_CONFIG'];
      else process.env['DIGITS_CONFIG'] = before;
    }
  });

  it('say where they are wrong', async () => {
    for (const [content, message] of [
      ['{', /slurm\.json/],
      ['{"minutes": 0}', /minutes: found 0; expected/],
      ['{"minutes": "long"}', /minutes: found "long"; expected/],
      ['{"command": []}', /command.* expected a list with at least one word/],
      ['{"partion": "short"}', /slurm\.json: partion: found "partion"; expected only partition, account, .*\(did you mean partition\?\)/],
      ['{"time": 60}', /time: found "time"; expected the longest time of a task under the name minutes/],
      ['{"container": {"type": "pyxis", "image": "x", "mount": []}}', /container\.mount: .*\(did you mean mounts\?\)/],
      ['{"container": {"type": "docker", "image": "x"}}', /container\.type: found "docker"; expected/],
    ] as const)
      await assert.rejects(readSettings(file(content)), { name: 'SlurmError', problem: 'invalid', message });
    await assert.rejects(readSettings(file(' '.repeat(100_001))), { problem: 'invalid', message: /^The settings of Slurm: / });
    await assert.rejects(readSettings(folder), { problem: 'invalid' });
  });

  it('may be kept elsewhere, with a link to them', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(path.join(folder, 'dotfiles'));
    file('{"minutes": 7}', 'dotfiles/mine.json');
    file('#!/bin/sh\n', 'dotfiles/mine.sh');
    symlinkSync('dotfiles', path.join(folder, 'linked'));
    symlinkSync('mine.json', path.join(folder, 'dotfiles', 'slurm.json'));
    assert.deepEqual(await readSettings(path.join(folder, 'linked', 'slurm.json')), { minutes: 7 });
    assert.equal(await readTemplate({ template: path.join(folder, 'linked', 'mine.sh') }), '#!/bin/sh\n');
    symlinkSync('nowhere', path.join(folder, 'dangling.json'));
    assert.deepEqual(await readSettings(path.join(folder, 'dangling.json')), {});
    symlinkSync('loop.json', path.join(folder, 'loop.json'));
    await assert.rejects(readSettings(path.join(folder, 'loop.json')), {
      problem: 'invalid',
      message: /loop\.json: cannot be read: ELOOP/,
    });
  });

  it('may name a template', async () => {
    assert.equal(await readTemplate({}), undefined);
    assert.equal(await readTemplate({ template: file('#!/bin/sh\n', 'mine.sh') }), '#!/bin/sh\n');
    await assert.rejects(readTemplate({ template: 'mine.sh' }), { problem: 'invalid', message: /mine\.sh: expected its full path\./ });
    await assert.rejects(readTemplate({ template: path.join(folder, 'no.sh') }), {
      problem: 'invalid',
      message: /there is no such file\./,
    });
  });

  it('come before what is estimated, and what neither says is the cluster’s own', () => {
    const task = { runsFolder: '/users/ada/.digits/runs', threads: 4, estimate };
    assert.deepEqual(batchRequestOf({}, task), {
      minutes: 25,
      megabytes: 1024,
      cpus: 4,
      throttle: null,
      partition: null,
      account: null,
      qos: null,
      constraint: null,
      modules: [],
      container: null,
      graceSeconds: 60,
    });
    const said = batchRequestOf(
      { minutes: 5, megabytes: 100, throttle: 3, graceSeconds: 90, qos: 'long' },
      { ...task, estimate: undefined },
    );
    assert.deepEqual([said.minutes, said.megabytes, said.throttle, said.graceSeconds, said.qos], [5, 100, 3, 90, 'long']);
    assert.throws(() => batchRequestOf({ megabytes: 100 }, { ...task, estimate: undefined }), {
      problem: 'invalid',
      message: /^What a task needs cannot be estimated.* Say it by minutes \(--time in a terminal\), or train one run first\./,
    });
    assert.throws(() => batchRequestOf({ minutes: 5 }, { ...task, estimate: undefined }), { message: /by megabytes/ });
  });

  it('let a container see the folder of the runs', () => {
    const container = { type: 'apptainer', image: '/images/digits.sif', mounts: ['/data', '/users/ada/.digits'] } as const;
    const mounts = (runsFolder: string): readonly string[] =>
      batchRequestOf({ container: { ...container, mounts: [...container.mounts] } }, { runsFolder, threads: 1, estimate }).container!
        .mounts;
    assert.deepEqual(mounts('/users/ada/.digits/runs'), ['/users/ada/.digits', '/users/ada/.digits/runs', '/data']);
    assert.deepEqual(mounts('/scratch/runs'), ['/scratch/runs', '/data', '/users/ada/.digits']);
  });
});
