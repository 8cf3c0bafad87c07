import assert from 'node:assert/strict';
import type { ClusterSnapshot } from '../../../../src/cluster/clusterQueue';
import type { ClusterTask } from '../../../../src/cluster/clusterTask';
import type { PlanNotices } from '../../../../src/ui/cluster/planNotices';
import { Emitter, type Disposable } from '../../../../src/util/emitter';
import { until } from '../../../until';
import { FakeEditor } from '../../fakeEditor';
import { snapshotOf, taskOf } from './clusterTasks';

const done = { phase: 'over', state: 'COMPLETED' } as const;
const failed = { phase: 'over', state: 'FAILED' } as const;

describe('notices of plans at Slurm', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  let changed: Emitter<ClusterSnapshot>;
  let notices: PlanNotices;
  let shown: number;
  let looked: string[];
  before(() => (installed = editor.install()));
  after(() => installed.dispose());
  beforeEach(async () => {
    editor.messages.length = 0;
    editor.changed.clear();
    changed = new Emitter();
    [shown, looked] = [0, []];
    const { PlanNotices: Class } = await import('../../../../src/ui/cluster/planNotices');
    const lab = {
      look: (ids: readonly string[]) => Promise.resolve(void looked.push(...ids)),
      find: (id: string) => ({ status: looked.includes(id) && id !== 'run 9' ? 'completed' : 'interrupted' }),
    };
    const designs = { titleOf: () => 'num_filters 32 → 64', inFolder: () => ({ show: () => shown++ }) };
    const parts: unknown[] = [lab, { onChanged: changed.event }, designs];
    notices = new Class(...(parts as ConstructorParameters<typeof Class>));
  });
  afterEach(() => notices.dispose());

  const tell = (...tasks: ClusterTask[]): void => changed.fire(snapshotOf(tasks));
  const said = (...messages: string[]): Promise<void> =>
    until({ isSo: () => JSON.stringify(editor.messages) === JSON.stringify(messages), seen: () => editor.messages });

  it('tell once that the last task of a plan has ended, and open what came of it', async () => {
    editor.answer = () => 'Open';
    tell(taskOf(0), taskOf(1));
    tell(taskOf(0, done), taskOf(1));
    tell(taskOf(0, done), taskOf(1, done));
    tell(taskOf(0, done), taskOf(1, done));
    await said('All 2 runs of “num_filters 32 → 64” at Slurm have ended.');
    await until({ isSo: () => shown === 1, seen: () => shown });
    assert.deepEqual(looked, ['run 0', 'run 1']);
  });

  it('say how many have not come to their end', async () => {
    tell(taskOf(0), taskOf(9));
    tell(taskOf(0, done), taskOf(9, failed));
    await said('1 of the 2 runs of “num_filters 32 → 64” at Slurm has not come to its end.');
    tell(taskOf(9));
    tell(taskOf(9, failed));
    await until({ isSo: () => editor.messages.length === 2, seen: () => editor.messages });
    assert.equal(editor.messages[1], 'The run of “num_filters 32 → 64” at Slurm has not come to its end.');
  });

  it('say nothing of what was over before, was cancelled here, or is not to be told', async () => {
    tell(taskOf(0, done));
    tell(taskOf(0));
    notices.noteCancelled(['run 0']);
    tell(taskOf(0, failed));
    editor.changed.set('digitsLab.notifications', 'failures');
    tell(taskOf(1));
    tell(taskOf(1, done));
    tell(taskOf(9));
    tell(taskOf(9, failed));
    await said('The run of “num_filters 32 → 64” at Slurm has not come to its end.');
  });
});
