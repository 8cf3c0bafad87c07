import assert from 'node:assert/strict';
import { WandbServer } from '../../wandbServer/wandbServer';
import { artifactPlan, md5, RawClient, type ArtifactPlan } from './rawClient';

const history = (offset: number, ...steps: readonly number[]): object => ({
  files: { 'wandb-history.jsonl': { offset, content: steps.map(step => JSON.stringify({ _step: step, loss: 1 / (step + 1) })) } },
});

describe('the stand-in for a W&B server', () => {
  let server: WandbServer;
  let client: RawClient;
  beforeEach(async () => {
    server = await WandbServer.start();
    client = new RawClient(server);
  });
  afterEach(() => server.close());

  it('keeps all of a run that is sent as it should be', async () => {
    const config = { lr: { value: 0.01 } };
    const named = { groupName: 'g', jobType: 'train', displayName: 'first', notes: 'why', tags: ['a', 'b'] };
    await client.upsert({ ...named, config: JSON.stringify(config) });
    await client.stream({
      files: {
        'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"loss":NaN}', '{"_step":1,"loss":-Infinity,"text":"NaN"}'] },
        'wandb-summary.json': { offset: 0, content: ['{"loss":0.5}'] },
        'wandb-events.jsonl': { offset: 0, content: ['{"system.cpu":12}'] },
        'output.log': { offset: 0, content: ['2026-11-23T13:20:46.577578 one\n', 'ERROR 2026-11-23T13:20:46.577579 two'] },
      },
    });
    await client.stream(history(2, 2));
    await client.put(await client.runFile('a/b.txt'), Buffer.from('bytes'));
    await client.logArtifact(artifactPlan());
    await client.stream({ uploaded: ['a/b.txt'], complete: true, exitcode: 0 });

    const run = server.state.runs['digits/digits-cnn/run-1']!;
    const { displayName, group, jobType, notes, tags } = run;
    assert.deepEqual({ displayName, groupName: group, jobType, notes, tags }, named);
    assert.deepEqual(run.config, config);
    assert.deepEqual(run.history, [
      { _step: 0, loss: NaN },
      { _step: 1, loss: -Infinity, text: 'NaN' },
      { _step: 2, loss: 1 / 3 },
    ]);
    assert.deepEqual(run.summary, { loss: 0.5 });
    assert.deepEqual(run.events, [{ 'system.cpu': 12 }]);
    assert.deepEqual(run.console, ['2026-11-23T13:20:46.577578 one', 'ERROR 2026-11-23T13:20:46.577579 two']);
    assert.deepEqual(run.files, { 'a/b.txt': { md5: md5('bytes'), size: 5, bytes: Buffer.from('bytes') } });
    assert.deepEqual([run.uploaded, run.exitCode, run.finished], [['a/b.txt'], 0, true]);
    const [artifact] = server.state.artifacts;
    assert.deepEqual(
      [artifact!.state, artifact!.version, artifact!.aliases, artifact!.type],
      ['COMMITTED', 'v0', ['latest'], 'predictions'],
    );
    assert.deepEqual(artifact!.files['predictions.npy']!.bytes, Buffer.from('the predictions'));
    assert.deepEqual(server.breaches, []);
  });

  it('says how many lines it has when a run goes on', async () => {
    assert.equal((await client.upsert()).data!.upsertBucket.inserted, true);
    await client.stream(history(0, 0, 1));
    const { data } = await client.upsert();
    assert.equal(data!.upsertBucket.inserted, false);
    const { historyLineCount, logLineCount, eventsLineCount } = data!.upsertBucket.bucket;
    assert.deepEqual([historyLineCount, logLineCount, eventsLineCount], [2, 0, 0]);
    const resume =
      'query RunResumeStatus { model(name: "digits-cnn") { bucket(name: "run-1", missingOk: true) { historyLineCount historyTail } } }';
    const tail = JSON.stringify([JSON.stringify({ _step: 1, loss: 0.5 })]);
    assert.deepEqual((await client.graphql(resume)).data, { model: { bucket: { historyLineCount: 2, historyTail: tail } } });
    const other = 'query RunResumeStatus { model(name: "digits-cnn") { bucket(name: "run-2", missingOk: true) { id } } }';
    assert.deepEqual((await client.graphql(other)).data, { model: { bucket: null } });
    assert.deepEqual(server.breaches, []);
  });

  it('lets the last line of the console grow', async () => {
    await client.upsert();
    const [one, two] = ['2026-11-23T13:20:46.577578 one', '2026-11-23T13:20:46.577579 two'];
    await client.stream(lines('output.log', 0, one, two.slice(0, -2)));
    await client.stream(lines('output.log', 1, two, one));
    assert.deepEqual(server.state.runs['digits/digits-cnn/run-1']!.console, [one, two, one]);
    assert.deepEqual(server.breaches, []);
    await client.stream(lines('output.log', 2, one));
    assert.match(server.breaches.join(), /sent twice, offset 2 where 3 lines/);
  });

  describe('catches a stream', () => {
    const broken: readonly [string, RegExp, (client: RawClient) => Promise<number>][] = [
      ['with a gap', /a gap, offset 3 where 2 lines/, () => client.stream(history(3, 3))],
      ['with lines sent twice', /sent twice, offset 0 where 2 lines/, () => client.stream(history(0, 0, 1))],
      ['with a line of it sent twice', /sent twice, offset 1 where 2 lines/, () => client.stream(history(1, 1, 2))],
      ['with a step that does not rise', /_step 1 comes after 1/, () => client.stream(history(2, 1))],
      ['with a row without a step', /_step undefined/, () => client.stream(lines('wandb-history.jsonl', 2, '{}'))],
      ['with what is no JSON', /no JSON/, () => client.stream(lines('wandb-events.jsonl', 0, '{nan}'))],
      ['with a summary that is appended', /one line at offset 0/, () => client.stream(lines('wandb-summary.json', 1, '{}'))],
      ['with console text without its time', /no time before it/, () => client.stream(lines('output.log', 0, 'epoch 1'))],
      ['of a file that nobody knows', /unknown file/, () => client.stream(lines('other.jsonl', 0, '{}'))],
      ['that names a file which is not there', /not there/, () => client.stream({ uploaded: ['a.txt'] })],
      ['that dropped something', /dropped 1/, () => client.stream({ dropped: 1 })],
      ['that ends without an exit code', /exit code undefined/, () => client.stream({ complete: true })],
      ['of a run that nobody made', /there is no run digits\/digits-cnn\/run-2/, () => client.stream(history(0, 0), 'run-2')],
    ];
    for (const [name, breach, send] of broken) {
      it(name, async () => {
        await client.upsert();
        await client.stream(history(0, 0, 1));
        const before = structuredClone(server.state.runs);
        assert.ok((await send(client)) >= 400);
        assert.equal(server.breaches.length, 1);
        assert.match(server.breaches[0]!, breach);
        assert.deepEqual(server.state.runs, before);
      });
    }

    it('with lines after its end; saying the end again is none', async () => {
      await client.upsert();
      await client.stream({ complete: true, exitcode: 1 });
      await client.stream({ complete: true, exitcode: 1 });
      assert.deepEqual(server.breaches, []);
      await client.stream(history(0, 0));
      assert.match(server.breaches.join(), /after the run was complete/);
    });
  });

  describe('catches at the storage', () => {
    const broken: readonly [string, RegExp, Readonly<Record<string, string>>][] = [
      ['an Authorization header', /header "authorization"/, { Authorization: 'Basic abc' }],
      ['a cookie', /header "cookie"/, { Cookie: 'a=b' }],
      ['a header cut at its second colon', /X-Storage-Ticket/, { 'X-Storage-Ticket': 'run' }],
      ['a wrong Content-MD5', /BadDigest/, { 'Content-MD5': md5('other bytes') }],
    ];
    for (const [name, breach, headers] of broken) {
      it(name, async () => {
        await client.upsert();
        const upload = await client.runFile('a.txt');
        assert.ok((await client.put(upload, Buffer.from('bytes'), headers)) >= 400);
        assert.match(server.breaches.join(), breach);
        assert.deepEqual(server.state.runs['digits/digits-cnn/run-1']!.files, {});
      });
    }

    it('a URL that was never signed, a missing header and a chunked body', async () => {
      await client.upsert();
      const upload = await client.runFile('a.txt');
      assert.equal(await client.put({ ...upload, uploadUrl: `${upload.uploadUrl!}x` }, Buffer.from('bytes')), 403);
      assert.equal(await client.put({ ...upload, uploadHeaders: [] }, Buffer.from('bytes')), 403);
      const [name, ticket] = upload.uploadHeaders[0]!.split(/:(.*)/s) as [string, string];
      const body = new Blob(['bytes']).stream();
      const chunked = { method: 'PUT', headers: { [name]: ticket }, body, duplex: 'half' } satisfies RequestInit;
      assert.equal((await fetch(upload.uploadUrl!, chunked)).status, 411);
      assert.equal(server.breaches.length, 3);
    });
  });

  describe('catches an artifact', () => {
    const broken: readonly [string, RegExp, Partial<ArtifactPlan>][] = [
      ['with a file that was not uploaded', /"predictions.npy" was not uploaded/, { put: null }],
      ['with other bytes than announced', /BadDigest/, { put: Buffer.from('other bytes') }],
      ['without a manifest', /without a manifest/, { hasManifest: false }],
      ['whose digest is not its manifest’s', /the manifest's digest is/, { digest: '0'.repeat(32) }],
      ['whose manifest has the wrong size', /has 15 bytes, not 1/, { entry: { size: 1 } }],
      ['whose manifest says that the bytes came with another', /birthArtifactID/, { entry: { birthArtifactID: 'artifact-9' } }],
      ['whose manifest is of another layout', /layout is not V2/, { manifest: { storagePolicyConfig: {} } }],
      ['whose manifest lacks a file', /the manifest's digest is/, { manifest: { contents: {} } }],
    ];
    for (const [name, breach, changed] of broken) {
      it(name, async () => {
        await client.upsert();
        const { errors } = await client.logArtifact(artifactPlan(changed));
        assert.equal(errors.length, 1);
        assert.match(server.breaches.join(), breach);
        assert.equal(server.state.artifacts[0]!.state, 'PENDING');
      });
    }
  });

  it('knows an artifact again by its digest, and bytes by their md5', async () => {
    await client.upsert();
    await client.logArtifact(artifactPlan());
    const again = await client.createArtifact(artifactPlan({ clientID: 'client-2' }));
    assert.equal(again.data!.createArtifact.artifact.state, 'COMMITTED');
    // Same bytes at another path: a new version, and nothing to upload.
    await client.logArtifact(artifactPlan({ clientID: 'client-3', path: 'copy.npy' }));
    assert.equal(server.requests.filter(({ subject }) => subject?.startsWith('artifact file')).length, 1);
    assert.deepEqual(
      server.state.artifacts.map(({ version, aliases, files }) => [version, aliases, Object.keys(files)]),
      [
        ['v0', [], ['predictions.npy']],
        ['v1', ['latest'], ['copy.npy']],
      ],
    );
    assert.deepEqual(server.breaches, []);
  });

  it('answers a creation and a commit that are asked again as it did the first time', async () => {
    await client.upsert();
    const [first, second] = [await client.createArtifact(artifactPlan()), await client.createArtifact(artifactPlan())];
    assert.deepEqual(first, second);
    const done = await client.logArtifact(artifactPlan());
    assert.deepEqual(await client.commit('artifact-1'), done);
    assert.equal(server.state.artifacts.length, 1);
    assert.deepEqual(server.breaches, []);
  });

  it('refuses a name of another type, another’s entity and a wrong key, which is no breach', async () => {
    await client.upsert();
    await client.logArtifact(artifactPlan());
    assert.match((await client.createArtifact(artifactPlan({ type: 'model' }))).errors.join(), /is of type "predictions"/);
    assert.match((await client.upsert({ entityName: 'somebody' })).errors.join(), /permission denied/);
    assert.equal((await new RawClient(server, 'wrong').upsert()).status, 401);
    assert.equal((await new RawClient(server, 'wrong').post('/files/digits/digits-cnn/run-1/file_stream', {})).status, 401);
    assert.deepEqual(server.breaches, []);
    assert.equal((await fetch(`${server.url}/graphql`, { method: 'POST', body: '{}' })).status, 401);
    assert.match(server.breaches.join(), /no Authorization/);
  });

  it('catches a query that does not fit the schema, and a config that is not wrapped', async () => {
    assert.equal((await client.graphql('query Viewer { viewer { shoeSize } }')).status, 400);
    assert.equal((await client.upsert({ tags: [1] })).status, 400);
    assert.equal((await client.graphql('query Viewer { viewer')).status, 400);
    assert.match((await client.upsert({ config: '{"lr":0.01}' })).errors.join(), /not wrapped/);
    assert.equal(server.breaches.length, 4);
  });

  it('never notes the key', async () => {
    await client.upsert();
    await client.put(await client.runFile('a.txt'), Buffer.from('bytes'));
    const noted = JSON.stringify(server.requests);
    assert.ok(noted.includes('UpsertBucket') && noted.includes('(a credential)'));
    assert.ok(!noted.includes(server.key) && !noted.includes(Buffer.from(`api:${server.key}`).toString('base64')));
  });
});

function lines(name: string, offset: number, ...content: readonly string[]): object {
  return { files: { [name]: { offset, content } } };
}
