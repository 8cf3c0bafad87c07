import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { changeLabels } from '../../../src/runFolder/labels';
import { listRuns } from '../../../src/runFolder/listRuns';
import { changeNotes } from '../../../src/runFolder/notes';
import type { RunLabels } from '../../../src/contract/labels';
import { quickRun } from '../wandbServer/rawClient';
import { endpoints, type TestEndpoint } from './testEndpoint';

const said = { displayName: 'by the script', tags: ['a'], notes: 'why\n' };
const id = Buffer.from(`Run:v1:${quickRun.run}:${quickRun.project}:local`).toString('base64');

describe('name, tags and notes of a script', () => {
  const made = endpoints();

  const folderOf = async ({ runsFolder }: TestEndpoint): Promise<string> => (await listRuns(runsFolder)).runs[0]!.folder;
  const labelsOf = async (endpoint: TestEndpoint): Promise<{ labels: RunLabels; notes: string }> => {
    const { folder, labels } = (await listRuns(endpoint.runsFolder)).runs[0]!;
    return { labels, notes: readFileSync(path.join(folder, 'notes.md'), 'utf8') };
  };

  it('stay what a person has made of them, also after the server was started again', async () => {
    const first = await made.start();
    await first.client.upsert(said);
    await changeLabels(await folderOf(first), { name: 'by a person', tags: ['a', 'mine'], pinned: true });
    await changeNotes(await folderOf(first), { before: 'why\n', text: 'why\nbecause\n' });
    const wanted = { labels: { name: 'by a person', tags: ['a', 'mine'], pinned: true, archived: false }, notes: 'why\nbecause\n' };
    await first.client.upsert({ ...said, id });
    assert.deepEqual(await labelsOf(first), wanted);
    await first.server.close();
    const second = await made.start({ runsFolder: first.runsFolder });
    await second.client.upsert({ ...said, id });
    assert.deepEqual(await labelsOf(second), wanted);
    // What the script itself changes then: a person's word stays, and what it adds to the notes comes beside it.
    await second.client.upsert({ id, displayName: 'another', tags: ['b'], notes: 'so\nwhy\n' });
    assert.deepEqual(await labelsOf(second), { ...wanted, notes: 'so\nwhy\nbecause\n' });
  });

  it('follow the script where no person changed them', async () => {
    const first = await made.start();
    await first.client.upsert(said);
    await first.client.upsert({ id, displayName: 'second', notes: 'other\n' });
    await first.server.close();
    const second = await made.start({ runsFolder: first.runsFolder });
    const changed = await second.client.upsert({ id, displayName: 'third', tags: ['b', 'c'] });
    assert.deepEqual(changed.errors, []);
    const labels = { name: 'third', tags: ['b', 'c'], pinned: false, archived: false };
    assert.deepEqual(await labelsOf(second), { labels, notes: 'other\n' });
  });

  it('are cut where there are more tags than a run has', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert({ tags: Array.from({ length: 1001 }, (_, i) => String(i)) });
    assert.equal((await listRuns(endpoint.runsFolder)).runs[0]!.labels.tags.length, 1000);
  });
});
