import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parameterTable } from '../../../../src/contract/parameters';

interface Schema {
  readonly properties: Readonly<Record<string, Schema & Readonly<Record<string, unknown>>>>;
  readonly items: Schema;
  readonly required?: readonly string[];
}

const read = (file: string): Schema => JSON.parse(readFileSync(file, 'utf8')) as Schema;

describe('the JSON schemas of what a person may edit', () => {
  it('have each parameter with its range, default and help', () => {
    const run = read('dist/schemas/queue.schema.json').properties['runs']!.items;
    const { properties } = run.properties['parameters']!;
    assert.deepEqual(
      Object.keys(properties),
      parameterTable.map(({ name }) => name),
    );
    for (const parameter of parameterTable) {
      const described = properties[parameter.name]!;
      assert.deepEqual([described['default'], described['description']], [parameter.default, parameter.help]);
      if (parameter.kind === 'integer')
        assert.deepEqual(
          [described['type'], described['minimum'], described['maximum']],
          ['integer', parameter.minimum, parameter.maximum],
        );
      if (parameter.kind === 'choice') assert.deepEqual(described['enum'], parameter.choices);
    }
    assert.deepEqual(run.required, ['id', 'parameters']);
  });

  it('have the labels, none of which must be there', () => {
    const labels = read('dist/schemas/labels.schema.json');
    assert.deepEqual(Object.keys(labels.properties), ['name', 'tags', 'pinned', 'archived']);
    assert.deepEqual(labels.required ?? [], []);
  });

  it('are contributed for the files that they describe', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { jsonValidation: readonly { readonly fileMatch: string; readonly url: string }[] };
    };
    for (const { url } of contributes.jsonValidation) read(url);
    assert.deepEqual(
      contributes.jsonValidation.map(({ fileMatch }) => fileMatch),
      ['**/.digits/runs/*/labels.json', '**/.digits/queue.json', '*.digits.json'],
    );
  });
});
