/** The end of a text that is too long to keep. */
export class TextTail {
  private text = '';

  /** @param limit how much is kept, in UTF-16 code units */
  constructor(private readonly limit: number) {}

  add(text: string): void {
    const all = this.text + text;
    this.text = all.length > this.limit ? withoutHalfCharacter(all.slice(-this.limit)) : all;
  }

  toString(): string {
    return this.text;
  }
}

/** A cut may fall into a surrogate pair; what is left of the pair is no character. */
function withoutHalfCharacter(text: string): string {
  return /^[\uDC00-\uDFFF]/.test(text) ? text.slice(1) : text;
}
