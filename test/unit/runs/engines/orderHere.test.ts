import assert from 'node:assert/strict';
import { nativeEngines } from '../../../../src/contract/engines';
import type { TrainerRequest } from '../../../../src/contract/trainer';
import { keepSpeeds, keptSpeeds } from '../../../../src/machine/engineSpeeds';
import { conditionsHere } from '../../../../src/runs/designs/conditionsHere';
import type { Inspector } from '../../../../src/runs/inspector';
import { temporaryCache } from '../../temporaryCache';

const check = { version: '1.2.3', durationMs: 1, instructionSet: 'avx2', numericsVersion: 2, bundleSha256: 'a'.repeat(64) };

describe('the engine that a plan fixes', () => {
  temporaryCache();

  /** An inspector whose engines all work but those, and what it was asked. */
  const inspectorOf = (broken: readonly string[] = []): { inspector: Pick<Inspector, 'ask'>; asked: string[] } => {
    const asked: string[] = [];
    const ask = (request: TrainerRequest): Promise<object> => {
      asked.push('engine' in request ? `${request.type} ${request.engine}` : request.type);
      if (request.type === 'presentEngines') return Promise.resolve({ engines: ['onnx', 'wasm'] });
      if (request.type === 'checkEngine' && broken.includes(request.engine)) return Promise.reject(new Error('It is too old.'));
      return Promise.resolve(check);
    };
    return { inspector: { ask } as Pick<Inspector, 'ask'>, asked };
  };
  const kept = (engine: 'onnx' | 'wasm', imagesPerSecond: number): Parameters<typeof keepSpeeds>[0][number] => ({
    engine,
    imagesPerSecond,
    engineVersion: '1.2.3',
    threads: 3,
    measuredAt: '2026-01-02T03:04:05.000Z',
  });

  it('is the first that works, and nothing is measured where one native engine is installed', async () => {
    const { inspector, asked } = inspectorOf();
    assert.equal((await conditionsHere(inspector, { engine: 'auto', threads: 3 })).engine, 'onnx');
    assert.ok(!asked.some(what => what.startsWith('measureEngine')));
    const other = inspectorOf(nativeEngines);
    assert.equal((await conditionsHere(other.inspector, { engine: 'auto', threads: 3 })).engine, 'wasm');
    assert.deepEqual(await keptSpeeds(3), []);
  });

  it('is the fastest of those that were measured with as many threads', async () => {
    await keepSpeeds([kept('onnx', 1000), kept('wasm', 2000)]);
    const { inspector } = inspectorOf();
    assert.equal((await conditionsHere(inspector, { engine: 'auto', threads: 3 })).engine, 'wasm');
    assert.equal((await conditionsHere(inspector, { engine: 'auto', threads: 2 })).engine, 'onnx');
  });

  it('is the one that is named, or none', async () => {
    const { inspector } = inspectorOf(['onnx']);
    await assert.rejects(conditionsHere(inspector, { engine: 'onnx', threads: 3 }), /onnx: It is too old\. .*fixes its engine/);
  });
});
