import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { withVisibleText } from '../../../../webview/shared/visibleText';
import { hostile, unseenIn } from '../../hostileText';

describe('what the dashboard is told', () => {
  it('is all to be seen, however deep it stands', () => {
    const message = { type: 'hydrate', state: { label: 'a\u202eb', run: { log: [{ message: '\u001b[2J', at: 1 }], best: null } } };
    assert.deepEqual(withVisibleText(message), {
      type: 'hydrate',
      state: { label: String.raw`a\u202eb`, run: { log: [{ message: String.raw`\u001b[2J`, at: 1 }], best: null } },
    });
    assert.equal(withVisibleText('\u0007'), String.raw`\u0007`);
  });

  it('differs in nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), hostile, (value, text) => {
        const shown = withVisibleText({ value: structuredClone(value), text });
        assert.equal(unseenIn(shown.text), undefined);
        if (/^[ -~]*$/.test(JSON.stringify(value))) assert.deepEqual(shown.value, value);
      }),
    );
  });

  it('may be as deep as it likes', () => {
    let deep: unknown = '\u202e';
    for (let i = 0; i < 100_000; i++) deep = [deep];
    let inner = withVisibleText(deep);
    while (Array.isArray(inner)) inner = (inner as unknown[])[0];
    assert.equal(inner, String.raw`\u202e`);
  });
});
