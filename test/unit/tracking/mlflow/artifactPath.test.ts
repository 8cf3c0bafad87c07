import assert from 'node:assert/strict';
import { addressOf, artifactPath } from '../../../../src/tracking/mlflow/artifactPath';
import { MlflowError } from '../../../../src/tracking/mlflow/mlflowError';

describe('where an MLflow server takes artifacts', () => {
  const server = {
    uri: 'https://ml.example.com/mlflow',
    error: (trouble: 'refused', what: string, problem: string) => new MlflowError(trouble, `${problem} (${what})`),
  } as const;
  const of = (uri: string): string => artifactPath({ ...server, error: (_, what, problem) => server.error('refused', what, problem) }, uri);

  it('is below its own address', () => {
    const path = '/api/2.0/mlflow-artifacts/artifacts/1/0a1b/artifacts';
    assert.equal(of('mlflow-artifacts:/1/0a1b/artifacts'), path);
    assert.equal(of('mlflow-artifacts:/1/0a1b/artifacts/'), path);
    assert.equal(of('mlflow-artifacts://ml.example.com/1/0a1b/artifacts'), path);
  });

  it('is nowhere else', () => {
    for (const uri of [
      's3://bucket/1',
      'file:///srv/1',
      '/srv/1',
      '',
      'mlflow-artifacts://evil.example.com/1',
      'https://evil.example.com/1',
    ])
      assert.throws(() => of(uri), MlflowError, uri);
  });

  it('never leads out of the run', () => {
    assert.equal(addressOf('model/a b#?.onnx'), 'model/a%20b%23%3F.onnx');
  });
});
