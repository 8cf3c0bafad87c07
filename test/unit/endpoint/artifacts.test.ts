import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Recording } from '../../../src/contract/recording';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { recordingLimits } from '../../../src/runFolder/recording/recordingLimits';
import { writeRecorded } from '../runFolder/recording/writeRecorded';
import { RawArtifact } from '../wandbServer/rawArtifact';
import { md5 } from '../wandbServer/rawClient';
import { endpoints, type TestEndpoint } from './testEndpoint';

const bytesOf = (text: string): Buffer => Buffer.from(text);
const ended = { complete: true, exitcode: 0 };

describe('artifacts at the endpoint for scripts', () => {
  const made = endpoints();
  const runsOf = async ({ runsFolder }: TestEndpoint): Promise<{ folder: string; recording: Recording }[]> => {
    const { runs } = await listRuns(runsFolder);
    return Promise.all(runs.map(async ({ folder }) => ({ folder, recording: (await readRecording(folder))! })));
  };
  /** What is in the folder of an artifact. */
  const inFolder = (folder: string, artifact: string): Record<string, string> => {
    const below = path.join(folder, 'artifacts', artifact);
    const files = readdirSync(below, { recursive: true, withFileTypes: true, encoding: 'utf8' }).filter(entry => entry.isFile());
    const names = files.map(({ parentPath, name }) => path.relative(below, path.join(parentPath, name)).replaceAll(path.sep, '/'));
    return Object.fromEntries(names.toSorted().map(name => [name, readFileSync(path.join(below, name), 'utf8')]));
  };
  const recordedIn = ({ artifacts }: Recording): unknown =>
    artifacts.map(({ name, version, files, missing }) => [`${name}:${version}`, files.map(file => file.path).toSorted(), missing]);
  const begun = async (options?: Parameters<typeof made.start>[0]): Promise<TestEndpoint> => {
    const endpoint = await made.start(options);
    await endpoint.client.upsert();
    return endpoint;
  };

  it('are whole also when their run ends while they come', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const artifact = await RawArtifact.begin(client, { files: { 'a.bin': bytesOf('first'), 'b/c.bin': bytesOf('second') } });
    await artifact.send('a.bin');
    await client.stream(ended);
    await artifact.send('b/c.bin');
    assert.deepEqual((await artifact.commit()).errors, []);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(recordedIn(run!.recording), [['data:v0', ['a.bin', 'b/c.bin'], []]]);
    assert.deepEqual(inFolder(run!.folder, 'data'), { 'v0/a.bin': 'first', 'v0/b/c.bin': 'second' });
    assert.deepEqual(run!.recording.missing, []);
    assert.ok(!readdirSync(run!.folder).includes('owner.json'));
  });

  it('say which of their files are not there any more, and so does the answer to their client', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const artifact = await RawArtifact.begin(client, { files: { 'a.bin': bytesOf('first'), 'b.bin': bytesOf('second') } });
    await artifact.send('a.bin');
    await client.stream(ended);
    await endpoint.server.look(Date.now() + 301_000);
    const [given] = await runsOf(endpoint);
    assert.deepEqual(given!.recording.missing, ['artifact data: its upload was broken off; none of it is kept.']);
    assert.deepEqual(readdirSync(path.join(given!.folder, 'artifacts/data')), []);
    await artifact.send('b.bin');
    assert.match((await artifact.commit()).errors.join(), /data v0 is kept without some of its files\. a\.bin .* is not there any more/);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(recordedIn(run!.recording), [['data:v0', ['b.bin'], ['a.bin (1 kB) was sent, and is not there any more.']]]);
    assert.deepEqual(inFolder(run!.folder, 'data'), { 'v0/b.bin': 'second' });
    // What is not whole is not the same as what comes again.
    const again = await RawArtifact.log(client, { files: { 'a.bin': bytesOf('first'), 'b.bin': bytesOf('second') } });
    assert.deepEqual(again.errors, []);
    assert.deepEqual(inFolder(run!.folder, 'data'), { 'v0/b.bin': 'second', 'v1/a.bin': 'first', 'v1/b.bin': 'second' });
  });

  it('are in the folder of each run that logs them, also of one that begins anew under the name of another', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const options = { files: { 'a.bin': bytesOf('same') } };
    const row = (loss: number): object => ({ files: { 'wandb-history.jsonl': { offset: 0, content: [`{"_step":0,"loss":${loss}}`] } } });
    await client.stream(row(1));
    const first = await RawArtifact.log(client, options);
    assert.equal((await RawArtifact.log(client, options)).id, first.id);
    await client.stream(ended);
    await client.upsert();
    await client.stream(row(2));
    assert.notEqual((await RawArtifact.log(client, options)).id, first.id);
    await client.stream(ended);
    const runs = await runsOf(endpoint);
    assert.equal(runs.length, 2);
    for (const { folder, recording } of runs) {
      assert.deepEqual(recordedIn(recording), [['data:v0', ['a.bin'], []]]);
      assert.deepEqual(inFolder(folder, 'data'), { 'v0/a.bin': 'same' });
    }
  });

  it('hold the bytes that their manifest says, whatever else came to the place of a file', async () => {
    const endpoint = await begun();
    const artifact = await RawArtifact.begin(endpoint.client, { files: { 'a.bin': bytesOf('right') } });
    await artifact.send('a.bin');
    const wrong = await artifact.announce('a.bin', { md5: md5('wrong') });
    assert.equal(await endpoint.client.put(wrong, bytesOf('wrong')), 200);
    assert.match((await artifact.commit()).errors.join(), /was not announced|was not uploaded/);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(run!.recording.artifacts, []);
  });

  it('take the files of an older one that a draft of it lists, and those of another one that they refer to', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const base = await RawArtifact.log(client, { files: { 'a.bin': bytesOf('first'), 'b.bin': bytesOf('second') } });
    const hex = Buffer.from(base.id, 'base64').toString('hex');
    const draft = await RawArtifact.log(client, {
      entries: { 'b.bin': { digest: md5('second'), size: 6, birthArtifactID: base.id } },
      files: { 'c.bin': bytesOf('third') },
      base: base.id,
    });
    assert.deepEqual(draft.errors, []);
    const other = await RawArtifact.log(client, {
      name: 'other',
      entries: {
        'from-a.bin': { digest: md5('first'), size: 0, ref: `wandb-artifact://${hex}/a.bin` },
        'lies.bin': { digest: md5('another'), size: 0, ref: `wandb-artifact://${hex}/a.bin` },
        'gone.bin': { digest: md5('gone'), size: 0, ref: 'wandb-artifact://ab12/x.bin' },
        'up.bin': { digest: md5('up'), size: 0, ref: `wandb-artifact://${hex}/../../config.json` },
        far: { digest: 'etag', size: 7, ref: 's3://bucket/far' },
        'f.bin': { digest: 'x', size: 7, ref: 'file:///etc/passwd' },
      },
      files: { 'own.bin': bytesOf('own') },
    });
    assert.match(other.errors.join(), /other v0 is kept without some of its files\. lies\.bin is a file of another artifact/);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(inFolder(run!.folder, 'data'), {
      'v0/a.bin': 'first',
      'v0/b.bin': 'second',
      'v1/b.bin': 'second',
      'v1/c.bin': 'third',
    });
    assert.deepEqual(inFolder(run!.folder, 'other'), { 'v0/from-a.bin': 'first', 'v0/own.bin': 'own' });
    assert.deepEqual(run!.recording.artifacts.at(-1)!.missing, [
      `lies.bin is a file of another artifact (wandb-artifact://${hex}/a.bin), which is not here.`,
      'gone.bin is a file of another artifact (wandb-artifact://ab12/x.bin), which is not here.',
      `up.bin is a file of another artifact (wandb-artifact://${hex}/../../config.json), which is not here.`,
      'far: it lies at s3://bucket/far, and was not sent.',
      'f.bin: it lies at file:///etc/passwd, and was not sent.',
    ]);
  });

  it('take the files of an older one also when the server was started again', async () => {
    const first = await begun();
    await RawArtifact.log(first.client, { files: { 'a.bin': bytesOf('first') } });
    await first.server.close();
    const second = await made.start({ runsFolder: first.runsFolder });
    await second.client.upsert();
    const { errors } = await RawArtifact.log(second.client, {
      entries: { 'a.bin': { digest: md5('first'), size: 5, birthArtifactID: 'of the server before' } },
      files: { 'b.bin': bytesOf('second') },
    });
    assert.deepEqual(errors, []);
    const added = await RawArtifact.log(second.client, { files: { 'c.bin': bytesOf('third') }, manifestType: 'INCREMENTAL' });
    assert.deepEqual(added.errors, []);
    const [run] = await runsOf(second);
    assert.deepEqual(inFolder(run!.folder, 'data'), {
      'v0/a.bin': 'first',
      'v1/a.bin': 'first',
      'v1/b.bin': 'second',
      'v2/a.bin': 'first',
      'v2/b.bin': 'second',
      'v2/c.bin': 'third',
    });
  });

  it('are put together of what several clients send of one', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const more = { distributedID: 'together' };
    const one = await RawArtifact.begin(client, { files: { 'one.bin': bytesOf('one.bin') }, manifestType: 'PATCH', more });
    await client.upsert({ name: 'run-2' });
    const two = await RawArtifact.begin(client, {
      files: { 'two.bin': bytesOf('two.bin') },
      manifestType: 'PATCH',
      more: { ...more, runName: 'run-2' },
    });
    assert.equal(one.id, two.id);
    await two.send('two.bin');
    await one.send('one.bin');
    await one.list();
    assert.deepEqual((await two.commit()).errors, []);
    await client.stream(ended, 'run-2');
    const [run, other] = await runsOf(endpoint);
    assert.deepEqual(inFolder(run!.folder, 'data'), { 'v0/one.bin': 'one.bin', 'v0/two.bin': 'two.bin' });
    assert.deepEqual(other!.recording.missing, ['artifact data: it is sent together with the run run-1, in whose folder it is.']);
  });

  it('are kept without files that are too large, or cannot be written, which is said at the end', async () => {
    const endpoint = await begun({ limits: { ...recordingLimits, fileBytes: 1000 } });
    const { client } = endpoint;
    const files = { 'in-parts.bin': bytesOf('x'), 'large.bin': Buffer.alloc(1001), 'a:b.bin': bytesOf('y'), 'small.bin': bytesOf('small') };
    const artifact = await RawArtifact.begin(client, { files });
    const parts = [{ partNumber: 1, hexMD5: '0'.repeat(32) }];
    assert.equal((await artifact.announce('in-parts.bin', { uploadPartsInput: parts })).uploadUrl, null);
    assert.equal(await artifact.send('large.bin'), 200);
    assert.equal(await artifact.send('a:b.bin'), null);
    assert.equal(await artifact.send('small.bin'), 200);
    assert.match((await artifact.commit()).errors.join(), /data v0 is kept without some of its files\. in-parts\.bin .* was not taken/);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(inFolder(run!.folder, 'data'), { 'v0/small.bin': 'small' });
    const { missing } = run!.recording.artifacts[0]!;
    assert.match(missing.join('\n'), /^in-parts\.bin .*2 GB.*\nlarge\.bin \(2 kB\) was not taken: .* at most 1 kB\.\na:b\.bin .*character/);
  });

  it('are kept without what is too much for one run together, sent or taken over', async () => {
    const endpoint = await begun({ limits: { ...recordingLimits, allFilesBytes: 1000 } });
    const { client } = endpoint;
    const base = await RawArtifact.log(client, { files: { 'a.bin': Buffer.alloc(600), 'b.bin': Buffer.alloc(500) } });
    assert.match(base.errors.join(), /b\.bin .* was not taken: .* together/);
    const draft = await RawArtifact.log(client, {
      entries: { 'a.bin': { digest: md5(Buffer.alloc(600)), size: 600, birthArtifactID: base.id } },
      files: { 'c.bin': bytesOf('third') },
    });
    assert.match(draft.errors.join(), /data v1 is kept without some of its files\. a\.bin was not taken: .* together/);
    const [run] = await runsOf(endpoint);
    assert.deepEqual(Object.keys(inFolder(run!.folder, 'data')), ['v0/a.bin', 'v1/c.bin']);
  });

  it('can be looked at by their client: by id, by name, with a manifest and files to be read', async () => {
    const endpoint = await begun();
    const { client } = endpoint;
    const entries = { far: { digest: 'etag', size: 7, ref: 's3://bucket/far' } };
    const { id } = await RawArtifact.log(client, { entries, files: { 'a.bin': bytesOf('first') }, more: { clientID: 'mine' } });
    const query = `query ArtifactByID($id: ID!) {
      clientIDMapping(clientID: "mine") { serverID }
      artifact(id: $id) { ...ArtifactFragment } }
      fragment ArtifactFragment on Artifact {
        id versionIndex state fileCount size ttlDurationSeconds ttlIsInherited tags { name }
        artifactSequence { name project { entityName name entity { name } } }
        aliases { alias artifactCollection { name project { entityName } } ...Unheard }
        currentManifest { file { directUrl } } }
      fragment Unheard on UnheardOf { more { deep } }`;
    interface Seen {
      readonly clientIDMapping: { readonly serverID: string };
      readonly artifact: Record<string, unknown> & {
        readonly aliases: readonly { readonly alias: string }[];
        readonly currentManifest: { readonly file: { readonly directUrl: string } };
      };
    }
    const { data, errors } = await client.graphql<Seen>(query, { id });
    assert.deepEqual(errors, []);
    const { artifact, clientIDMapping } = data!;
    assert.equal(clientIDMapping.serverID, id);
    assert.deepEqual(
      [artifact['state'], artifact['versionIndex'], artifact['fileCount'], artifact['size'], artifact['ttlDurationSeconds']],
      ['COMMITTED', 0, 2, 5, -2],
    );
    assert.deepEqual(
      artifact.aliases.map(({ alias }) => alias),
      ['latest', 'v0'],
    );
    const { directUrl } = artifact.currentManifest.file;
    const answer = await fetch(directUrl);
    assert.deepEqual(((await answer.json()) as { contents: unknown }).contents, {
      'a.bin': { digest: md5('first'), size: 5, birthArtifactID: id },
      far: { digest: 'etag', size: 0, ref: 's3://bucket/far' },
    });
    const named = `{ project(name: "digits-cnn", entityName: "local") {
      artifactCollectionMembership(name: "data:latest") { versionIndex artifact { id } artifactCollection { name project { name } } }
      artifactCollection(name: "data") { artifactMembership(aliasName: "v0") {
        files(first: 1) { pageInfo { hasNextPage endCursor } edges { node { name directUrl } } } } } } }`;
    interface Found {
      readonly project: {
        readonly artifactCollectionMembership: { readonly artifact: { readonly id: string } };
        readonly artifactCollection: {
          readonly artifactMembership: {
            readonly files: { readonly pageInfo: object; readonly edges: readonly { node: { name: string; directUrl: string } }[] };
          };
        };
      };
    }
    const { project } = (await client.graphql<Found>(named)).data!;
    assert.equal(project.artifactCollectionMembership.artifact.id, id);
    const { pageInfo, edges } = project.artifactCollection.artifactMembership.files;
    assert.deepEqual([pageInfo, edges.map(({ node }) => node.name)], [{ hasNextPage: false, endCursor: '1' }, ['a.bin']]);
    assert.equal(await (await fetch(edges[0]!.node.directUrl)).text(), 'first');
    const old = `${endpoint.url}/artifactsV2/default/local/${encodeURIComponent(id)}/${Buffer.from(md5('first'), 'base64').toString('hex')}`;
    assert.equal((await fetch(old)).status, 401);
    const headers = { Authorization: `Basic ${Buffer.from(`api:${endpoint.key}`).toString('base64')}` };
    assert.equal(await (await fetch(old, { headers })).text(), 'first');
    assert.equal((await fetch(`${old.slice(0, -1)}x`, { headers })).status, 404);
    const [run] = await runsOf(endpoint);
    rmSync(path.join(run!.folder, 'artifacts/data/v0/a.bin'));
    assert.equal((await fetch(edges[0]!.node.directUrl)).status, 404);
    assert.equal((await fetch(directUrl, { method: 'PUT', body: 'x' })).status, 403);
    const { uploadUrl } = await client.runFile('a.txt');
    assert.equal((await fetch(uploadUrl!)).status, 403);
    assert.equal((await fetch(`${directUrl}x`)).status, 403);
  });

  it('are kept although files that they may be made of lie behind a link, or are called as none may be', async () => {
    const endpoint = await made.start();
    const { client, runsFolder } = endpoint;
    const artifact = (name: string, file: string) => ({
      name,
      type: 'dataset',
      version: 'v0',
      aliases: [],
      description: null,
      digest: '0'.repeat(32),
      files: [{ path: file, bytes: 6 }],
      missing: [],
    });
    const artifacts = [artifact('data', 'b.bin'), artifact('../..', 'b.bin'), artifact('other', '../b.bin')];
    const id = '20260101-000001-aaaa';
    const folder = writeRecorded(runsFolder, { id, recording: { entity: 'local', project: 'digits-cnn', artifacts } });
    const source = { tool: 'wandb', run: 'local/digits-cnn/strange' };
    const config = { schemaVersion: 1, id, createdAt: '2026-01-01T00:00:00.000Z', kind: 'imported', source, parameters: {} };
    writeFileSync(path.join(folder, 'config.json'), JSON.stringify(config));
    const elsewhere = path.join(runsFolder, '..', 'elsewhere');
    mkdirSync(path.join(elsewhere, 'v0'), { recursive: true });
    writeFileSync(path.join(elsewhere, 'v0', 'b.bin'), 'second');
    mkdirSync(path.join(folder, 'artifacts'));
    symlinkSync(elsewhere, path.join(folder, 'artifacts', 'data'), 'junction');
    await client.upsert({ name: 'strange' });
    await client.upsert();
    const entries = { 'b.bin': { digest: md5('second'), size: 6, birthArtifactID: 'ab12' } };
    const { errors } = await RawArtifact.log(client, { name: 'mine', entries, files: { 'a.bin': bytesOf('first') } });
    assert.match(errors.join(), /mine v0 is kept without some of its files\. b\.bin is a file of another artifact/);
    const mine = (await runsOf(endpoint)).find(run => run.recording.artifacts.some(({ name }) => name === 'mine'))!;
    assert.deepEqual(inFolder(mine.folder, 'mine'), { 'v0/a.bin': 'first' });
  });
});
