import { oneLine } from '../../util/shownText';

/** Markdown in which all that is not ours is text. */
export class Markdown {
  private constructor(readonly source: string) {}

  /** A text, shown as it is, in one line. */
  static text(text: string): Markdown {
    return new Markdown(asText(text));
  }

  /** Markdown of our own, as the text of a template; each value in it is a text, shown as it is, or Markdown. */
  static of(ours: TemplateStringsArray, ...values: readonly (string | number | Markdown)[]): Markdown {
    const sources = values.map(value => (value instanceof Markdown ? value.source : asText(String(value))));
    return new Markdown(ours.map((part, i) => part + (sources[i] ?? '')).join(''));
  }

  /** All of them with some of our own Markdown between them. */
  static joined(parts: readonly Markdown[], between: string): Markdown {
    return new Markdown(parts.map(({ source }) => source).join(between));
  }
}

/** A tooltip is no place for more. */
const TEXT_LENGTH = 1_000;

function asText(text: string): string {
  // No mark is left that Markdown, HTML or an address that would become a link is written with: a character reference is none.
  return oneLine(text, TEXT_LENGTH).replaceAll(/[!#$&()*+\-./<=>?@[\\\]^_`{|}~]|^\s|\s$/g, mark => `&#${mark.charCodeAt(0)};`);
}
