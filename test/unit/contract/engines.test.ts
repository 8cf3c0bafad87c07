import assert from 'node:assert/strict';
import { engineLike, engineChoices, engineChosen, engineNames } from '../../../src/contract/engines';
import { engineIdentity } from '../../../src/contract/formats/config';
import { parseValue } from '../../../src/contract/formats/parse';
import { engineChoice, queueFile } from '../../../src/contract/formats/queue';
import { engineInWords, missingEngineInWords } from '../../../src/wording/engineInWords';

describe('the names of the engines', () => {
  it('are accepted as they are, and the older one as the newer', () => {
    for (const name of engineChoices) assert.equal(engineChosen(name), name);
    assert.equal(engineChosen('native'), 'onnx');
    assert.throws(
      () => parseValue(engineChoice, 'tpu', '--engine'),
      /^FormatError: --engine: found "tpu"; expected one of auto, onnx, tensorflow, wasm, native\.$/,
    );
  });

  it('are read from a queue whichever version wrote it', () => {
    const run = { id: '20260102-030405-abcd', parameters: {} };
    const engines = ['auto', 'native', 'wasm', 'onnx', null, undefined];
    const { runs } = parseValue(queueFile, { schemaVersion: 1, runs: engines.map(engine => ({ ...run, engine })) }, 'queue.json');
    assert.deepEqual(
      runs.map(({ engine }) => engine),
      ['auto', 'onnx', 'wasm', 'onnx', null, null],
    );
  });

  it('stand for the same engine when a run goes on', () => {
    for (const name of engineNames)
      assert.equal(engineLike(parseValue(engineIdentity, { name, version: '1', threads: 2 }, 'config.json')), name);
  });

  it('are told apart from those of another version, which are called as they were recorded', () => {
    const engine = parseValue(engineIdentity, { name: 'tpu', version: '2.1', threads: 2 }, 'config.json');
    assert.equal(engineLike(engine), undefined);
    assert.equal(engineInWords(engine), 'tpu 2.1, 2 threads');
    assert.match(missingEngineInWords(engine), /the engine tpu 2\.1, which this version of Digits Lab does not have/);
  });
});
