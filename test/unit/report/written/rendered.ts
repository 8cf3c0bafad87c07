import { createRequire } from 'node:module';

interface Token {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Token[] | null;
  attrGet(name: string): string | null;
}

/** A renderer of CommonMark with GitHub's tables, strikethrough and bare addresses as links: it comes with vsce. */
const MarkdownIt = createRequire(__filename)('markdown-it') as new (options: object) => { parse: (source: string, env: object) => Token[] };
const renderer = new MarkdownIt({ html: true, linkify: true });

/** What a page is made of that obeys whatever stands in its Markdown. */
export interface Rendered {
  /** Of everything, in its order; pieces of text one after the other are one. */
  readonly types: readonly string[];
  /** Pieces of HTML. */
  readonly html: readonly string[];
  readonly links: readonly string[];
  /** The addresses of pictures. */
  readonly images: readonly string[];
  /** All that can be read. */
  readonly text: string;
}

export function rendered(markdown: string): Rendered {
  const tokens = renderer.parse(markdown, {}).flatMap(token => [token, ...(token.children ?? [])]);
  const of = (...types: string[]): Token[] => tokens.filter(({ type }) => types.includes(type));
  const types = tokens.map(({ type }) => (type === 'text_special' ? 'text' : type));
  return {
    types: types.filter((type, i) => type !== 'text' || types[i - 1] !== 'text'),
    html: of('html_block', 'html_inline').map(({ content }) => content.trim()),
    links: of('link_open').map(token => token.attrGet('href') ?? ''),
    images: of('image').map(token => token.attrGet('src') ?? ''),
    text: of('text', 'text_special', 'softbreak', 'hardbreak', 'paragraph_close', 'td_close', 'th_close')
      .map(({ type, content }) => (type.startsWith('text') ? content : '\n'))
      .join('')
      // What keeps apart what together would mean something is not seen.
      .replaceAll('\u2060', ''),
  };
}
