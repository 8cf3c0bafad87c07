import { oneLine } from './shownText';

/**
 * Markdown in which all that is not ours is text: for the editor's tooltips, and for files that GitHub renders, which makes links of more
 * than CommonMark does.
 */
export class Markdown {
  private constructor(readonly source: string) {}

  /** A text, shown as it is, in one line. @param most of its characters */
  static text(text: string, most = TEXT_LENGTH): Markdown {
    return new Markdown(asText(text, most));
  }

  /** Markdown of our own, as the text of a template; each value in it is a text, shown as it is, or Markdown. */
  static of(ours: TemplateStringsArray, ...values: readonly (string | number | Markdown)[]): Markdown {
    const sources = values.map(value => (value instanceof Markdown ? value.source : asText(String(value), TEXT_LENGTH)));
    return new Markdown(ours.map((part, i) => part + (sources[i] ?? '')).join(''));
  }

  /** All of them with some of our own Markdown between them. */
  static joined(parts: readonly Markdown[], between: string): Markdown {
    return new Markdown(parts.map(({ source }) => source).join(between));
  }

  /** Without lines that are the same as one before them, and without it at the beginning. */
  withoutRepeated(line: Markdown): Markdown {
    const lines = this.source.split('\n');
    return new Markdown(lines.filter((one, i) => one !== line.source || (i > 0 && lines[i - 1] !== line.source)).join('\n'));
  }

  /** A link to a file, by the path to it from the Markdown's own folder, with `/` on every system. */
  static link(text: string, path: string): Markdown {
    const address = path.split('/').map(asPartOfAddress).join('/');
    return new Markdown(`[${asText(text, TEXT_LENGTH)}](${address})`);
  }

  /** A picture, by the path to it from the Markdown's own folder, with `/` on every system. */
  static image(description: string, path: string): Markdown {
    const address = path.split('/').map(asPartOfAddress).join('/');
    return new Markdown(`![${asText(description, TEXT_LENGTH)}](${address})`);
  }
}

/** A tooltip or a cell of a table is no place for more. */
const TEXT_LENGTH = 1_000;

/** Not seen: it keeps apart what together would mean something. */
const JOINER = '\u2060';

/**
 * What Markdown, HTML or an address that would become a link is written with. Between letters and digits some of it means nothing, so that
 * `num_filters 0.5` can be read in the source too.
 */
const marks = /(?<![a-z0-9])[-_]|[-_](?![a-z0-9])|(?<![\da-z])\.|\.(?!\d|$)|(?<=\d)\.$|\+(?!\d)|[!#$&()*/<=>?@[\\\]^`{|}~\u2060]|^\s|\s$/gi;

/** Names of people and issues, addresses of mail and pictures by their names, which are looked for only when all else is rendered. */
const references = /[@#](?=\w)|:(?=[\w+-]+:)/g;

function asText(text: string, most: number): string {
  // A character reference is none of those marks.
  return oneLine(text, most)
    .replaceAll(references, `$&${JOINER}`)
    .replaceAll(marks, mark => `&#${mark.charCodeAt(0)};`);
}

function asPartOfAddress(part: string): string {
  // Half of a surrogate pair has no address.
  return encodeURIComponent(part.replaceAll(/\p{Cs}/gu, '\ufffd')).replaceAll(
    /[!'()*~]/g,
    mark => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
