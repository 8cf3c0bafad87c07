// npm run check:container [-- --stand-in]: builds the image with a real container engine, runs it as docs/container.md says, and looks at what is left.
// Docker where its engine answers, or else Podman (`apt-get install podman runc`). Needs no network but npm's registry with --stand-in: then the
// base image is one made by debootstrap (root only, `apt-get install debootstrap`) and the npm packages of Node, under the name of Node's own.
// HADOLINT and SHELLCHECK name those linters, where they are not on the PATH.
import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { baseImageName, makeStandIn } from './container/standInBase.mjs';
import { findEngine } from './container/engine.mjs';
import { onPath } from './runProgram.mjs';
import { root } from './setup.mjs';

const IMAGE = 'digits-lab-check';
const engine = findEngine();
const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-container-'));
const uid = process.getuid?.();
const isRoot = uid === 0;

/**
 * @param {string} what
 * @param {() => unknown} check
 */
async function held(what, check) {
  await check();
  console.log(`ok  ${what}`);
}

/**
 * Runs the image on a folder of its own owner; what it said and how it ended.
 * @param {string} app
 * @param {readonly string[]} args
 * @param {readonly string[]} [options]
 */
function runImage(app, args, options = []) {
  const words = engine.run(['--rm', '-v', `${app}:/app`, ...options, IMAGE, ...args]);
  const { status, stdout, stderr } = spawnSync(words[0], words.slice(1), { encoding: 'utf8' });
  return { status, said: stdout + stderr };
}

/**
 * @param {string} name
 * @param {number} owner
 */
function appOf(name, owner) {
  const app = path.join(folder, name);
  execFileSync('mkdir', [app]);
  if (isRoot) chownSync(app, owner, owner);
  return app;
}

/** @param {string} app */
const filesOf = app => readdirSync(app, { recursive: true, encoding: 'utf8' });
/** @param {string} app */
const runOf = app => path.join(app, '.digits/runs', readdirSync(path.join(app, '.digits/runs')).find(name => /^\d/.test(name)) ?? 'no run');
/**
 * @param {string} app
 * @param {string} below
 */
const ownersOf = (app, below) => [...new Set(filesOf(path.join(app, below)).map(file => statSync(path.join(app, below, file)).uid))];

try {
  for (const [variable, name, file] of [
    ['HADOLINT', 'hadolint', 'Dockerfile'],
    ['SHELLCHECK', 'shellcheck', 'entrypoint.sh'],
  ]) {
    const linter = process.env[variable] ?? onPath(name);
    if (linter) await held(`${name} finds nothing in ${file}`, () => execFileSync(linter, [file], { cwd: root, stdio: 'inherit' }));
    else console.log(`--  ${name} is not there: ${file} was not linted`);
  }
  if (process.argv.includes('--stand-in')) makeStandIn(engine, folder);
  await held(`${engine.name} builds the image`, () => {
    const words = engine.build(['-t', IMAGE, root]);
    execFileSync(words[0], words.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  });
  /** @param {string} name */
  const size = name => Number(engine.ask('image', 'inspect', '--format', '{{.Size}}', name));
  console.log(`    ${((size(IMAGE) - size(baseImageName())) / 1e6).toFixed(1)} MB on top of the base image`);

  const marker = `marker${randomBytes(20).toString('hex')}`;
  await held('a run as docs/container.md says: whole, and owned by the owner of the folder, .env read by nobody else', () => {
    const app = appOf('owned', 1001);
    writeFileSync(path.join(app, '.env'), `WANDB_TOKEN=${marker}\n`);
    const { status, said } = runImage(app, ['--epochs', '1', '--train-samples', '3000', '--name', ' two  "words"']);
    assert.equal(status, 0, said);
    const run = runOf(app);
    assert.equal(JSON.parse(readFileSync(path.join(run, 'labels.json'), 'utf8')).name.trim(), 'two  "words"');
    if (isRoot) assert.deepEqual(ownersOf(app, '.digits'), [1001]);
    assert.ok(!said.includes(marker));
    for (const file of filesOf(path.join(app, '.digits')).map(name => path.join(app, '.digits', name)))
      if (statSync(file).isFile()) assert.ok(!readFileSync(file).includes(marker), `${file} has the token`);
    const list = runImage(app, ['list']);
    assert.match(list.said, /two {2}"words"/);
    const hash = createHash('sha256');
    for (const bundle of ['trainerProcess', 'engineThread']) hash.update(readFileSync(path.join(root, `dist/${bundle}.js`)));
    const trainer = hash.digest('hex');
    assert.equal(JSON.parse(readFileSync(path.join(run, 'config.json'), 'utf8')).trainer.bundleSha256, trainer, 'not the same trainer');
  });

  if (isRoot)
    await held("in a folder of root's the runs belong to 1000", () => {
      const app = appOf('roots', 0);
      const { status, said } = runImage(app, ['--epochs', '1', '--train-samples', '3000']);
      assert.equal(status, 0, said);
      assert.deepEqual([statSync(app).uid, ownersOf(app, '.digits')], [0, [1000]]);
    });

  await held('--user is left as it is, on a root file system that is read only', () => {
    const app = appOf('user', 2345);
    const { status, said } = runImage(app, ['--epochs', '1', '--train-samples', '3000'], ['--user', '2345:2345', '--read-only']);
    assert.equal(status, 0, said);
    assert.deepEqual(ownersOf(app, '.digits'), [isRoot ? 2345 : uid]);
  });

  await held(
    `a stopped container leaves a saved run (${engine.name} stop: SIGTERM to process 1), no token in any command line`,
    async () => {
      const app = appOf('stopped', 1001);
      writeFileSync(path.join(app, '.env'), `WANDB_TOKEN=${marker}\n`);
      const name = `digits-check-${process.pid}`;
      const words = engine.run(['--rm', '--name', name, '-v', `${app}:/app`, IMAGE, '--epochs', '1000', '--json']);
      const child = spawn(words[0], words.slice(1), { stdio: ['ignore', 'pipe', 'inherit'] });
      let asked = false;
      child.stdout.setEncoding('utf8').on('data', text => {
        if (asked || !text.includes('"batch')) return;
        asked = true;
        for (const pid of readdirSync('/proc').filter(entry => /^\d+$/.test(entry) && existsSync(`/proc/${entry}/cmdline`)))
          assert.ok(!readFileSync(`/proc/${pid}/cmdline`).includes(marker), `process ${pid} has the token in its command line`);
        assert.match(engine.ask('exec', name, 'cat', '/proc/1/cmdline'), /digits\0train/);
        assert.match(engine.ask('exec', name, 'cat', '/proc/1/status'), /^Uid:\t1001\t1001/m);
        engine.ask('stop', name);
      });
      const exitCode = await new Promise(resolve => child.on('close', resolve));
      assert.equal(exitCode, 143);
      const run = runOf(app);
      assert.ok(existsSync(path.join(run, 'predictions.npy')));
      assert.equal(JSON.parse(readFileSync(path.join(run, 'summary.json'), 'utf8')).status, 'stopped');
    },
  );
} finally {
  rmSync(folder, { recursive: true, force: true });
}
