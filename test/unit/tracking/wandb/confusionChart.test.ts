import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { classNamesOf } from '../../../../src/contract/classNames';
import { noLabels } from '../../../../src/contract/labels';
import { artifactEntry, artifactRecord, manifestDigest } from '../../../../src/tracking/wandb/artifacts';
import { confusionChart } from '../../../../src/tracking/wandb/confusionChart';
import { openingRecords } from '../../../../src/tracking/wandb/openingRecords';
import { scoreRow } from '../../../../src/tracking/wandb/rows';
import type { RunFacts } from '../../../../src/tracking/wandb/runFacts';
import { eventsOfRun } from '../../cli/events';
import { find } from '../../trainer/forkTrainer';
import { targetAt } from '../recordedRun';

/** Left by the official client: see scripts/makeWandbFixtures.py. */
const official = JSON.parse(readFileSync('test/fixtures/wandb/chart.json', 'utf8')) as {
  readonly matrix: readonly (readonly number[])[];
  readonly config: { readonly nested_key: readonly string[]; readonly value_json: string };
  readonly media: string;
  readonly row: Readonly<{ [name: string]: unknown }>;
  readonly artifact: {
    readonly [name in 'type' | 'name' | 'digest' | 'client_id' | 'sequence_client_id' | 'path' | 'md5' | 'content']: string;
  } & { readonly size: number };
};
const manifest = JSON.parse(readFileSync('test/fixtures/wandb/manifest.json', 'utf8')) as {
  readonly contents: Readonly<{ [name: string]: string }>;
  readonly digest: string;
};

const { config } = find(eventsOfRun(), 'runStarted');
const facts: RunFacts = { config: { ...config, id: 'fixture' }, labels: noLabels, notes: '', target: targetAt('https://api.wandb.ai') };

describe('the confusion matrix at W&B is what the official client leaves', () => {
  const folder = path.resolve('offline-run-x');
  const { files, records, value } = confusionChart({ confusionMatrix: official.matrix }, 1, facts, folder);
  const recordOf = <C extends string>(kind: C) => {
    const record = records.find(({ recordType }) => recordType?.case === kind)?.recordType;
    assert.ok(record);
    return record as Extract<typeof record, { case: C }>;
  };
  const artifact = recordOf('artifact').value;

  it('as a table, to the byte', () => {
    assert.equal(files.get(`files/${String(official.row['path'])}`), official.media);
    assert.deepEqual(recordOf('files').value.files, [{ path: official.row['path'] }]);
  });

  it('as a chart, to the byte', () => {
    assert.deepEqual(recordOf('config').value.update, [{ nestedKey: official.config.nested_key, valueJson: official.config.value_json }]);
  });

  it('as an artifact, to the byte', () => {
    const { name, type, digest, path: file, md5, size, content } = official.artifact;
    const localPath = path.join(folder, 'artifacts', 'confusion_matrix_table_1', file);
    assert.equal(files.get(`artifacts/confusion_matrix_table_1/${file}`), content);
    assert.deepEqual(
      { name: artifact.name, type: artifact.type, digest: artifact.digest, contents: artifact.manifest?.contents },
      { name, type, digest, contents: [{ path: file, digest: md5, size: BigInt(size), localPath }] },
    );
  });

  it('as a value of history, but for the ids that are drawn by chance there', () => {
    const { client_id: client, sequence_client_id: sequence } = official.artifact;
    const ours = JSON.stringify(value).replace(artifact.clientId!, client).replace(artifact.sequenceClientId!, sequence);
    assert.deepEqual(JSON.parse(ours), official.row);
  });
});

describe('the confusion matrix of named classes at W&B', () => {
  const classNames = ['Ankle "boot"', 'すa', '\u202eevil'];
  const named = { ...facts, config: { ...config, dataset: { ...config.dataset, classes: 3, classNames } } };
  const confusionMatrix = [
    [5, 1, 0],
    [0, 6, 0],
    [2, 0, 4],
  ];
  const shown = ['Ankle "boot"', 'すa', String.raw`\u202eevil`];

  it('has the names in ASCII, as the official client writes them, with nothing unseen', () => {
    const { files } = confusionChart({ confusionMatrix }, 1, named, path.resolve('offline-run-x'));
    const contents = [...files.values()];
    assert.equal(contents.length, 2);
    for (const content of contents) {
      assert.match(content, /^[ -~]+$/);
      const { data } = JSON.parse(content) as { data: unknown };
      assert.deepEqual(
        data,
        confusionMatrix.flatMap((row, truth) => row.map((count, of) => [shown[truth], shown[of], count])),
      );
    }
  });

  it('stands beside scores and a config with the same names', () => {
    const scores = { ...find(eventsOfRun(), 'evaluated').scores };
    const { per_class: perClass } = scoreRow({ ...scores, perClass: scores.perClass.slice(0, 3) }, classNamesOf(named.config.dataset, 3));
    assert.deepEqual(Object.keys(perClass as object), shown);
    const run = openingRecords(named).find(({ recordType }) => recordType?.case === 'run')?.recordType;
    assert.ok(run?.case === 'run');
    const update = run.value.config!.update!;
    assert.deepEqual(JSON.parse(update.find(({ key }) => key === 'class_names')!.valueJson!), shown);
    const unnamed = openingRecords(facts).find(({ recordType }) => recordType?.case === 'run')!.recordType!;
    assert.ok(
      unnamed.case === 'run' && !unnamed.value.config!.update!.some(({ key }) => key === 'class_names' || key === 'images_transposed'),
    );
  });
});

describe('an artifact', () => {
  const entry = (name: string, content: string): ReturnType<typeof artifactEntry> =>
    artifactEntry(name, `/copies/${name}`, Buffer.from(content));
  const entries = Object.entries(manifest.contents).map(([name, content]) => entry(name, content));
  const ids = (artifact: Parameters<typeof artifactRecord>[0], of = facts): readonly (string | undefined)[] => {
    const { recordType } = artifactRecord(artifact, of);
    assert.ok(recordType?.case === 'artifact');
    return [recordType.value.clientId, recordType.value.sequenceClientId];
  };

  it('has the digest that the official client computes, in whatever order its files come', () => {
    assert.equal(manifestDigest(entries), manifest.digest);
    assert.equal(manifestDigest(entries.toReversed()), manifest.digest);
  });

  it('has ids of its own: the same again for the same, others for another content, run or place', () => {
    const artifact = { name: 'predictions', type: 'predictions', entries };
    const [client, sequence] = ids(artifact);
    assert.match(client!, /^[a-z0-9]{128}$/);
    assert.match(sequence!, /^[a-z0-9]{128}$/);
    assert.deepEqual(ids({ ...artifact, entries: entries.toReversed() }), [client, sequence]);
    const [other, same] = ids({ ...artifact, entries: [entry('b.npy', 'other')] });
    assert.notEqual(other, client);
    assert.equal(same, sequence);
    for (const elsewhere of [
      { ...facts, config: { ...facts.config, id: 'another' } },
      { ...facts, target: { ...facts.target, project: 'another' } },
    ]) {
      const [c, s] = ids(artifact, elsewhere);
      assert.ok(c !== client && s !== sequence);
    }
  });

  it('names its files by MD5 in base64', () => {
    assert.equal(entry('x', 'hello').digest, createHash('md5').update('hello').digest('base64'));
    assert.equal(entry('x', 'hello').digest, 'XUFAKrxLKna5cZ2REBfFkg==');
  });
});
