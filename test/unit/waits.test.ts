import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Emitter } from '../../src/util/emitter';
import { messageFrom, outputOf } from '../processes';
import { until, untilReads } from '../until';

describe('a wait in the tests', () => {
  it('ends when its state is there, told or looked for', async () => {
    const changes = new Emitter<void>();
    let count = 0;
    const told = until({ isSo: () => count === 2, seen: () => count, on: look => [changes.event(look)] });
    const looked = until({ isSo: () => count === 2, seen: () => count });
    for (count = 1; count <= 2; count++) changes.fire();
    count = 2;
    await Promise.all([told, looked]);
    await until({ isSo: () => true, seen: () => '', on: () => [] });
  });

  it('says what was waited for and what was seen last when it takes too long', async () => {
    const waiting = until({ isSo: () => [1, 2].length === 3, seen: () => ({ count: 2 }), limitMs: 1 });
    await assert.rejects(
      waiting,
      /^Error: Waited in vain for: \[1, 2\]\.length === 3\nIt did not come within .* s\.\nSeen last: \{"count":2\}$/,
    );
  });

  it('ends at once when what it waits for cannot come any more', async () => {
    const changes = new Emitter<void>();
    let isGone = false;
    const over = (): string | undefined => (isGone ? 'The process is gone.' : undefined);
    const waiting = until({ isSo: () => false, what: 'an answer', seen: () => 'nothing', on: look => [changes.event(look)], over });
    isGone = true;
    changes.fire();
    await assert.rejects(waiting, /^Error: Waited in vain for: an answer\nThe process is gone\.\nSeen last: nothing$/);
  });

  it('fails with what its condition throws', async () => {
    const isSo = (): boolean => {
      throw new Error('no such run');
    };
    await assert.rejects(until({ isSo, seen: () => '' }), /^Error: no such run$/);
  });

  it('for a message ends with the process', async () => {
    const child = spawn(process.execPath, ['-e', 'process.exit(3)'], { stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
    await assert.rejects(messageFrom(child), /It ended with 3/);
  });

  it('for a process gives what it wrote', async () => {
    const child = spawn(process.execPath, ['-e', 'console.log("out"); console.error("err"); process.exitCode = 3'], { stdio: 'pipe' });
    assert.deepEqual(await outputOf(child), { out: 'out\n', err: 'err\n', exitCode: 3 });
  });

  it('for what is read ends when it reads so', async () => {
    let count = 0;
    await untilReads('the count', () => Promise.resolve([++count]), [3]);
    assert.equal(count, 3);
  });

  it('is written nowhere else', () => {
    // A timer or a turn of the event loop that is waited for is a sleep; a promise that only an event settles has no limit.
    const sleeps = /await new Promise\b.*(setTimeout|setImmediate)|while \(.*await|resolve => setTimeout|timers\/promises/;
    const events = /new Promise<void>\(resolve => .*\bon[A-Z]\w+\(/;
    const files = readdirSync('test', { recursive: true, encoding: 'utf8' }).filter(
      name => name.endsWith('.ts') && name !== path.join('unit', 'waits.test.ts'),
    );
    assert.ok(files.length > 100);
    const found = files.flatMap(name =>
      readFileSync(path.join('test', name), 'utf8')
        .split('\n')
        .flatMap((line, i) => (sleeps.test(line) || events.test(line) ? [`${name}:${i + 1}: ${line.trim()}`] : [])),
    );
    assert.deepEqual(found, []);
  });
});
