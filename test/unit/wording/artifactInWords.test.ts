import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { artifactInWords } from '../../../src/wording/artifactInWords';
import { listArtifacts } from '../../../src/runFolder/artifacts';
import { runPaths } from '../../../src/runFolder/paths';

describe('artifacts', () => {
  it('are each described, whatever a run folder has', async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'digits-artifacts-'));
    try {
      const { folder: _folder, ...files } = runPaths(folder);
      for (const file of Object.values<string>(files)) {
        await mkdir(path.dirname(file), { recursive: true });
        await writeFile(file, '');
      }
      const listed = await listArtifacts(folder);
      assert.ok(listed.length >= 10, `only ${listed.length} are listed`);
      assert.deepEqual(
        listed.filter(one => artifactInWords(one.path) === undefined),
        [],
      );
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that nobody knows have no description', () => {
    assert.equal(artifactInWords('model/other.bin'), undefined);
  });
});
