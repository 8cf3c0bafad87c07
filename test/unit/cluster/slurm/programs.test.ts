import assert from 'node:assert/strict';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { SlurmClient } from '../../../../src/cluster/slurm/slurmClient';
import { SlurmPrograms } from '../../../../src/cluster/slurm/programs';

describe('the programs of Slurm', function () {
  const isWindows = process.platform === 'win32';
  const { PATH } = process.env;
  let bin: string;
  before(function () {
    if (isWindows) this.skip();
    bin = mkdtempSync(path.join(os.tmpdir(), 'digits-programs-'));
    process.env['PATH'] = `${bin}:/usr/bin:/bin`;
  });
  after(() => {
    if (isWindows) return;
    process.env['PATH'] = PATH;
    rmSync(bin, { recursive: true });
  });

  const programs = new SlurmPrograms('/nowhere');
  const put = (name: string, script: string): void => {
    writeFileSync(path.join(bin, name), `#!/bin/sh\n${script}\n`);
    chmodSync(path.join(bin, name), 0o755);
  };

  it('that are not there are named', async () => {
    process.env['PATH'] = bin;
    await assert.rejects(programs.run('scancel', []), {
      problem: 'missing',
      message: /^There is no scancel on the PATH; expected the programs of Slurm/,
    });
    process.env['PATH'] = `${bin}:/usr/bin:/bin`;
  });

  it('that do not answer are ended, and what they said is told', async () => {
    put('squeue', 'echo "squeue: busy" >&2; exec tail -f /dev/null');
    await assert.rejects(programs.run('squeue', [], { ms: 3000 }), {
      problem: 'unreachable',
      message: /^squeue has not answered in time: .* It said: busy\./,
    });
    put('sbatch', 'echo "sbatch: error: Slurm temporarily unable to accept job, sleeping and retrying" >&2; exec tail -f /dev/null');
    await assert.rejects(programs.runBounded('sbatch', [], 3), {
      problem: 'unreachable',
      message: /It said: Slurm temporarily unable to accept job, sleeping and retrying\. Submit again when some have ended/,
    });
  });

  it('may not tell more than can be kept', async () => {
    put('squeue', 'exec cat /dev/zero');
    await assert.rejects(programs.run('squeue', [], { bytes: 1000 }), { problem: 'unreachable', message: /no answer that can be used/ });
  });

  it('that refuse are no controller that does not answer', async () => {
    put('scontrol', 'echo "scontrol: error: Invalid job id specified" >&2; exit 1');
    assert.equal((await programs.run('scontrol', [])).exitCode, 1);
    put('scontrol', 'echo "slurm_load_jobs error: Unable to contact slurm controller (connect failure)" >&2; exit 1');
    await assert.rejects(programs.run('scontrol', []), { problem: 'unreachable' });
    for (const words of [
      'Batch job submission failed: Broken pipe',
      'Batch job submission failed: Unexpected message received',
      'Batch job submission failed: Header lengths are longer than data received',
      'Batch job submission failed: Transport endpoint is not connected',
      'Batch job submission failed: Connection reset by peer',
    ]) {
      put('sbatch', `echo "sbatch: error: ${words}" >&2; exit 1`);
      await assert.rejects(programs.run('sbatch', []), { problem: 'unreachable' }, words);
    }
  });

  it('that answer something else are said to, and a word beside the answer is passed over', async () => {
    const client = new SlurmClient('/nowhere');
    put('scontrol', 'echo "SlurmctldPort = 6817"');
    await assert.rejects(client.limits(), {
      name: 'SlurmError',
      problem: 'unreachable',
      message: /^Slurm gave no answer that can be used: scontrol show config: maxArraySize: it is missing; expected a whole number/,
    });
    put('squeue', 'echo "7|0|a state||||None|digits-20260131-120000-abcd-0"');
    for (const asked of [() => client.queue(), () => client.find('digits-20260131-120000-abcd-0')])
      await assert.rejects(asked, { problem: 'unreachable', message: /can be used: squeue: state: found "a state"/ });
    put('sinfo', 'echo "|up|infinite|two"');
    await assert.rejects(client.partitions(), { problem: 'unreachable', message: /can be used: sinfo: name/ });
    put('sbatch', 'echo "Checking your project"; echo "42;north"; echo "You have 7 hours left"');
    assert.deepEqual(await client.submit('/tmp/a.sh', '/tmp'), { jobId: 42, cluster: 'north' });
    put('sbatch', 'echo "Submitted, with pleasure"');
    await assert.rejects(client.submit('/tmp/a.sh', '/tmp'), { problem: 'unreachable', message: /can be used: sbatch --parsable: jobId/ });
  });
});
