import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { TENSORFLOW_FOLDER } from '../../../src/contract/engines';
import { EngineError } from '../../../src/engine/runtime';
import { findTensorFlow } from '../../../src/engine/tensorflow/loadTensorFlow';
import { messageOf } from '../../../src/util/messageOf';

describe('TensorFlow', () => {
  let base: string;
  let folder: string;
  beforeEach(() => {
    base = mkdtempSync(path.join(os.tmpdir(), 'digits-tensorflow-'));
    folder = mkdtempSync(path.join(base, 'named-'));
  });
  afterEach(() => rmSync(base, { recursive: true }));

  const place = (): string => path.join(folder, 'node_modules', '@tensorflow', 'tfjs-node');
  const install = (version: unknown, script = ''): void => {
    mkdirSync(place(), { recursive: true });
    writeFileSync(path.join(place(), 'package.json'), JSON.stringify({ name: '@tensorflow/tfjs-node', version }));
    writeFileSync(path.join(place(), 'index.js'), script);
  };
  const whyNot = (named = folder): string => {
    try {
      findTensorFlow(named).load();
    } catch (error) {
      assert.ok(error instanceof EngineError);
      return messageOf(error);
    }
    return 'It was loaded.';
  };

  it('that is not in the folder is told in two lines, the second of which says how to get it', () => {
    const lines = whyNot().split('\n');
    assert.equal(lines.length, 2);
    assert.equal(lines[0], `The engine tensorflow needs the package @tensorflow/tfjs-node: there is none in ${folder}.`);
    assert.match(lines[1]!, /npm install @tensorflow\/tfjs-node@4.*DIGITS_TENSORFLOW.*digitsLab\.tensorflow/);
    assert.equal(TENSORFLOW_FOLDER, 'DIGITS_TENSORFLOW');
  });

  it('is looked for in the folder that is named and in the package itself', () => {
    install('4.99.0', 'module.exports = { getBackend: () => "tensorflow" };');
    assert.equal(findTensorFlow(folder).version, '4.99.0');
    assert.equal(findTensorFlow(place()).version, '4.99.0');
  });

  it('in a folder without a full path is refused', () => {
    assert.match(whyNot('modules'), /^DIGITS_TENSORFLOW is "modules", which is no full path\.\nGet it with/);
  });

  it('of another version is refused before it is loaded', () => {
    for (const version of ['3.21.1', '5.0.0', 'none', undefined]) {
      // Node remembers what it has read of a folder.
      folder = mkdtempSync(path.join(base, 'of-another-'));
      install(version, 'throw new Error("loaded");');
      assert.match(
        whyNot(),
        new RegExp(`needs @tensorflow/tfjs-node 4\\.x; what is in .* is version ${version ?? 'unknown'}\\.\nGet it with`),
      );
    }
  });

  it('without its native part is refused, with what to do', () => {
    install('4.22.0', 'throw new Error("The native addon module can not be found.\\nPlease rebuild it.");');
    const [first, second, ...others] = whyNot().split('\n');
    assert.equal(first, '@tensorflow/tfjs-node 4.22.0 is there, but cannot be loaded: The native addon module can not be found.');
    assert.match(second!, /npm rebuild @tensorflow\/tfjs-node --ignore-scripts=false/);
    assert.deepEqual(others, []);
  });

  it('that does not compute with its library is refused', () => {
    install('4.22.0', 'module.exports = { getBackend: () => "cpu" };');
    assert.match(whyNot(), /cannot be loaded: it computes with "cpu" instead of TensorFlow's library/);
  });
});
