import assert from 'node:assert/strict';
import { metricTable } from '../../../src/contract/metrics';
import { parameterTable } from '../../../src/contract/parameters';
import { FilterError } from '../../../src/experiment/filterError';
import { parseFilter, parseTerms, problemOf } from '../../../src/experiment/runFilter';
import { listed, trackingOf } from './listed';

describe('a filter', () => {
  const run = listed(
    { tracking: trackingOf('notSynced') },
    { num_filters: 64, seed: 3, activation_fun: 'tanh', dropout: 0.5, dataset: '/data/my digits' },
    { name: 'Wide net', tags: ['good', 'first try'] },
  );
  const training = listed({ status: 'running', summary: undefined, tracking: undefined, config: undefined });

  const holding = [
    '',
    '  ',
    'WIDE',
    'wide good',
    '"wide net"',
    'tanh',
    'complet',
    'num_filters=64',
    'NET seed=3',
    'seed=3 net num_filters>=64',
    'num-filters < 65',
    'num_filters!=32',
    'activation_fun=TANH',
    'validation_samples=5_000 dense_units=none train_samples=all train_samples=0',
    'learning_rate=1e-3',
    'dropout=50%',
    'dropout>=0.5',
    'dataset=/data/my digits',
    'dataset="/data/my digits" wide',
    'dataset!=mnist wide',
    'test_accuracy>90%',
    'test_accuracy > 90 % wide',
    'test_accuracy>0.99 net',
    'test_accuracy=99.12%',
    'accuracy<0.99',
    'val_loss<=0.0612',
    'images_per_second>5000',
    'duration<2m',
    'duration<22 s seed=3',
    'duration>21000',
    'duration<1H',
    'status=completed wide',
    'status!=failed',
    'STATUS=completed',
    'wandb=not synced',
    'wandb=not synced wide',
    'wandb!=synced',
    'tags=good',
    'tags=first try',
    'tags=good seed=3',
    'tags="good" wide',
    'tags!=old stuff',
    'name=wide net',
    'name!=other',
    'author=ada',
    'created>=2026-01-01',
    'created<2026-01-02 03:05',
    'id=20260102-030405-aaaa',
  ];
  for (const filter of holding)
    it(`${JSON.stringify(filter)} holds`, () => {
      assert.equal(parseFilter(filter)(run), true);
      assert.equal(problemOf(filter), undefined);
    });

  const failing = [
    'narrow',
    'wide narrow',
    'num_filters=6',
    'num_filters=64 seed=4',
    'test_accuracy>99.5%',
    'duration>1m',
    'tags=goo',
    'tags=first',
    'tags!=good',
    'name=wide',
    'wandb=synced',
    'status=failed',
    'dataset=mnist',
    'created<2026-01-02 03:04',
  ];
  for (const filter of failing) it(`${JSON.stringify(filter)} does not hold`, () => assert.equal(parseFilter(filter)(run), false));

  it('holds of no run that has no value, neither = nor !=', () => {
    for (const filter of ['test_accuracy>0', 'test_accuracy!=1', 'name=x', 'name!=x', 'author!=x', 'wandb!=synced'])
      assert.equal(parseFilter(filter)(training), false, filter);
    assert.equal(parseFilter('tags!=x')(training), true);
  });

  it('knows every metric and every parameter by the name of its column', () => {
    for (const metric of metricTable) {
      const value = metric.ofRun(run.summary!);
      assert.ok(value !== null, metric.name);
      assert.ok(parseFilter(`${metric.name}=${value}`)(run), metric.name);
      assert.ok(!parseFilter(`${metric.name}!=${value}`)(run), metric.name);
    }
    for (const { name } of parameterTable) assert.ok(parseFilter(`${name}="${run.parameters[name]}"`)(run), name);
  });

  const refused: [string, RegExp][] = [
    ['size=3', /^There is no column "size"; there are id, name, status.*test_accuracy.*num_filters/],
    ['wide < 3', /^There is no column "wide"/],
    ['seed=many', /^"seed=many": expected a whole number from 0 to 4,294,967,295\.$/],
    ['seed=', /^"seed=": expected a whole number/],
    ['num_filters>1000', /^"num_filters>1000": expected a whole number from 1 to 512\.$/],
    ['activation_fun=tanhh', /expected relu, .* Did you mean tanh\?$/],
    ['test_accuracy>good', /^"test_accuracy>good": expected a number, not "good"/],
    ['wide test_accuracy>90 seed=3', /^"test_accuracy>90": expected a share from 0 to 1 or from 0% to 100%, not "90"\.$/],
    ['test_accuracy>2m', /expected a number, not "2m"/],
    ['val_loss<5%', /expected a number, not "5%"/],
    ['duration>1 day', /^"duration>1 day": expected a number, not "1 day": 90s, 2m or 1h\.$/],
    ['duration<1e999', /expected a number/],
    ['status=done', /^"status=done": expected one of starting, running, completed, stopped, failed, interrupted\.$/],
    ['wandb=sent', /expected one of not synced, queued, syncing, synced, failed\.$/],
    ['tags>good', /^"tags>good": expected tags= or tags!=\.$/],
    ['seed==3', /^"seed==3": expected a whole number/],
    ['"wide', /^""wide": expected a quote at its end, too\.$/],
    ['name="wide', /expected a quote at its end/],
  ];
  for (const [filter, message] of refused)
    it(`${JSON.stringify(filter)} is refused, with what was expected`, () => {
      assert.throws(() => parseFilter(filter), FilterError);
      assert.match(problemOf(filter) ?? '', message);
    });

  it('has its terms in their order', () => {
    const terms = parseTerms('wide "a b" tags=first try test_accuracy>=98 % seed=3 "say ""yes"""');
    assert.deepEqual(
      terms.map(term => (term.kind === 'word' ? term.word : [term.column.name, term.operator, term.value])),
      ['wide', 'a b', ['tags', '=', 'first try'], ['test_accuracy', '>=', 0.98], ['seed', '=', 3], 'say "yes"'],
    );
  });
});
