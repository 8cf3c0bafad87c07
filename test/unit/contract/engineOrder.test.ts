import assert from 'node:assert/strict';
import { engineOrder, toBeMeasured } from '../../../src/contract/engineOrder';
import { engineNames, nativeEngines } from '../../../src/contract/engines';

describe('the order of the engines', () => {
  it('is that of their names, WebAssembly last, where no speed is known', () => {
    assert.deepEqual(engineOrder([]), [...nativeEngines, 'wasm']);
  });

  it('has the fastest first, whichever it is', () => {
    const speeds = engineNames.map((engine, i) => ({ engine, imagesPerSecond: 100 + i }));
    assert.deepEqual(engineOrder(speeds), engineNames.toReversed());
    assert.deepEqual(engineOrder(speeds.map(speed => ({ ...speed, imagesPerSecond: 200 - speed.imagesPerSecond }))), engineNames);
  });

  it('tries a native engine before WebAssembly although it did not work before, or is not known', () => {
    assert.deepEqual(
      engineOrder([
        { engine: 'onnx', imagesPerSecond: null },
        { engine: 'wasm', imagesPerSecond: 900 },
      ]),
      [...nativeEngines, 'wasm'],
    );
    assert.deepEqual(engineOrder([{ engine: 'wasm', imagesPerSecond: 900 }]), [...nativeEngines, 'wasm']);
  });

  it('needs no measurement where there is one native engine', () => {
    assert.deepEqual(toBeMeasured(['onnx', 'wasm'], []), []);
    assert.deepEqual(toBeMeasured(['wasm'], []), []);
  });

  it('needs that of the native ones whose speeds are not known, where there are several', () => {
    const unknown = nativeEngines.length < 2 ? [] : nativeEngines;
    assert.deepEqual(toBeMeasured(engineNames, []), unknown);
    // One that did not work is known.
    assert.deepEqual(
      toBeMeasured(
        engineNames,
        nativeEngines.map(engine => ({ engine, imagesPerSecond: null })),
      ),
      [],
    );
  });
});
