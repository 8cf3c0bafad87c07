import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../wandb/programs';
import type { OfficialClient } from './clients';
import { checkFolder } from './folderChecks';
import { trackedFolder, type TrackedFolder } from './runFolder';
import { Script, variablesIn } from './script';
import type { Workshop } from './workshop';

/** What a client keeps of itself, and another one at another time. */
const ofClient = new Set(['config.yaml', 'output.log', 'requirements.txt', 'wandb-metadata.json', 'wandb-summary.json']);

/** The same script sent while it runs, and recorded offline and sent by `wandb sync`: the end is the same. */
export async function checkSynced(workshop: Workshop, client: OfficialClient): Promise<void> {
  const { report } = workshop;
  // What `wandb sync` of the old clients leaves out itself.
  const hasPatterns = Number(client.version.split('.')[1]) > 16;
  await workshop.withServer('synced', async (server, runs) => {
    const live = new Script(client, server, { folder: workshop.newFolder('script') });
    await live.ended;
    const offline = new Script(client, server, { folder: workshop.newFolder('script'), isOffline: true });
    const code = await offline.ended;
    await report.check('a script ends well offline', () => assert.equal(code, 0, offline.output));
    const below = path.join(offline.folder, 'wandb');
    const recorded = readdirSync(below).find(name => name.startsWith('offline-run-'));
    const { exitCode, output } = await runProgram(client.python, ['-m', 'wandb', 'sync', path.join(below, recorded ?? '')], {
      cwd: offline.folder,
      env: { ...server.variables, ...variablesIn(offline.folder) },
    });
    await report.check('wandb sync sends what it left', () => assert.equal(exitCode, 0, output));
    const [sent, synced] = [await trackedFolder(runs, live.id), await trackedFolder(runs, offline.id)];
    await checkFolder(report, synced, { script: offline, rows: 5, hasPatterns });
    await report.check('  it is what the same script sent live', () =>
      assert.deepEqual(contentOf(synced, offline.id, hasPatterns), contentOf(sent, live.id, hasPatterns)),
    );
    await report.check('nothing of it was refused', () => assert.doesNotMatch(server.told.join(''), /refused/));
  });
}

/** All of a run but its times, its id, and what its client keeps of itself. */
function contentOf(found: TrackedFolder | undefined, id: string, hasPatterns: boolean): unknown {
  assert.ok(found, 'there is no run');
  const { recording, rows, folder, overview } = found;
  // Where a table lies as an artifact too is told by the client's own ids, and not told by all of them offline.
  const named = (value: unknown): unknown =>
    JSON.parse(JSON.stringify(value, (key, inner: unknown) => (key.endsWith('artifact_path') ? undefined : inner)).replaceAll(id, 'ID'));
  const bytes = (name: string): string =>
    createHash('sha256')
      .update(readFileSync(path.join(folder, name)))
      .digest('hex');
  const metrics = recording.metrics.filter(({ name }) => hasPatterns || !name.startsWith('val/'));
  return named({
    status: overview.status,
    summary: { ...untimed(recording.summary), _wandb: null },
    results: overview.summary && { ...overview.summary, id: null, durationMs: null, endedAt: null },
    facts: [recording.config, metrics, recording.group, recording.jobType, recording.project, recording.missing, recording.exitCode],
    rows: rows.map(untimed),
    files: Object.fromEntries(
      recording.files.filter(file => !ofClient.has(file.path)).map(file => [file.path, bytes(`files/${file.path}`)]),
    ),
    artifacts: Object.fromEntries(
      recording.artifacts.map(({ name, version, files, ...more }) => [
        name,
        [version, more, Object.fromEntries(files.map(file => [file.path, bytes(`artifacts/${name}/${version}/${file.path}`)]))],
      ]),
    ),
  });
}

function untimed(row: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { _timestamp, _runtime, ...rest } = row;
  void [_timestamp, _runtime];
  return rest;
}
