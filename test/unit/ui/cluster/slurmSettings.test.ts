import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { settingsFile } from '../../../../src/cluster/clusterSettings';
import type { Disposable } from '../../../../src/util/emitter';
import { FakeEditor } from '../../fakeEditor';

describe('the settings of Slurm in the editor', () => {
  const editor = new FakeEditor();
  let installed: Disposable;
  let folder: string;
  const { XDG_CONFIG_HOME: before_ } = process.env;
  before(() => {
    installed = editor.install();
    folder = mkdtempSync(path.join(os.tmpdir(), 'digits-config-'));
    process.env['XDG_CONFIG_HOME'] = folder;
  });
  after(() => {
    installed.dispose();
    if (before_ === undefined) delete process.env['XDG_CONFIG_HOME'];
    else process.env['XDG_CONFIG_HOME'] = before_;
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => editor.changed.clear());
  const set = (name: string, value: unknown): unknown => editor.changed.set(`digitsLab.slurm.${name}`, value);
  const read = async () => (await import('../../../../src/ui/cluster/slurmSettings')).slurmSettings();

  it('say nothing where they have their defaults', async () => {
    for (const name of ['partition', 'account', 'template', 'containerImage']) set(name, '');
    for (const name of ['minutes', 'cpus', 'throttle']) set(name, 0);
    for (const name of ['modules', 'command', 'containerMounts']) set(name, []);
    set('container', 'none');
    assert.deepEqual(await read(), {});
  });

  it('come before what the file of this user says', async function () {
    if (process.platform === 'win32') this.skip();
    mkdirSync(path.dirname(settingsFile()), { recursive: true });
    writeFileSync(settingsFile(), JSON.stringify({ partition: 'short', minutes: 10, modules: ['node'] }));
    set('partition', ' gpu ');
    set('container', 'pyxis');
    set('containerImage', 'docker://node:22');
    assert.deepEqual(await read(), {
      partition: 'gpu',
      minutes: 10,
      modules: ['node'],
      container: { type: 'pyxis', image: 'docker://node:22', mounts: [] },
    });
    rmSync(settingsFile());
  });

  it('are refused where they were written by hand and cannot be used, and keep nothing else from working', async () => {
    const { isSlurmSaid } = await import('../../../../src/ui/cluster/slurmSettings');
    assert.equal(isSlurmSaid(), false);
    for (const [name, value, message] of [
      ['partition', 5, /digitsLab\.slurm: partition: found 5; expected/],
      ['modules', 'gcc', /modules: found "gcc"; expected/],
      ['minutes', -1, /minutes: found -1; expected/],
    ] as const) {
      editor.changed.clear();
      set(name, value);
      assert.equal(isSlurmSaid(), true);
      await assert.rejects(read, message);
    }
  });

  it('are refused where a container has no image', async () => {
    set('container', 'apptainer');
    await assert.rejects(read, /digitsLab\.slurm\.containerImage: found nothing; expected the image of the container/);
  });
});
