import assert from 'node:assert/strict';
import { defaultParameters } from '../../../../src/contract/parameters';
import type { TrainedConfig } from '../../../../src/contract/run';
import { configDiff } from '../../../../src/experiment/comparison/configDiff';
import { configText } from '../../../../src/experiment/comparison/configText';
import { makingFacts } from '../../../../src/experiment/comparison/making';
import { eventsOfRun } from '../../cli/events';

const [config] = eventsOfRun().flatMap(event => (event.type === 'runStarted' ? [event.config] : []));
const trained: TrainedConfig = { ...config!, git: { commit: 'a'.repeat(40), branch: 'main', dirty: false } };

const namesOf = (rows: readonly { readonly name: string }[]): string[] => rows.map(({ name }) => name);

describe('what differs between configurations', () => {
  it('stands apart from what is equal', () => {
    const of = (parameters: object): Parameters<typeof configDiff>[0][number] => ({
      parameters: { ...defaultParameters, ...parameters },
      making: makingFacts(trained),
    });
    const { differing, equal, untold, making, equalMaking } = configDiff([
      of({}),
      of({ num_filters: 64, seed: 2 }),
      of({ num_filters: 64 }),
    ]);
    assert.deepEqual(differing, [
      { name: 'num_filters', values: ['32', '64', '64'] },
      { name: 'seed', values: ['0', '2', '0'] },
    ]);
    assert.equal(equal.length, Object.keys(defaultParameters).length - 2);
    assert.deepEqual([untold, making], [[], []]);
    assert.deepEqual(equalMaking.find(({ name }) => name === 'commit')?.values[0], 'aaaaaaaaaaaa…');
  });

  it('names engine, threads, data and commit where runs were made differently', () => {
    const other: TrainedConfig = {
      ...trained,
      engine: { ...trained.engine, threads: 4 },
      dataset: { ...trained.dataset, sha256: '1'.repeat(64) },
      git: { ...trained.git!, dirty: true },
    };
    const { making } = configDiff([trained, other].map(one => ({ parameters: one.parameters, making: makingFacts(one) })));
    assert.deepEqual(making, [
      { name: 'data set (SHA-256)', values: [`${'0'.repeat(12)}…`, `${'1'.repeat(12)}…`] },
      { name: 'threads', values: ['2', '4'] },
      { name: 'commit', values: ['aaaaaaaaaaaa…', 'aaaaaaaaaaaa…, with changes'] },
    ]);
  });

  it('is nothing where a run does not tell', () => {
    const imported = { parameters: { num_filters: 64 }, making: [] };
    const { differing, untold, making } = configDiff([{ parameters: defaultParameters, making: makingFacts(trained) }, imported]);
    assert.deepEqual(namesOf(differing), ['num_filters']);
    assert.equal(untold.length, Object.keys(defaultParameters).length - 1);
    assert.deepEqual(untold.find(({ name }) => name === 'seed')?.values, ['0', 'unknown']);
    assert.deepEqual(making, []);
  });

  it('is not drowned by what differs between any two runs', () => {
    const lines = configText(trained).split('\n');
    const lineOf = (key: string): number => lines.findIndex(line => line.trim().startsWith(`"${key}"`));
    assert.equal(lineOf('parameters'), 1);
    assert.ok(lineOf('engine') > lineOf('dataset') && lineOf('id') > lineOf('environment') && lineOf('createdAt') > lineOf('git'));
    const keys = Object.keys(JSON.parse(configText(trained)) as object);
    assert.deepEqual(keys, ['parameters', 'dataset', 'engine', 'environment', 'trainer', 'git', 'run']);
  });
});
