import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { childEnvironment } from '../../../src/processes/childEnvironment';
import { findProgram } from '../../../src/processes/findProgram';
import { ask, startBundle } from '../../../src/processes/launch';

let base: string;
beforeEach(() => (base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-launch-')))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

function script(file: string, text: string): string {
  const place = path.join(base, file);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, text);
  chmodSync(place, 0o755);
  return place;
}

describe('the environment of a child', () => {
  it('has no keys, nothing that steers Node, Git or the engine, and no telemetry', () => {
    const steering = {
      WANDB_API_KEY: 'secret',
      wandb_token: 'secret',
      NODE_OPTIONS: '--require ./x.js',
      NODE_PATH: '/x',
      GIT_DIR: '/x',
      GIT_EXTERNAL_DIFF: '/x',
      GIT_SSH_COMMAND: '/x',
      GIT_CONFIG_PARAMETERS: "'core.fsmonitor=/x'",
      GIT_EXEC_PATH: '/x',
      GIT_TRACE2_EVENT: '/x',
      ORT_LOAD_CONFIG_FROM_MODEL: '1',
      ORT_DISABLE_TELEMETRY: '0',
      TF_ENABLE_ONEDNN_OPTS: '0',
    };
    const kept = {
      PATH: '/bin',
      DIGITS_TENSORFLOW: '/users/me/tensorflow',
      HOME: '/users/me',
      GIT_CONFIG_GLOBAL: '/users/me/git',
      GIT_CONFIG_COUNT: '0',
      WANDB_MODE: 'offline',
    };
    assert.deepEqual(childEnvironment({ ...steering, ...kept }), { ...kept, ORT_DISABLE_TELEMETRY: '1' });
  });

  it('has besides what a bundle is started with', async () => {
    const child = startBundle(script('asks.cjs', 'process.send({ env: process.env }); process.disconnect();'), {
      environment: { DIGITS_TENSORFLOW: '/x' },
    });
    const [{ env }] = (await once(child, 'message')) as [{ env: NodeJS.ProcessEnv }];
    assert.equal(env['DIGITS_TENSORFLOW'], '/x');
    await once(child, 'close');
  });

  it('is what a bundle is started with, and without the arguments of this process', async () => {
    const options = { NODE_OPTIONS: '--no-deprecation', WANDB_API_KEY: 'secret', GIT_DIR: '/x' };
    Object.assign(process.env, options);
    try {
      const child = startBundle(script('bundle.cjs', 'process.send({ env: process.env, args: process.execArgv }); process.disconnect();'));
      const [{ env, args }] = (await once(child, 'message')) as [{ env: NodeJS.ProcessEnv; args: string[] }];
      assert.deepEqual(
        Object.keys(options).filter(name => name in env),
        [],
      );
      assert.equal(env['ORT_DISABLE_TELEMETRY'], '1');
      assert.deepEqual(args, []);
      await once(child, 'close');
    } finally {
      for (const name of Object.keys(options)) delete process.env[name];
    }
  });
});

describe('a program', () => {
  it('is found where the PATH has it in full', () => {
    const own = script('bin/tool', '');
    assert.equal(findProgram('tool', '/nowhere', `relative${path.delimiter}${path.dirname(own)}`), own);
    assert.equal(findProgram('tool', '/nowhere', '/nowhere'), undefined);
  });

  it('is not found in the folder, by no way in or out of it', () => {
    const folder = path.join(base, 'folder');
    const theirs = script('folder/bin/tool', '');
    const outside = script('outside/tool', '');
    mkdirSync(path.join(base, 'links'));
    symlinkSync(theirs, path.join(base, 'links', 'tool'));
    symlinkSync(path.join(base, 'outside'), path.join(folder, 'out'));
    symlinkSync(path.join(folder, 'bin'), path.join(base, 'in'));
    symlinkSync(folder, path.join(base, 'alias'));
    symlinkSync(outside, path.join(folder, 'tool'));
    for (const place of ['folder/bin', 'folder', 'links', 'in', 'alias/bin', 'folder/bin/../bin'])
      assert.equal(findProgram('tool', folder, path.join(base, place)), undefined, place);
    assert.equal(findProgram('tool', path.join(base, 'alias'), path.dirname(theirs)), undefined);
    const search = [path.dirname(theirs), path.join(base, 'links'), path.dirname(outside)].join(path.delimiter);
    assert.equal(findProgram('tool', folder, search), outside);
  });

  it('is not found among the packages that npm puts first', () => {
    const packages = path.dirname(script('else/node_modules/.bin/tool', ''));
    assert.equal(findProgram('tool', path.join(base, 'folder'), packages), undefined);
  });

  it('is none when it may not be run or is a folder', () => {
    chmodSync(script('bin/tool', ''), 0o644);
    mkdirSync(path.join(base, 'other', 'tool'), { recursive: true });
    for (const place of ['bin', 'other']) assert.equal(findProgram('tool', '/nowhere', path.join(base, place)), undefined);
  });

  it('is found although the folder is the root of everything', () => {
    assert.ok(findProgram('sh', '/'));
  });

  it('answers with its text and exit code, with nothing to read, in its own folder', async () => {
    const program = script('bin/tool', '#!/bin/sh\npwd -P; cat; echo "$1"; echo no >&2; exit 3\n');
    assert.deepEqual(await ask(program, ['$(echo a) b']), {
      exitCode: 3,
      text: `${path.join(base, 'bin')}\n$(echo a) b\n`,
      errors: 'no\n',
    });
  });

  it('is named in full', () => {
    assert.throws(() => ask('git', []), /git is no full path of a program/);
  });

  it('that is not there, that waits, or that has too much to say is an error', async () => {
    await assert.rejects(ask(path.join(base, 'none'), []), /ENOENT/);
    const waits = script('waits', '#!/bin/sh\ntrap "" TERM\nexec tail -f /dev/null\n');
    await assert.rejects(ask(waits, [], {}, { ms: 100 }), /Command failed/);
    await assert.rejects(ask(script('tells', '#!/bin/sh\nexec cat /dev/zero\n'), []), /maxBuffer length exceeded/);
  });
});
