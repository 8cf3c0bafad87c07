import assert from 'node:assert/strict';
import type { WandbTarget } from '../../../../src/contract/tracking';
import { validateTarget } from '../../../../src/tracking/wandb/target';
import { valueJson } from '../../../../src/tracking/wandb/valueJson';

const good: WandbTarget = { baseUrl: 'https://api.wandb.ai', entity: 'team-a', project: 'digits 2', group: 'a/b', jobType: 'train' };

describe('where a run goes at W&B', () => {
  it('may be what W&B accepts', () => {
    validateTarget(good);
    for (const baseUrl of ['http://localhost:8080', 'https://wandb.example.org/prefix']) validateTarget({ ...good, baseUrl, entity: '' });
  });

  const refused: readonly [Partial<WandbTarget>, RegExp][] = [
    [{ project: '' }, /project is empty; expected its name/],
    [{ project: 'team/digits' }, /project "team\/digits" has a "\/"; .* The user or team before the slash is the entity: set it apart/],
    [{ project: '50%' }, /project "50%" has a "%"/],
    [{ entity: 'a:b' }, /entity "a:b" has a ":"/],
    [{ project: ' digits' }, /begins or ends with a space/],
    [{ project: 'x'.repeat(129) }, /project has 129 characters; it may have 128/],
    [{ group: 'x'.repeat(129) }, /group has 129 characters/],
    [{ jobType: 'a\nb' }, /job type "a\\nb" has a line break/],
    [{ baseUrl: 'api.wandb.ai' }, /"api\.wandb\.ai", is no URL; expected one like https:\/\/api\.wandb\.ai/],
    [{ baseUrl: 'ftp://x' }, /begins with ftp:/],
    [{ baseUrl: 'https://api.wandb.ai/' }, /ends with a slash/],
    [{ baseUrl: 'https://wandb.ai' }, /is that of the pages of W&B, not of its server/],
    [{ baseUrl: 'http://api.wandb.ai' }, /is not encrypted/],
    [{ baseUrl: 'https://x.org?y' }, /has a \? or #/],
  ];
  for (const [change, message] of refused) {
    it(`may not be ${JSON.stringify(change).slice(0, 60)}`, () => {
      assert.throws(() => validateTarget({ ...good, ...change }), { name: 'TargetError', message });
    });
  }

  it('does not show a password that stands in an address', () => {
    assert.throws(
      () => validateTarget({ ...good, baseUrl: 'https://api:s3cret@x.org' }),
      (error: Error) => /sign in with a key/.test(error.message) && !error.message.includes('s3cret'),
    );
  });
});

describe('a value in a record', () => {
  it('is JSON, with words for what JSON does not have', () => {
    const value = { a: [1, 0.1, -0, 1e-7, NaN], b: { c: Infinity, d: -Infinity }, e: 'NaN "é"\n', f: null, g: true, h: undefined };
    assert.equal(
      valueJson(value),
      String.raw`{"a":[1,0.1,0,1e-7,NaN],"b":{"c":Infinity,"d":-Infinity},"e":"NaN \"é\"\n","f":null,"g":true}`,
    );
  });
});
