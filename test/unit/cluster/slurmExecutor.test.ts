import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SlurmExecutor } from '../../../src/cluster/slurmExecutor';
import { planOf } from '../ui/cluster/clusterTasks';

describe('a plan that is proposed to a cluster', () => {
  const { PATH } = process.env;
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-propose-'));
    // Without a program of Slurm.
    process.env['PATH'] = folder;
  });
  afterEach(() => {
    process.env['PATH'] = PATH;
    rmSync(folder, { recursive: true });
  });

  const executor = new SlurmExecutor({ settings: { minutes: 1, megabytes: 100 }, digits: ['digits'] });
  const propose = (dataset: string): Promise<unknown> => {
    const plan = planOf(2);
    const runs = plan.runs.map(run => ({ ...run, parameters: { ...run.parameters, dataset } }));
    return executor.propose({ ...plan, runs }, [0, 1], { speeds: [], engine: 'onnx', threads: 1 });
  };

  it('is refused for a data set that is not there before a program of Slurm is called', async () => {
    await assert.rejects(propose(path.join(folder, 'nowhere')), {
      name: 'ParameterError',
      message: /nowhere.*there is no such folder or file of data/,
    });
    for (const there of ['mnist', folder]) await assert.rejects(propose(there), { name: 'SlurmError', problem: 'missing' });
  });
});
