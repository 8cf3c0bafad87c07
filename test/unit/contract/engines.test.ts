import assert from 'node:assert/strict';
import { choiceLike, engineChoices, engineChosen } from '../../../src/contract/engines';
import { engineIdentity } from '../../../src/contract/formats/config';
import { parseValue } from '../../../src/contract/formats/parse';
import { engineChoice, queueFile } from '../../../src/contract/formats/queue';

describe('the names of the engines', () => {
  it('are accepted as they are, and the older one as the newer', () => {
    for (const name of engineChoices) assert.equal(engineChosen(name), name);
    assert.equal(engineChosen('native'), 'onnx');
    assert.throws(
      () => parseValue(engineChoice, 'tpu', '--engine'),
      /^FormatError: --engine: found "tpu"; expected one of auto, onnx, wasm, native\.$/,
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
    for (const [name, choice] of [
      ['onnx', 'auto'],
      ['wasm', 'wasm'],
      ['tensorflow', 'auto'],
    ] as const) {
      assert.equal(choiceLike(parseValue(engineIdentity, { name, version: '1', threads: 2 }, 'config.json')), choice);
    }
  });
});
