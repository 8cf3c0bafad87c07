import assert from 'node:assert/strict';
import { defaultParameters } from '../../../src/contract/parameters';
import { thisProcess } from '../../../src/runFolder/owner';
import type { RememberedRun } from '../../../src/runs/ownRuns';
import type { Disposable } from '../../../src/util/emitter';
import { FakeEditor } from '../fakeEditor';

describe('runMemory', () => {
  let installed: Disposable;
  before(() => (installed = new FakeEditor().install()));
  after(() => installed.dispose());

  const run: Omit<RememberedRun, 'owner'> = {
    id: '20260102-030405-abcd',
    parameters: defaultParameters,
    labels: { name: 'first' },
    parent: null,
    threads: 2,
    engine: null,
    addedAt: '2026-01-02T03:04:05.000Z',
    runsFolder: '/runs',
  };
  const keeper = thisProcess();
  let kept: unknown;
  let warnings: string[];
  const state = {
    get: () => kept,
    update: (key: string, value: unknown) => {
      assert.equal(key, 'runsInTraining');
      kept = value;
      return Promise.resolve();
    },
    keys: () => [],
  };
  const log = { info: () => undefined, warn: (text: string) => warnings.push(text), error: () => undefined, show: () => undefined };
  const open = async (): Promise<{ read: () => readonly RememberedRun[]; write: (runs: readonly RememberedRun[]) => void }> => {
    const { runMemory } = await import('../../../src/ui/runMemory');
    return runMemory(state as never, { ...log, dispose: () => undefined });
  };
  beforeEach(() => {
    kept = undefined;
    warnings = [];
  });

  it('is empty at first', async () => {
    assert.deepEqual((await open()).read(), []);
  });

  it('keeps runs under the names that version 0.1.0 reads', async () => {
    const memory = await open();
    memory.write([{ ...run, owner: keeper }]);
    assert.deepEqual(kept, [{ ...run, keeper }]);
    assert.deepEqual(memory.read(), [{ ...run, owner: keeper }]);
  });

  it('passes over what is no run, and says so', async () => {
    kept = [{ ...run, keeper: 7 }, 'x', run];
    assert.deepEqual((await open()).read(), [{ ...run, owner: undefined }]);
    assert.equal(warnings.length, 2);
    assert.match(warnings[0] ?? '', /runsInTraining\): keeper: found 7/);
  });
});
