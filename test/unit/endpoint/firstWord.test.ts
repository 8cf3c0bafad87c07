import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { artifactPlan, quickRun } from '../wandbServer/rawClient';
import { endpoints, type TestEndpoint } from './testEndpoint';

/** The first words of a script as 0.16.2 and as the newer clients say them. */
const firstWords = {
  '0.16.2': (lr: number) => ({
    displayName: `lr ${lr}`,
    notes: `notes of ${lr}`,
    tags: [`tag ${lr}`],
    host: 'vm',
    config: configOf(lr, { start_time: 1_796_050_388.053 + lr }),
  }),
  '0.31.0': (lr: number) => ({
    displayName: `lr ${lr}`,
    notes: `notes of ${lr}`,
    tags: [`tag ${lr}`],
    host: 'vm',
    jobProgram: 'train.py',
    config: configOf(lr, {}),
  }),
} as const;

function configOf(lr: number, added: object): string {
  return JSON.stringify({ lr: { value: lr }, _wandb: { value: added } });
}

const row = (offset: number, loss: number): object => ({
  files: { 'wandb-history.jsonl': { offset, content: [JSON.stringify({ _step: offset, loss })] } },
});
const end = { complete: true, exitcode: 0 };
const id = Buffer.from(`Run:v1:${quickRun.run}:${quickRun.project}:local`).toString('base64');

interface Resumed {
  readonly model: { readonly bucket: { readonly historyLineCount: number; readonly wandbConfig: string } | null };
}

/** What a script asks first that goes on with a run. */
async function askToResume({ client }: TestEndpoint): Promise<Resumed['model']['bucket']> {
  const query = `query RunResumeStatus($project: String, $name: String!) { model(name: $project) {
    bucket(name: $name, missingOk: true) { historyLineCount historyTail wandbConfig(keys: ["t"]) } } }`;
  const { data } = await client.graphql<Resumed>(query, { project: quickRun.project, name: quickRun.run });
  return data!.model.bucket;
}

describe('the first word of a script under an id that is there', () => {
  const made = endpoints();

  /** What each run has, the oldest first: its settings, its name, its rows, its state. */
  const runsOf = async ({ runsFolder }: TestEndpoint): Promise<unknown[]> => {
    const { runs, broken } = await listRuns(runsFolder);
    assert.deepEqual(broken, []);
    return Promise.all(
      runs.map(async ({ folder, labels, status }) => [
        (await readRecording(folder))!.config['lr'],
        labels.name,
        readFileSync(path.join(folder, 'history.jsonl'), 'utf8').split('\n').length - 1,
        status,
      ]),
    );
  };
  const contentOf = (folder: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .map(name => path.join(folder, name))
        .filter(file => statSync(file).isFile())
        .map(file => [path.relative(folder, file), readFileSync(file, 'latin1')]),
    );

  for (const [version, firstWord] of Object.entries(firstWords))
    describe(`of ${version}`, () => {
      it('begins a run of its own, and leaves the one that has ended as it is', async () => {
        const endpoint = await made.start();
        const { client } = endpoint;
        await client.upsert(firstWord(1));
        await client.stream(row(0, 1));
        for (const name of ['b.txt', 'a.txt']) await client.put(await client.runFile(name), Buffer.from(name));
        await client.stream(end);
        const [old] = (await listRuns(endpoint.runsFolder)).runs;
        const before = contentOf(old!.folder);
        const { inserted, bucket } = (await client.upsert(firstWord(2))).data!.upsertBucket;
        assert.deepEqual([inserted, bucket.historyLineCount], [true, 0]);
        await client.stream({ files: { 'output.log': { offset: 0, content: ['2026-11-23T13:20:46.577578 two\n'] } } });
        await client.stream(row(0, 2));
        assert.deepEqual(await runsOf(endpoint), [
          [1, 'lr 1', 1, 'completed'],
          [2, 'lr 2', 1, 'running'],
        ]);
        await client.stream(end);
        assert.deepEqual(contentOf(old!.folder), before);
      });

      it('begins a run of its own where the one before was killed, also after the server was', async () => {
        const first = await made.start();
        await first.client.upsert(firstWord(1));
        await first.client.stream(row(0, 1));
        await first.client.upsert(firstWord(2));
        await first.client.stream(row(0, 2));
        await first.server.close();
        const second = await made.start({ runsFolder: first.runsFolder });
        await second.client.upsert(firstWord(3));
        await second.client.stream(row(0, 3));
        await second.client.stream(end);
        assert.deepEqual(await runsOf(second), [
          [1, 'lr 1', 1, 'interrupted'],
          [2, 'lr 2', 1, 'interrupted'],
          [3, 'lr 3', 1, 'completed'],
        ]);
      });

      it('goes on with the run where it resumes it', async () => {
        const endpoint = await made.start();
        const { client } = endpoint;
        assert.equal(await askToResume(endpoint), null);
        await client.upsert(firstWord(1));
        await client.stream(row(0, 1));
        await client.stream(end);
        const there = await askToResume(endpoint);
        assert.deepEqual([there?.historyLineCount, Object.keys(JSON.parse(there!.wandbConfig) as object)], [1, ['t']]);
        // Sent again, since the answer was lost.
        const resumed = { ...firstWord(2), ...(version === '0.31.0' && { id }) };
        for (let i = 0; i < 2; i++) assert.equal((await client.upsert(resumed)).data!.upsertBucket.inserted, false);
        await client.stream(row(1, 2));
        await client.stream(end);
        assert.deepEqual(await runsOf(endpoint), [[2, 'lr 2', 2, 'completed']]);
        await client.upsert(firstWord(3));
        assert.equal((await runsOf(endpoint)).length, 2);
      });

      it('is the same word again where nothing came after it', async () => {
        const endpoint = await made.start();
        await endpoint.client.upsert(firstWord(1));
        await endpoint.client.upsert(firstWord(1));
        await endpoint.server.close();
        const second = await made.start({ runsFolder: endpoint.runsFolder });
        await second.client.upsert(firstWord(1));
        assert.deepEqual(await runsOf(second), [[1, 'lr 1', 0, 'running']]);
      });
    });

  it('is told from what a script says later', async () => {
    for (const [version, firstWord] of Object.entries(firstWords)) {
      const endpoint = await made.start();
      const { client } = endpoint;
      await client.upsert(firstWord(1));
      await client.stream(row(0, 1));
      // The script has given itself another name, then another setting.
      await client.upsert({ ...firstWord(1), displayName: 'other', ...(version === '0.31.0' && { id }) });
      await client.upsert({ config: configOf(4, version === '0.16.2' ? { start_time: 1_796_050_389.053 } : {}) });
      assert.deepEqual(await runsOf(endpoint), [[4, 'other', 1, 'running']]);
    }
  });

  it('is made up for by the first row where it tells nothing', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert({ displayName: 'plain' });
    for (const loss of [1, 1, 2]) {
      await endpoint.client.upsert({ displayName: 'plain' });
      await endpoint.client.stream(row(0, loss));
    }
    assert.deepEqual(await runsOf(endpoint), [
      [undefined, 'plain', 1, 'interrupted'],
      [undefined, 'plain', 1, 'running'],
    ]);
  });

  it('of a client of Digits Lab goes on with what is there', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert(firstWords['0.31.0'](1));
    await endpoint.client.stream(row(0, 1));
    await endpoint.client.stream(end);
    const query = 'mutation UpsertBucket($input: UpsertBucketInput!) { upsertBucket(input: $input) { inserted } }';
    const input = { name: quickRun.run, modelName: quickRun.project, ...firstWords['0.31.0'](2) };
    await fetch(`${endpoint.url}/graphql`, {
      method: 'POST',
      headers: {
        Authorization: `Basic ${Buffer.from(`api:${endpoint.key}`).toString('base64')}`,
        'Content-Type': 'application/json',
        'User-Agent': 'digits-lab/0.1.0',
      },
      body: JSON.stringify({ query, variables: { input } }),
    });
    assert.deepEqual(await runsOf(endpoint), [[2, 'lr 2', 1, 'completed']]);
  });

  it('begins a run that is not taken for the older one where a person deletes it', async () => {
    const first = await made.start();
    await first.client.upsert(firstWords['0.31.0'](1));
    await first.client.stream(row(0, 1));
    await first.client.stream(end);
    await first.server.close();
    const endpoint = await made.start({ runsFolder: first.runsFolder });
    await endpoint.client.upsert(firstWords['0.31.0'](2));
    await endpoint.client.stream(row(0, 2));
    const [old, begun] = (await listRuns(endpoint.runsFolder)).runs;
    const before = contentOf(old!.folder);
    rmSync(begun!.folder, { recursive: true });
    for (let i = 1; i < 4; i++) await endpoint.client.stream(row(i, 2));
    assert.deepEqual(contentOf(old!.folder), before);
  });

  it('begins a run whose artifacts are its own', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    for (const lr of [1, 2]) {
      await client.upsert(firstWords['0.31.0'](lr));
      await client.stream(row(0, lr));
      assert.deepEqual((await client.logArtifact(artifactPlan({ clientID: `client-${lr}` }))).errors, []);
      await client.stream(end);
    }
    const { runs } = await listRuns(endpoint.runsFolder);
    assert.equal(runs.length, 2);
    for (const { folder } of runs)
      assert.equal(readFileSync(path.join(folder, 'artifacts/predictions/v0/predictions.npy'), 'utf8'), 'the predictions');
  });
});
