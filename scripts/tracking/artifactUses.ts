import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { RecordedArtifact } from '../../src/contract/recording';
import type { OfficialClient } from './clients';
import { trackedFolder, type TrackedFolder } from './runFolder';
import { Script } from './script';
import type { Workshop } from './workshop';

/** What scripts do with artifacts, beyond logging one: artifacts.py. */
export async function checkArtifacts(workshop: Workshop, client: OfficialClient): Promise<void> {
  const { report } = workshop;
  await workshop.withServer('artifacts', async (server, runs) => {
    const script = new Script(client, server, { folder: workshop.newFolder('script'), program: 'artifacts.py' });
    const code = await script.ended;
    await report.check('a script with many artifacts ends well', () => assert.equal(code, 0, script.output));
    const found = await trackedFolder(runs, script.id);
    const said = (type: string): Record<string, unknown> | undefined => script.said.find(one => one.type === type);
    await report.check("  W&B's confusion matrix, of probabilities, opens", () =>
      assert.deepEqual(found?.overview.summary?.confusionMatrix, said('matrix')?.['matrix']),
    );
    await report.check('  wait() tells the version', () => {
      assert.equal(said('version')?.['version'], 'v0');
      checkArtifact(found, script, 'base:v0', ['a.bin', 'b.bin']);
    });
    if (said('draft'))
      await report.check('  new_draft() has the files that it took over', () =>
        checkArtifact(found, script, 'base:v1', ['b.bin', 'c.bin']),
      );
    await report.check('  references to another artifact are files, others are said', () => {
      const { missing } = checkArtifact(found, script, 'refers:v0', ['own.bin'], said('entry') ? { 'from-a.bin': 'a.bin' } : {});
      assert.deepEqual(missing, ['far.bin: it lies at https://example.invalid/far.bin, and was not sent.']);
    });
    await report.check('  an artifact of several clients is one', () =>
      checkArtifact(found, script, 'parts:v0', ['one.bin', 'three.bin', 'two.bin']),
    );
    await report.check('  of a file of 2.2 GB it is said that it is not here; the one beside it is', () => {
      const { missing } = checkArtifact(found, script, 'large:v0', ['small.bin']);
      assert.match(missing.join('\n'), /^large\.bin \(2200\.0 MB\) was not taken: .*$/);
      assert.match(server.told.join(''), /large v0 is kept without some of its files/);
    });
    const folder = workshop.newFolder('script');
    const user = new Script(client, server, { folder, program: 'artifacts.py', args: ['base:v0'] });
    await user.ended;
    await report.check('  another script downloads it, byte for byte', () => {
      const downloaded = user.said.find(({ type }) => type === 'folder')?.['folder'];
      assert.ok(typeof downloaded === 'string', user.output);
      for (const file of ['a.bin', 'b.bin'])
        assert.deepEqual(readFileSync(path.join(downloaded, file)), readFileSync(path.join(script.folder, file)));
    });
    await report.check(`  the server's memory stays below 400 MB (${server.mostMegabytes() ?? '?'} MB)`, () =>
      assert.ok((server.mostMegabytes() ?? 0) < 400),
    );
  });
}

/** An artifact that has these files of the script, byte for byte, and no others. @param renamed by their names in it */
function checkArtifact(
  found: TrackedFolder | undefined,
  script: Script,
  which: string,
  files: readonly string[],
  renamed: Readonly<Record<string, string>> = {},
): RecordedArtifact {
  const [name = '', version = ''] = which.split(':');
  const artifact = found?.recording.artifacts.find(one => one.name === name && one.version === version);
  assert.ok(found && artifact, `${which} is not there: ${found?.recording.missing.join(' ')}`);
  const expected = { ...Object.fromEntries(files.map(file => [file, file])), ...renamed };
  assert.deepEqual(artifact.files.map(file => file.path).toSorted(), Object.keys(expected).toSorted());
  for (const [file, original] of Object.entries(expected))
    assert.deepEqual(
      readFileSync(path.join(found.folder, 'artifacts', name, version, file)),
      readFileSync(path.join(script.folder, original)),
      file,
    );
  return artifact;
}
