import assert from 'node:assert/strict';
import { pageHtml, pages, pagesFolder } from '../../../../src/ui/panels/webviewPage';

const origin = 'https://webview.invalid';
const htmlOf = (page: (typeof pages)[number]): string => pageHtml(page, { addressOf: file => `${origin}/${file}`, origin });

describe('the pages in webviews', () => {
  it('are those that are built', async () => {
    const { pageNames } = await import('../../../../scripts/build.mjs');
    assert.deepEqual([...pages].toSorted(), pageNames().toSorted());
  });

  for (const page of pages) {
    it(`load files that are packed, and nothing else: ${page}`, async () => {
      const { packageFiles } = await import('../../../../scripts/packageFiles.mjs');
      const packed = await packageFiles('universal');
      const loaded = [...htmlOf(page).matchAll(/\b(?:src|href)="([^"]*)"/g)].map(match => match[1]!);
      assert.equal(loaded.length, 3, loaded.join(', '));
      for (const address of loaded) {
        assert.ok(address.startsWith(`${origin}/`), address);
        assert.ok(packed.has(address.replace(origin, pagesFolder)), `${address} is not packed`);
      }
    });

    it(`have a policy that lets nothing else be loaded: ${page}`, () => {
      const html = htmlOf(page);
      const [, nonce = ''] = /<script nonce="([^"]+)"/.exec(html) ?? [];
      assert.ok(nonce.length >= 20, nonce);
      const [, policy = ''] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
      assert.deepEqual(policy.split('; '), [
        `default-src 'none'`,
        `script-src 'nonce-${nonce}'`,
        `style-src ${origin}`,
        `font-src ${origin}`,
        `img-src ${origin} data: blob:`,
      ]);
      assert.notEqual(htmlOf(page), html, 'the same nonce twice');
    });
  }
});
