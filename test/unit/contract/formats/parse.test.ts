import assert from 'node:assert/strict';
import { ready } from '../../../../src/contract/formats/commands';
import { askedParameters } from '../../../../src/contract/formats/parameters';
import { parseValue } from '../../../../src/contract/formats/parse';
import { runFilesAnswer } from '../../../../src/contract/formats/wandbAnswers';

describe('what is not as its description says', () => {
  it('is told in short, with what is expected', () => {
    const message = `x: type: found "${'a'.repeat(80)}…"; expected "ready".`;
    assert.throws(() => parseValue(ready, { type: 'a'.repeat(1_000_000), protocolVersion: 3 }, 'x'), { name: 'FormatError', message });
  });

  it('is told in one line, whatever a field is called', () => {
    for (const [name, place] of [
      ['a\nb', String.raw`"a\nb"`],
      ['a'.repeat(1_000_000), `"${'a'.repeat(80)}…"`],
    ] as const) {
      const expected = `x: ${place}: found ${place}; expected only names of parameters: `;
      assert.throws(
        () => parseValue(askedParameters, { [name]: 1 }, 'x'),
        (error: Error) => error.name === 'FormatError' && error.message.startsWith(expected),
      );
    }
  });

  it('is left out of a list in a server’s answer of which the first element is read', () => {
    const files = [{ uploadUrl: 'https://storage.example/x' }, { anything: [[[]]] }];
    const { createRunFiles } = parseValue(runFilesAnswer, { createRunFiles: { uploadHeaders: [], files } }, 'data');
    assert.deepEqual(createRunFiles.files, files.slice(0, 1));
  });
});
