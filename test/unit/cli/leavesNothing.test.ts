import assert from 'node:assert/strict';
import { execFileSync, fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import type { TrainerEvent, TrainerMessage } from '../../../src/contract/trainer';
import { findProgram } from '../../../src/processes/findProgram';
import { fewDigits } from '../data/fewDigits';
import { idxImages, idxLabels, writeFiles } from '../data/idxFiles';
import { quick, startIn, temporaryRuns, trainerFile } from '../trainer/forkTrainer';

/** Samples are taken once a second. Unasked, ONNX Runtime looks its server up after eight or nine of them. */
const SAMPLES = 12;

/** The engine's own records, were it to keep any, and its server, were it to be told of them. */
describe('a whole training, of a user who has nothing yet', () => {
  const few = fewDigits(temporaryRuns());
  let base: string;
  let environment: NodeJS.ProcessEnv;
  beforeEach(() => {
    base = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'digits-empty-')));
    const place = (name: string): string => {
      mkdirSync(path.join(base, name));
      return path.join(base, name);
    };
    const { PATH, SystemRoot } = process.env;
    environment = { PATH, ...(SystemRoot && { SystemRoot }), LOCALAPPDATA: place('local'), APPDATA: place('roaming') };
    for (const name of ['HOME', 'TMPDIR']) environment[name] = place(name);
    for (const name of ['CACHE', 'CONFIG', 'DATA', 'STATE']) environment[`XDG_${name}_HOME`] = place(name);
    Object.assign(environment, { TMP: environment['TMPDIR'], TEMP: environment['TMPDIR'], USERPROFILE: environment['HOME'] });
    place('work');
  });
  afterEach(() => rmSync(base, { recursive: true, force: true }));

  /** Every file, seen from the folder that holds all there is. */
  const all = (): string[] =>
    readdirSync(base, { recursive: true, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(entry => path.relative(base, path.join(entry.parentPath, entry.name)).replaceAll(path.sep, '/'));

  /** Those outside of the run, but for MNIST as it was unpacked. */
  const leftBehind = (): string[] =>
    all().filter(file => !/^work\/\.digits\/(\.gitignore|runs\/.*)$|\/digits-lab\/mnist\/[0-9a-f]{16}\/mnist\.(idx|whole)$/.test(file));

  const small = ['--epochs', '2', '--num-filters', '4', '--threads', '2'];
  const train = (...args: readonly string[]): void => {
    const options = { cwd: path.join(base, 'work'), env: environment, stdio: 'pipe' } as const;
    execFileSync(process.execPath, [path.resolve('dist/cli.js'), 'train', ...small, ...args], options);
  };

  it('leaves nothing but the run and the data', () => {
    train('--train-samples', '400', '--validation-samples', '100', '--engine', 'native');
    assert.ok(
      all().some(file => file.includes('digits-lab/mnist/')),
      'MNIST is kept in the cache',
    );
    assert.deepEqual(leftBehind(), []);
  });

  it('leaves nothing else with WebAssembly, on images of its own', () => {
    const images = (count: number): Buffer => idxImages(count, 12, 10, i => i % 256);
    const labels = (count: number): Buffer => idxLabels(Array.from({ length: count }, (_, i) => i % 3));
    const data = path.join(base, 'work', 'data');
    mkdirSync(data);
    writeFiles(data, {
      'train-images-idx3-ubyte': images(90),
      'train-labels-idx1-ubyte': labels(90),
      't10k-images-idx3-ubyte': images(9),
      't10k-labels-idx1-ubyte': labels(9),
    });
    const before = all();
    train('--data', 'data', '--validation-samples', '9', '--batch-size', '20', '--engine', 'wasm');
    assert.deepEqual(
      leftBehind().filter(file => !before.includes(file)),
      [],
    );
  });

  it('leaves nothing else either when the trainer is started by itself, told to keep records', async () => {
    const child = fork(trainerFile, [], {
      cwd: path.join(base, 'work'),
      env: { ...environment, ORT_DISABLE_TELEMETRY: '0' },
      serialization: 'advanced',
    });
    let ended: TrainerMessage | undefined;
    child.on('message', (message: TrainerMessage) => {
      if (message.type === 'ready') child.send(startIn(path.join(base, 'work', '.digits', 'runs', 'run'), { ...quick, dataset: few }));
      ended = message;
    });
    await once(child, 'close');
    assert.equal(ended?.type, 'runEnded');
    assert.deepEqual(leftBehind(), []);
  });

  it('looks up and connects to nothing', async function () {
    const strace = findProgram('strace', base);
    const flags = ['-f', '-qq', '--seccomp-bpf', '-s', '200', '-e', 'trace=network,open,openat'];
    // In a container it may be there and not be allowed.
    if (strace === undefined || spawnSync(strace, [...flags, '-o', os.devNull, 'true']).status !== 0) {
      console.log('    NOT TESTED: without strace (Linux) it is not seen whether a training looks up or connects to anything.');
      return this.skip();
    }
    const log = path.join(base, 'work', '.digits', 'runs', 'strace.log');
    mkdirSync(path.dirname(log), { recursive: true });
    // One thread, and an epoch of some time, since all that counts is how long it goes on.
    const args = ['train', '--json', '--data', few, '--epochs', '10000', '--validation-samples', '100', '--threads', '1'];
    const child = spawn(strace, [...flags, '-o', log, process.execPath, path.resolve('dist/cli.js'), ...args], {
      cwd: path.join(base, 'work'),
      env: environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // It has only to go on for some time, and gives way to tests that run beside.
    os.setPriority(child.pid!, os.constants.priority.PRIORITY_BELOW_NORMAL);
    const said = text(child.stderr);
    const closed = once(child, 'close');
    let samples = 0;
    const types = new Set<string>();
    for await (const line of createInterface({ input: child.stdout })) {
      const event = JSON.parse(line) as TrainerEvent;
      types.add(event.type);
      // What is traced gets the signal: strace itself passes none on.
      if (event.type === 'resourcesSampled' && ++samples === SAMPLES) process.kill(firstProcess(log), 'SIGINT');
    }
    await closed;
    assert.ok(types.has('evaluated'), await said);
    const lines = readFileSync(log, 'utf8').split('\n');
    assert.ok(
      lines.some(line => line.includes('model.onnx')),
      'the trace has the files that were opened',
    );
    const outward = lines.filter(line => /AF_INET|AF_NETLINK|AF_PACKET|"\/etc\/(resolv\.conf|hosts|services)"/.test(line));
    assert.deepEqual(outward, []);
    assert.deepEqual(leftBehind(), []);
  });
});

/** The first that strace speaks of is the one that it started. */
function firstProcess(log: string): number {
  return Number(/^\d+/.exec(readFileSync(log, 'utf8'))![0]);
}
