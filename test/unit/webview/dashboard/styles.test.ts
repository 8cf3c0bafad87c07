import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const folder = path.resolve('webview', 'dashboard', 'styles');

/** The selectors of a style sheet, one by one. */
function selectorsOf(name: string): string[] {
  const sheet = readFileSync(path.join(folder, name), 'utf8').replaceAll(/\/\*[^*]*\*\//g, '');
  return [...sheet.matchAll(/([^{};]+)\{/g)]
    .map(([, selector]) => selector!.trim())
    .filter(selector => !selector.startsWith('@'))
    .flatMap(selector => selector.split(','));
}

describe("the style sheets of the dashboard's views", () => {
  const sheets = new Map(readdirSync(folder).map(name => [name, selectorsOf(name)]));

  // All are on one page: what one says of a class alone holds in the other views, too.
  it('have no class for all of its elements that another one means otherwise', () => {
    const shared: string[] = [];
    for (const [name, selectors] of sheets) {
      const bare = selectors.flatMap(selector => /^\s*\.([\w-]+)\s*$/.exec(selector)?.[1] ?? []);
      assert.ok(bare.length > 0, `${name} has ${bare.length}`);
      for (const one of new Set(bare))
        for (const [other, theirs] of sheets)
          if (other !== name && theirs.some(selector => selector.split(/[^\w.-]/).some(part => part.split('.').slice(1).includes(one))))
            shared.push(`.${one} of ${name} in ${other}`);
    }
    assert.deepEqual(shared, []);
  });
});
