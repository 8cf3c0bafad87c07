import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { newRunId } from '../../../src/contract/runId';
import { runPaths } from '../../../src/runFolder/paths';
import { runTrainer, startIn, temporaryRuns } from '../trainer/forkTrainer';

/** Names that Windows keeps for devices, with any ending. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Characters that Windows or macOS do not allow in a name, and a dot or space at its end. */
const forbidden = /[<>:"/\\|?*]|[. ]$/;

const isPortable = (name: string): boolean => !reserved.test(name) && !forbidden.test(name) && name.length < 100;

describe('the names in a run folder', () => {
  const runs = temporaryRuns();

  it('are allowed on every system and differ by more than case', async () => {
    const folder = path.join(runs, newRunId(new Date()));
    // Of an interrupted run too, which has an owner and a checkpoint.
    await runTrainer(startIn(folder), (event, child) => {
      if (event.type === 'epochEnded' && event.epoch === 2) child.kill('SIGKILL');
    });
    const planned = Object.values(runPaths(folder))
      .map(file => path.relative(folder, file))
      .filter(Boolean);
    const names = [...planned, ...readdirSync(folder, { recursive: true, encoding: 'utf8' })];
    const parts = names.flatMap(name => name.split(path.sep));
    assert.deepEqual(
      parts.filter(name => !isPortable(name)),
      [],
    );
    const byCase = new Map(names.map(name => [name.toLowerCase(), name]));
    assert.deepEqual(
      names.filter(name => byCase.get(name.toLowerCase()) !== name),
      [],
    );
  });

  it('of the runs themselves are too, whenever they are made', () => {
    for (let i = 0; i < 500; i++) assert.ok(isPortable(newRunId(new Date(i * 1e10))));
  });

  it('leave room in the 260 characters that a path of Windows may have', () => {
    const folder = path.join('.digits', 'runs', newRunId(new Date()));
    // While it is written a file has its writer's number and chance letters after its name.
    const longest = Object.values(runPaths(folder)).map(file => `${file}.4294967295-0123abcd.tmp`.length);
    assert.ok(Math.max(...longest) <= 90, `${Math.max(...longest)} characters`);
  });

  it('are held to that by a rule that sees what is bad', () => {
    for (const name of ['nul', 'CON.json', 'com1.txt', 'a:b', 'a?', 'x.', 'y ', 'a\\b']) assert.ok(!isPortable(name), name);
  });
});
