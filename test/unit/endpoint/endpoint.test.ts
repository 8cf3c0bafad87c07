import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { encodeNpy } from '../../../src/artifacts/npy';
import type { Recording } from '../../../src/contract/recording';
import { mnistTestLabels } from '../../../src/data/mnist';
import { listRuns } from '../../../src/runFolder/listRuns';
import { readOverview, type RunOverview } from '../../../src/runFolder/readRun';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { artifactPlan, md5 } from '../wandbServer/rawClient';
import { endpoints, type TestEndpoint } from './testEndpoint';

const rows = (offset: number, ...steps: readonly number[]): object => ({
  files: { 'wandb-history.jsonl': { offset, content: steps.map(step => `{"_step":${step},"loss":${1 / (step + 1)}}`) } },
});

const config = {
  lr: { value: 0.01, desc: null },
  activation_function: { value: 'relu' },
  epochs: { value: 5 },
  odd: { value: 'x' },
  _wandb: {
    value: {
      cli_version: '0.31.0',
      m: [
        { '1': 'epoch', '6': [3], '7': [] },
        { '2': 'val/*', '5': 1, '6': [1, 3], '7': [1], '8': 1 },
      ],
    },
  },
};

type Row = Readonly<Record<string, unknown>>;

describe('the endpoint for scripts', () => {
  const made = endpoints();
  const only = async ({ runsFolder }: TestEndpoint): Promise<RunOverview & { readonly recording: Recording }> => {
    const { runs, broken } = await listRuns(runsFolder);
    assert.deepEqual([runs.length, broken], [1, []]);
    return { ...runs[0]!, recording: (await readRecording(runs[0]!.folder))! };
  };
  const linesOf = (folder: string, name: string): unknown[] =>
    readFileSync(path.join(folder, name), 'utf8')
      .split('\n')
      .slice(0, -1)
      .map(line => JSON.parse(line) as unknown);

  it('keeps a run as it comes, and how it ended', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert({
      displayName: 'first',
      notes: 'why',
      tags: ['a'],
      groupName: 'g',
      jobType: 'train',
      config: JSON.stringify(config),
    });
    assert.equal((await only(endpoint)).status, 'running');
    const status = await client.stream({
      files: {
        'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"epoch":0,"norm":NaN}', '{"_step":1,"epoch":1,"norm":-Infinity}'] },
        'wandb-events.jsonl': { offset: 0, content: ['{"system.cpu":12}'] },
        'output.log': { offset: 0, content: ['2026-11-23T13:20:46.577578 one\n', 'ERROR 2026-11-23T13:20:46.577579 bar 1%\rbar 2%'] },
      },
    });
    assert.equal(status, 200);
    const { folder } = await only(endpoint);
    assert.deepEqual(linesOf(folder, 'history.jsonl'), [
      { _step: 0, epoch: 0, norm: 'NaN' },
      { _step: 1, epoch: 1, norm: '-Infinity' },
    ]);
    await client.stream({
      files: { 'output.log': { offset: 1, content: ['2026-11-23T13:20:46.577579 bar 100%', '2026-11-23T13:20:47.000000 end'] } },
    });
    await client.put(await client.runFile('a/b.txt'), Buffer.from('bytes'));
    await client.stream({
      files: { 'wandb-summary.json': { offset: 0, content: ['{"epoch":1,"test_loss":0.5,"test_accuracy":0.75,"_runtime":2.5}'] } },
      complete: true,
      exitcode: 0,
    });
    const { status: ended, recording, summary, labels, config: saved } = await only(endpoint);
    assert.equal(ended, 'completed');
    assert.deepEqual(
      [recording.state, recording.exitCode, recording.group, recording.jobType, recording.missing],
      ['finished', 0, 'g', 'train', []],
    );
    assert.deepEqual(recording.config, { lr: 0.01, activation_function: 'relu', epochs: 5, odd: 'x' });
    assert.deepEqual(recording.metrics, [{ name: 'epoch' }, { name: 'val/*', step: 'epoch', summary: 'min', better: 'lower' }]);
    assert.deepEqual(recording.files, [{ path: 'a/b.txt', bytes: 5 }]);
    assert.deepEqual([summary?.testLoss, summary?.testAccuracy, summary?.epochs, summary?.durationMs], [0.5, 0.75, 2, 2500]);
    assert.deepEqual([labels.name, labels.tags, readFileSync(path.join(folder, 'notes.md'), 'utf8')], ['first', ['a'], 'why']);
    assert.deepEqual(saved.parameters, { learning_rate: 0.01, activation_fun: 'relu', epochs: 5 });
    assert.deepEqual(saved.kind === 'imported' && saved.source, { tool: 'wandb 0.31.0', run: 'local/digits-cnn/run-1' });
    assert.deepEqual(linesOf(folder, 'system.jsonl'), [{ 'system.cpu': 12 }]);
    assert.equal(readFileSync(path.join(folder, 'console.log'), 'utf8'), 'one\nbar 100%\nend\n');
    assert.equal(readFileSync(path.join(folder, 'files/a/b.txt'), 'utf8'), 'bytes');
    assert.ok(!existsSync(path.join(folder, 'owner.json')));
  });

  it('passes over rows that come twice, and says where some never came', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert();
    await endpoint.client.stream(rows(0, 0, 1));
    await endpoint.client.stream(rows(0, 0, 1));
    await endpoint.client.stream(rows(1, 1, 2));
    await endpoint.client.stream(rows(5, 5));
    const { folder } = await only(endpoint);
    assert.deepEqual(
      linesOf(folder, 'history.jsonl').map(row => (row as Row)['_step']),
      [0, 1, 2, undefined, undefined, 5],
    );
    await endpoint.client.stream({ complete: true, exitcode: 1 });
    const { status, recording, summary } = await only(endpoint);
    assert.deepEqual([status, summary?.reason], ['failed', 'It ended with exit code 1.']);
    assert.deepEqual(recording.missing, ['history.jsonl: 2 rows from row 4 on never arrived; an empty one stands for each.']);
  });

  it('goes on with a run after it was started again, also in the middle of a line', async () => {
    const first = await made.start();
    await first.client.upsert({ config: JSON.stringify(config) });
    await first.client.stream(rows(0, 0, 1));
    await first.server.close();
    const { folder, status } = await only(first);
    assert.equal(status, 'interrupted');
    appendFileSync(path.join(folder, 'history.jsonl'), '{"_step":2,"lo');
    const second = await made.start({ runsFolder: first.runsFolder });
    const counts = (await second.client.upsert()).data!.upsertBucket;
    assert.deepEqual([counts.inserted, counts.bucket.historyLineCount], [false, 2]);
    await second.client.stream(rows(2, 2));
    await second.client.stream({ complete: true, exitcode: 0 });
    assert.equal((await only(second)).status, 'completed');
    assert.deepEqual(
      linesOf(folder, 'history.jsonl').map(row => (row as Row)['_step']),
      [0, 1, 2],
    );
    // A run that is resumed goes on as well.
    await second.client.stream(rows(3, 3));
    assert.deepEqual([(await only(second)).status, existsSync(path.join(folder, 'summary.json'))], ['running', false]);
  });

  it('makes another run of a script that begins anew under the same id', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert({ displayName: 'twice' });
    await endpoint.client.stream(rows(0, 0, 1));
    await endpoint.client.stream({ complete: true, exitcode: 0 });
    await endpoint.client.upsert({ displayName: 'twice' });
    await endpoint.client.stream({ files: { 'wandb-history.jsonl': { offset: 0, content: ['{"_step":0,"loss":7}'] } } });
    const { runs } = await listRuns(endpoint.runsFolder);
    assert.deepEqual(
      runs.map(({ status, labels, folder }) => [status, labels.name, linesOf(folder, 'history.jsonl').length]),
      [
        ['completed', 'twice', 2],
        ['running', 'twice', 1],
      ],
    );
  });

  it('gives up a run that it does not hear of, until it does', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert();
    await endpoint.client.stream(rows(0, 0));
    await endpoint.server.look(Date.now() + 119_000);
    assert.equal((await only(endpoint)).status, 'running');
    await endpoint.server.look(Date.now() + 121_000);
    assert.equal((await only(endpoint)).status, 'interrupted');
    await endpoint.client.stream({});
    assert.equal((await only(endpoint)).status, 'running');
  });

  it('keeps artifacts, and evaluates arrays that come with one', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const array = (labels: readonly bigint[]): Buffer =>
      Buffer.from(encodeNpy({ shape: [labels.length], data: BigInt64Array.from(labels) }));
    const truth = array([0n, 1n, 2n, 2n]);
    const predictions = array([0n, 1n, 2n, 1n]);
    const { data, errors } = await client.logArtifact(artifactPlan({ bytes: predictions }));
    assert.deepEqual(errors, []);
    assert.ok(data);
    await client.put(await client.runFile('ground_truth.npy'), truth);
    await client.stream({ complete: true, exitcode: 0 });
    const { folder, recording, summary } = await only(endpoint);
    assert.deepEqual(recording.artifacts, [
      {
        name: 'predictions',
        type: 'predictions',
        version: 'v0',
        aliases: ['latest'],
        description: null,
        digest: artifactPlan({ bytes: predictions }).digest,
        files: [{ path: 'predictions.npy', bytes: predictions.length }],
        missing: [],
      },
    ]);
    assert.deepEqual(readFileSync(path.join(folder, 'artifacts/predictions/v0/predictions.npy')), predictions);
    assert.deepEqual(readdirSync(path.join(folder, 'artifacts/predictions')), ['v0']);
    assert.deepEqual(
      [summary?.confusionMatrix, summary?.testAccuracy],
      [
        [
          [1, 0, 0],
          [0, 1, 0],
          [0, 1, 1],
        ],
        0.75,
      ],
    );
    assert.deepEqual((await readOverview(folder)).config.dataset, { classes: 3, testImages: 4 });
  });

  it('takes the true classes of an artifact with predictions alone from MNIST, where the logged accuracy agrees', async () => {
    const mnistFolder = path.resolve('dist/data/mnist');
    const endpoint = await made.start({ mnistFolder });
    const { client } = endpoint;
    await client.upsert();
    const { labels } = await mnistTestLabels(mnistFolder);
    const data = BigInt64Array.from(labels, (label, i) => BigInt(i % 50 === 0 ? (label + 1) % 10 : label));
    await client.logArtifact(artifactPlan({ bytes: Buffer.from(encodeNpy({ shape: [data.length], data })) }));
    await client.stream({
      files: { 'wandb-summary.json': { offset: 0, content: ['{"test_loss":0.06,"test_accuracy":0.9800000190734863}'] } },
      complete: true,
      exitcode: 0,
    });
    const { recording, summary, config: saved } = await only(endpoint);
    assert.deepEqual([summary?.confusionMatrix?.length, summary?.testAccuracy], [10, 0.9800000190734863]);
    assert.equal(saved.parameters.dataset, 'mnist');
    assert.match(recording.understood?.join() ?? '', /were taken from MNIST's test set: .* 98\.00 % of the predictions are right/);
  });

  it('refuses an artifact whose bytes are others than announced, and keeps nothing of them', async () => {
    const endpoint = await made.start();
    await endpoint.client.upsert();
    const { errors } = await endpoint.client.logArtifact(artifactPlan({ put: Buffer.from('others') }));
    assert.match(errors.join(), /"predictions\.npy" was not uploaded/);
    const { folder } = await only(endpoint);
    assert.ok(!readdirSync(folder, { recursive: true, encoding: 'utf8' }).some(name => name.endsWith('.npy')));
    assert.match(endpoint.told.join('\n'), new RegExp(`BadDigest, the md5 of what came is ${md5('others').slice(0, 8)}`));
  });

  it("shows W&B's confusion matrix", async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const table = {
      columns: ['Actual', 'Predicted', 'nPredictions'],
      data: [
        ['cat', 'cat', 3],
        ['cat', 'dog', 1],
        ['dog', 'cat', 0],
        ['dog', 'dog', 4],
      ],
    };
    const file = 'media/table/matrix_table_0_abc.table.json';
    await client.put(await client.runFile(file), Buffer.from(JSON.stringify(table)));
    await client.stream({
      files: { 'wandb-summary.json': { offset: 0, content: [JSON.stringify({ matrix_table: { _type: 'table-file', path: file } })] } },
      complete: true,
      exitcode: 0,
    });
    const { summary, config: saved } = await only(endpoint);
    assert.deepEqual(summary?.confusionMatrix, [
      [3, 1],
      [0, 4],
    ]);
    assert.deepEqual(saved.dataset, { classes: 2, testImages: 8, classNames: ['cat', 'dog'] });
  });

  it('takes files of clients that ask for their places as long ago', async () => {
    const endpoint = await made.start();
    const { client } = endpoint;
    await client.upsert();
    const query = `query RunUploadUrls($name: String!, $files: [String]!, $entity: String, $run: String!, $description: String) {
      model(name: $name, entityName: $entity) { bucket(name: $run, desc: $description) { id
        files(names: $files) { uploadHeaders edges { node { name url(upload: true) updatedAt } } } } } }`;
    interface Places {
      readonly model: {
        readonly bucket: { readonly files: { uploadHeaders: string[]; edges: { node: { name: string; url: string } }[] } };
      };
    }
    const variables = { name: 'digits-cnn', run: 'run-1', entity: 'local', description: null };
    const { data, errors } = await client.graphql<Places>(query, { ...variables, files: ['media/a.json', 'b.txt'] });
    assert.deepEqual(errors, []);
    const { uploadHeaders, edges } = data!.model.bucket.files;
    for (const { node } of edges) assert.equal(await client.put({ uploadUrl: node.url, uploadHeaders }, Buffer.from(node.name)), 200);
    await client.stream({ complete: true, exitcode: 0 });
    const { folder, recording } = await only(endpoint);
    assert.deepEqual(
      recording.files.map(file => file.path),
      ['media/a.json', 'b.txt'],
    );
    assert.equal(readFileSync(path.join(folder, 'files/media/a.json'), 'utf8'), 'media/a.json');
    assert.match((await client.graphql(query, { ...variables, files: ['../x'] })).errors.join(), /is not taken/);
  });

  it('answers what a client of another version asks as far as it can', async () => {
    const endpoint = await made.start();
    const query = `mutation UpsertBucket($input: UpsertBucketInput!, $new: NewThing, $name: String) {
      upsertBucket(input: $input) { bucket { id name(case: $name) brandNew { deep } other: displayName } novel(of: $new) inserted } }`;
    const variables = { input: { name: 'run-1', modelName: 'p', unheardOf: { a: 1 } }, new: { b: 2 }, name: 'x' };
    const { data, errors } = await endpoint.client.graphql<{ upsertBucket: unknown }>(query, variables);
    assert.deepEqual(errors, []);
    const id = Buffer.from('Run:v1:run-1:p:local').toString('base64');
    assert.deepEqual(data?.upsertBucket, { bucket: { id, name: 'run-1', other: 'run-1' }, inserted: true });
  });
});
