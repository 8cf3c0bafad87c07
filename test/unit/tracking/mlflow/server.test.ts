import assert from 'node:assert/strict';
import {
  authorization,
  environmentLogin,
  environmentUri,
  MlflowServerError,
  parseTrackingUri,
} from '../../../../src/tracking/mlflow/server';

describe('the address of an MLflow server', () => {
  it('is compared without a slash at its end', () => {
    assert.equal(parseTrackingUri(' http://localhost:5000/ '), 'http://localhost:5000');
    assert.equal(parseTrackingUri('https://ml.example.com/mlflow//'), 'https://ml.example.com/mlflow');
  });

  it('is refused in words where it is none that runs can be sent to', () => {
    for (const [text, why] of [
      ['localhost', /is no URL/],
      ['file:///srv/mlruns', /begins with file:.*not into its store/],
      ['sqlite:///mlflow.db', /begins with sqlite:/],
      ['databricks://profile', /begins with databricks:/],
      ['http://localhost:5000/#/experiments', /has a \? or #/],
    ] as const)
      assert.throws(() => parseTrackingUri(text), why);
  });

  it('may not hold a password, which is not repeated', () => {
    assert.throws(
      () => parseTrackingUri('https://ada:marker1secret@example.com'),
      (error: Error) => error instanceof MlflowServerError && !error.message.includes('marker1secret') && !error.message.includes('ada'),
    );
  });
});

describe('the login of the environment', () => {
  const uri = 'https://ml.example.com';
  const token = { MLFLOW_TRACKING_TOKEN: 'marker1token' };

  it('is a token, or a user with a password, which counts more', () => {
    assert.deepEqual(environmentLogin(token, uri), { login: { kind: 'token', token: 'marker1token' } });
    const both = { ...token, MLFLOW_TRACKING_USERNAME: 'ada', MLFLOW_TRACKING_PASSWORD: ' pass word' };
    assert.deepEqual(environmentLogin(both, uri), { login: { kind: 'password', user: 'ada', password: ' pass word' } });
    assert.deepEqual(environmentLogin({ MLFLOW_TRACKING_USERNAME: 'ada' }, uri), {});
    assert.deepEqual(environmentLogin({}, uri), {});
  });

  it('goes to no other server than the one that the same environment names', () => {
    assert.ok(environmentLogin({ ...token, MLFLOW_TRACKING_URI: `${uri}/` }, uri).login);
    for (const named of ['https://elsewhere.example.com', 'http://ml.example.com', 'sqlite:///mlflow.db', 'nothing']) {
      const { login, note } = environmentLogin({ ...token, MLFLOW_TRACKING_URI: named }, uri);
      assert.equal(login, undefined);
      assert.match(note ?? '', /MLFLOW_TRACKING_TOKEN in the environment belongs to the server that MLFLOW_TRACKING_URI names/);
      assert.ok(!note?.includes('marker1token'));
    }
  });

  it('is written as HTTP has it', () => {
    assert.equal(authorization({ kind: 'token', token: 't' }), 'Bearer t');
    assert.equal(
      authorization({ kind: 'password', user: 'ada', password: 'pä:ss' }),
      `Basic ${Buffer.from('ada:pä:ss').toString('base64')}`,
    );
    assert.equal(authorization(undefined), undefined);
  });

  it('comes with an address where one is named', () => {
    assert.equal(environmentUri({ MLFLOW_TRACKING_URI: 'http://localhost:5000/' }), 'http://localhost:5000');
    assert.equal(environmentUri({ MLFLOW_TRACKING_URI: ' ' }), undefined);
    assert.throws(() => environmentUri({ MLFLOW_TRACKING_URI: 'sqlite:///mlflow.db' }), /begins with sqlite:/);
  });
});
