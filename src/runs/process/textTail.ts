/** The last part of a text that comes in pieces. */
export class TextTail {
  private text = '';

  /** @param length in UTF-16 units */
  constructor(private readonly length = 4096) {}

  push(piece: string): void {
    this.text = (this.text + piece).slice(-this.length);
  }

  /** Without the second half of a character whose first was cut off. */
  toString(): string {
    return this.text.replace(/^[\uDC00-\uDFFF]/, '').trim();
  }
}
