import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parametersAsMarkdown } from '../../src/contract/parameterDocs';

describe('README', () => {
  const readme = readFileSync('README.md', 'utf8');

  it('has the table of parameters as the code has it (npm run readme writes it)', () => {
    assert.ok(readme.includes(parametersAsMarkdown()));
  });

  it('says of every dependency why it is there', () => {
    const { dependencies, devDependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, object>;
    const unsaid = Object.keys({ ...dependencies, ...devDependencies }).filter(name => !readme.includes(`\`${name}\``));
    assert.deepEqual(unsaid, []);
  });

  it('names only npm scripts that there are', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: object };
    const named = [...readme.matchAll(/npm run ([a-z:]+)/g)].map(match => match[1]!);
    assert.deepEqual(
      named.filter(name => !(name in scripts)),
      [],
    );
  });
});
