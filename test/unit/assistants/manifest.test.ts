import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { inputSchemaOf } from '../../../src/assistants/inputSchema';
import { assistantTools } from '../../../src/assistants/tools';
import { manifestTools } from '../../../scripts/docs/assistantTools';

describe('the tools in the manifest', () => {
  it('are those of the table (`npm run docs` writes them)', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as { contributes: { languageModelTools: unknown } };
    assert.deepEqual(contributes.languageModelTools, JSON.parse(JSON.stringify(manifestTools())));
  });

  it('have schemas that say what their parsers take', () => {
    const tried: readonly [string, unknown, boolean][] = [
      ['digits_list_runs', {}, true],
      ['digits_list_runs', { limit: 5, sort: '-val_accuracy', filter: 'epochs>1', archived: true }, true],
      ['digits_list_runs', { limit: 0 }, false],
      ['digits_list_runs', { limit: 1.5 }, false],
      ['digits_list_runs', { everything: true }, false],
      ['digits_read_run', {}, false],
      ['digits_read_run', { run: '' }, false],
      ['digits_compare_runs', { runs: ['a', 'b'], group: 'replicates' }, true],
      ['digits_compare_runs', { runs: ['a'] }, false],
      ['digits_effect', { parameter: 'seed' }, false],
      ['digits_effect', { parameter: 'dropout', runs: ['a', 'b'] }, true],
      ['digits_images', { run: 'a', true: 4, predicted: '9' }, true],
      ['digits_images', { run: 'a', true: 4 }, false],
      ['digits_start_run', {}, true],
      ['digits_start_run', { parameters: { epochs: 1, dropout: 0 }, confirmed: true }, true],
      ['digits_start_run', { parameters: { dropout: 1 } }, false],
      ['digits_start_run', { parameters: { filters: 1 } }, false],
    ];
    const ajv = new Ajv({ strict: false });
    for (const [name, input, fits] of tried) {
      const tool = assistantTools.find(one => one.name === name)!;
      const what = `${name} ${JSON.stringify(input)}`;
      assert.equal(ajv.validate(inputSchemaOf(tool), input), fits, what);
      const parse = (): unknown => tool.call(input, undefined!);
      if (fits) assert.doesNotThrow(parse, what);
      else assert.throws(parse, { name: 'FormatError' }, what);
    }
  });
});
