import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parseEnv } from 'node:util';
import { wandbCloud, withoutKeys } from '../../../../src/contract/tracking';
import { pagesUrl, parseBaseUrl } from '../../../../src/tracking/wandb/baseUrl';
import { findCredential, keyPage, keyProblem, type KeySources } from '../../../../src/tracking/wandb/credentials';
import { isOpenToGit } from '../../../../src/tracking/wandb/gitIgnored';
import { partsOfEnvFile, readMode, readVariables } from '../../../../src/tracking/wandb/variables';

/** Forty characters that are no one's key. */
const keyOf = (letter: string): string => letter.repeat(40);
const own = 'https://wandb.example.com';

describe('the key of W&B', () => {
  const found = async (places: Partial<KeySources>, baseUrl = wandbCloud): Promise<string | undefined> => {
    const credential = await findCredential({ environment: {}, ...places }, baseUrl);
    if (credential) assert.equal(credential.baseUrl, baseUrl);
    return credential && `${credential.key[0]} ${credential.source}`;
  };

  it('is the environment’s, else that of .env, else the one that the editor keeps', async () => {
    const stored = (): Promise<string> => Promise.resolve(keyOf('s'));
    const environment = { WANDB_API_KEY: keyOf('b'), WANDB_TOKEN: keyOf('a') };
    const dotEnv = { WANDB_API_KEY: keyOf('d') };
    assert.equal(await found({ environment, dotEnv, stored }), 'a WANDB_TOKEN in the environment');
    assert.equal(await found({ environment: { ...environment, WANDB_TOKEN: '' }, dotEnv, stored }), 'b WANDB_API_KEY in the environment');
    assert.equal(await found({ dotEnv, stored }), 'd WANDB_API_KEY in .env');
    assert.equal(await found({ stored }), 's what was entered to sign in');
    assert.equal(await found({}), undefined);
  });

  describe('goes only to the server that it was set with', () => {
    it('the environment’s not to the server of .env', async () => {
      const places = { environment: { WANDB_TOKEN: keyOf('a') }, dotEnv: { WANDB_BASE_URL: own } };
      assert.equal(await found(places, own), undefined);
      assert.equal(await found(places), 'a WANDB_TOKEN in the environment');
    });

    it('that of .env not to the server of the environment', async () => {
      const places = { environment: { WANDB_BASE_URL: own }, dotEnv: { WANDB_TOKEN: keyOf('d') } };
      assert.equal(await found(places, own), undefined);
      assert.equal(await found(places), 'd WANDB_TOKEN in .env');
    });

    it('none to the endpoint that scripts send their runs to, nor one beside it to anywhere', async () => {
      for (const name of ['WANDB_API_KEY', 'WANDB_TOKEN']) {
        const tracked = { WANDB_BASE_URL: own, [name]: keyOf('a'), DIGITS_ENDPOINT: own };
        for (const places of [{ environment: tracked }, { environment: {}, dotEnv: tracked }]) {
          assert.deepEqual([await found(places, own), await found(places)], [undefined, undefined]);
          assert.equal(readVariables(places).target.baseUrl, wandbCloud);
        }
        assert.equal(await found({ environment: tracked, dotEnv: { WANDB_TOKEN: keyOf('d') } }), 'd WANDB_TOKEN in .env');
        // Another server was set since.
        const set = { environment: { ...tracked, WANDB_BASE_URL: wandbCloud } };
        assert.equal(await found(set), `a ${name} in the environment`);
      }
    });

    it('that of .env to its own server, beside one of the environment for another', async () => {
      const places = { environment: { WANDB_TOKEN: keyOf('a') }, dotEnv: { WANDB_TOKEN: keyOf('d'), WANDB_BASE_URL: `${own}/` } };
      assert.equal(await found(places, own), 'd WANDB_TOKEN in .env');
      assert.equal(await found(places), 'a WANDB_TOKEN in the environment');
    });

    it('the editor’s is asked for by server', async () => {
      const asked: string[] = [];
      const stored = (baseUrl: string): Promise<undefined> => {
        asked.push(baseUrl);
        return Promise.resolve(undefined);
      };
      await found({ environment: { WANDB_TOKEN: keyOf('a') }, stored }, own);
      assert.deepEqual(asked, [own]);
    });
  });

  it('has the forms that the official client knows', () => {
    for (const key of [keyOf('a'), `local-${keyOf('0')}`, `wandb_v1_${keyOf('x')}-${keyOf('y')}`, 'e30.e30.c2ln'])
      assert.equal(keyProblem(key), undefined, key);
    for (const key of ['', 'short', `local-${'0'.repeat(39)}`, `${keyOf('a')} `, `${keyOf('a')}\n`, keyOf('ä'), 'a.b.c.d'])
      assert.notEqual(keyProblem(key), undefined, key);
  });

  it('that cannot be one is an error that names the place and does not repeat it', async () => {
    const dotEnv = { WANDB_TOKEN: 'hunter2hunter2' };
    await assert.rejects(findCredential({ environment: {}, dotEnv }, wandbCloud), ({ message }: Error) => {
      assert.match(message, /^WANDB_TOKEN in \.env cannot be a key: expected at least 40 characters, got 14\. .*wandb\.ai\/authorize/);
      return !message.includes('hunter2');
    });
  });

  it('is not what stands in .env.example, nor in the examples of others', async () => {
    const example = parseEnv(readFileSync('.env.example', 'utf8'));
    assert.ok(example['WANDB_TOKEN']);
    assert.equal(await found({ dotEnv: example }), undefined);
    assert.deepEqual(readVariables({ environment: {}, dotEnv: example }).warnings, []);
    for (const WANDB_API_KEY of ['your_api_key', '<your key>', 'xxxxxxxx', 'changeme', '...'])
      assert.equal(await found({ dotEnv: { WANDB_API_KEY } }), undefined, WANDB_API_KEY);
  });

  it('does not reach a process that has no business with it', () => {
    assert.deepEqual(
      withoutKeys({
        PATH: '/bin',
        WANDB_TOKEN: 'a',
        wandb_api_key: 'b',
        MLFLOW_TRACKING_TOKEN: 'c',
        mlflow_tracking_password: 'd',
        WANDB_MODE: 'online',
      }),
      {
        PATH: '/bin',
        WANDB_MODE: 'online',
      },
    );
  });

  it('is given on a page of the server', () => {
    assert.equal(keyPage(wandbCloud), 'https://wandb.ai/authorize');
    assert.equal(pagesUrl('https://api.wandb.example.com'), 'https://wandb.example.com');
    assert.equal(pagesUrl('https://api.example.com'), 'https://app.example.com');
    assert.equal(pagesUrl(own), own);
  });
});

describe('the address of a W&B server', () => {
  it('has one form', () => {
    assert.equal(parseBaseUrl(' HTTPS://API.wandb.ai/ '), wandbCloud);
    assert.equal(parseBaseUrl('http://localhost:8080'), 'http://localhost:8080');
    assert.equal(parseBaseUrl('https://example.com/wandb//'), 'https://example.com/wandb');
  });

  it('is refused where a key could go astray', () => {
    for (const text of ['', 'wandb.example.com', 'ftp://example.com', 'https://example.com/?a=1', 'https://example.com/#a', 'file:///etc'])
      assert.throws(() => parseBaseUrl(text), /expected one like https:\/\/api\.wandb\.ai/, text);
    for (const text of ['https://wandb.ai', 'https://app.wandb.ai/home', 'http://api.wandb.ai'])
      assert.throws(() => parseBaseUrl(text), /expected one like https:\/\/api\.wandb\.ai/, text);
    assert.throws(
      () => parseBaseUrl('https://me:hunter2@example.com'),
      ({ message }: Error) => !message.includes('hunter2'),
    );
  });
});

describe('the variables of W&B', () => {
  it('of the environment count before those of .env', () => {
    const environment = { WANDB_PROJECT: 'one', WANDB_TAGS: ' a, b ,', WANDB_ENTITY: ' ' };
    const dotEnv = { WANDB_PROJECT: 'two', WANDB_ENTITY: 'team', WANDB_RUN_GROUP: 'g', WANDB_JOB_TYPE: 'j', WANDB_NOTES: 'why' };
    assert.deepEqual(readVariables({ environment, dotEnv }), {
      target: { baseUrl: wandbCloud, entity: 'team', project: 'one', group: 'g', jobType: 'j' },
      tags: ['a', 'b'],
      notes: 'why',
      warnings: [],
    });
  });

  it('name a server together with a key', () => {
    const base = (environment: object, dotEnv: object): string =>
      readVariables({ environment: { ...environment }, dotEnv: { ...dotEnv } }).target.baseUrl;
    assert.equal(base({ WANDB_BASE_URL: own }, {}), own);
    assert.equal(base({}, { WANDB_BASE_URL: own, WANDB_TOKEN: keyOf('d') }), own);
    assert.equal(base({ WANDB_TOKEN: keyOf('a') }, { WANDB_BASE_URL: own, WANDB_TOKEN: keyOf('d') }), wandbCloud);
    const { target, warnings } = readVariables({ environment: {}, dotEnv: { WANDB_BASE_URL: own } });
    assert.equal(target.baseUrl, wandbCloud);
    assert.match(warnings.join(), /WANDB_BASE_URL in \.env has no effect/);
  });

  it('of .env are told from those of the environment', () => {
    const parts = (environment: object, dotEnv: object): string[] =>
      partsOfEnvFile({ environment: { ...environment }, dotEnv: { ...dotEnv } });
    assert.deepEqual(parts({}, { WANDB_PROJECT: 'theirs', WANDB_RUN_GROUP: 'g' }), ['project']);
    assert.deepEqual(parts({ WANDB_PROJECT: 'mine' }, { WANDB_PROJECT: 'theirs', WANDB_ENTITY: 'team' }), ['entity']);
    assert.deepEqual(parts({}, { WANDB_BASE_URL: own, WANDB_TOKEN: keyOf('d') }), ['baseUrl']);
    assert.deepEqual(parts({}, { WANDB_TOKEN: keyOf('d') }), []);
  });

  it('have the modes of the official client', () => {
    const mode = (WANDB_MODE: string): string | undefined => readMode({ environment: { WANDB_MODE } })?.mode;
    assert.deepEqual(['online', 'run', 'offline', 'dryrun', 'disabled', ''].map(mode), [
      'online',
      'online',
      'offline',
      'offline',
      'off',
      undefined,
    ]);
    assert.throws(() => mode('on'), /WANDB_MODE in the environment: “on” is no mode; expected online, offline or disabled/);
  });
});

describe('the mode that a .env asks for', () => {
  const image = { DIGITS_WANDB_MODE: 'online' };
  const mode = (environment: object, WANDB_MODE: string): string | undefined =>
    readMode({ environment: { ...environment }, dotEnv: { WANDB_MODE } })?.mode;

  it('keeps runs from being sent, also where they usually are', () => {
    assert.equal(readMode({ environment: image })?.mode, 'online');
    for (const [asked, expected] of [
      ['offline', 'offline'],
      ['disabled', 'off'],
      ['', 'online'],
    ] as const)
      assert.equal(mode(image, asked), expected);
    assert.equal(mode({}, 'offline'), 'offline');
    assert.equal(mode({}, 'disabled'), 'off');
  });

  it('has none sent by itself: they wait, and that is said', () => {
    for (const asked of ['online', 'run', 'shared']) {
      const { mode: found, warning } = readMode({ environment: {}, dotEnv: { WANDB_MODE: asked } })!;
      assert.equal(found, 'offline');
      assert.match(
        warning!,
        /WANDB_MODE=online in \.env does not send runs by itself.*--wandb online, or WANDB_MODE=online in the environment/,
      );
    }
    assert.equal(mode({ DIGITS_WANDB_MODE: 'offline' }, 'online'), 'offline');
  });

  it('goes with what the environment says, whose word counts first', () => {
    assert.deepEqual(readMode({ environment: image, dotEnv: { WANDB_MODE: 'online' } }), { mode: 'online' });
    assert.equal(mode({ WANDB_MODE: 'online' }, 'disabled'), 'online');
    assert.equal(mode({ WANDB_MODE: 'disabled' }, 'online'), 'off');
  });
});

describe('a .env that Git would take along', () => {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'digits-git-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const repository = path.join(folder, 'repository');
  mkdirSync(path.join(repository, 'inside'), { recursive: true });
  execFileSync('git', ['init', '-q', repository]);

  it('is one in a work tree that does not ignore it', async () => {
    for (const place of [folder, repository, path.join(repository, 'inside')]) writeFileSync(path.join(place, '.env'), '');
    assert.equal(await isOpenToGit(path.join(folder, '.env')), false);
    assert.equal(await isOpenToGit(path.join(repository, '.env')), true);
    writeFileSync(path.join(repository, '.gitignore'), '.env\n');
    assert.equal(await isOpenToGit(path.join(repository, '.env')), false);
    assert.equal(await isOpenToGit(path.join(repository, 'inside', '.env')), false);
  });
});
