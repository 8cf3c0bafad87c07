import assert from 'node:assert/strict';
import { readFileSync, rmSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { listRuns } from '../../../src/runFolder/listRuns';
import { runPaths } from '../../../src/runFolder/paths';
import { readRun } from '../../../src/runFolder/readRun';
import { readRecording } from '../../../src/runFolder/recording/readRecording';
import { OfflineRun } from '../../../src/tracking/wandb/offlineRun';
import { Requests } from '../../../src/tracking/wandb/requests';
import { Upload } from '../../../src/tracking/wandb/upload';
import { IdleClock } from '../tracking/idleClock';
import { recordedRun, RUN_ID, targetAt } from '../tracking/recordedRun';
import { endpoints, KEY } from './testEndpoint';

describe("the project's own client", () => {
  const recorded = recordedRun();
  const made = endpoints();

  it('brings a run to the endpoint as it brings it to W&B', async () => {
    const runFolder = recorded.copy();
    const { probabilities, predictions, tfjsModel, tfjsWeights } = runPaths(runFolder);
    for (const file of [probabilities, tfjsModel, tfjsWeights]) rmSync(file);
    truncateSync(predictions, 150_000);
    const offline = await OfflineRun.open(runFolder, targetAt('http://localhost'));
    await offline.finish();
    const endpoint = await made.start();
    const clock = new IdleClock();
    const { signal } = new AbortController();
    const credential = { key: KEY, baseUrl: endpoint.url, source: 'the test' };
    const requests = new Requests({ fetch: clock.fetch, clock, credential, signal });
    const nothing = (): void => undefined;
    const told = { onPath: nothing, onRetry: nothing, onRecovered: nothing };
    await new Upload({ runFolder, record: offline.file, requests, clock, signal, ...told }).run();

    const [run, ...others] = (await listRuns(endpoint.runsFolder)).runs;
    assert.ok(run && others.length === 0);
    assert.deepEqual([run.status, run.config.kind === 'imported' && run.config.source.tool.split(' ')[0]], ['completed', 'wandb']);
    assert.ok(run.config.kind === 'imported' && run.config.source.run?.endsWith(`/${RUN_ID}`));
    const { epochs, config } = await readRun(runFolder);
    const { epochs: wanted, learning_rate, activation_fun } = config!.parameters;
    assert.deepEqual(
      [run.config.parameters.epochs, run.config.parameters.learning_rate, run.config.parameters.activation_fun],
      [wanted, learning_rate, activation_fun],
    );
    const lines = readFileSync(path.join(run.folder, 'history.jsonl'), 'utf8').split('\n').slice(0, -1);
    const rows = lines.map(line => JSON.parse(line) as Readonly<Record<string, unknown>>);
    assert.deepEqual(
      rows.filter(row => 'loss' in row).map(({ epoch, loss }) => [epoch, loss]),
      epochs.map(({ epoch, loss }) => [epoch, loss]),
    );
    const { artifacts, missing } = (await readRecording(run.folder))!;
    assert.deepEqual(missing, []);
    const kept = artifacts.find(({ files }) => files.some(file => file.path === 'predictions.npy'));
    const file = path.join(run.folder, 'artifacts', kept?.name ?? '', 'v0', 'predictions.npy');
    assert.deepEqual(readFileSync(file), readFileSync(predictions));
  });
});
