import { StringDecoder } from 'node:string_decoder';

/** The last part of a stream of UTF-8, however it was cut into chunks. */
export class TextTail {
  private readonly decoder = new StringDecoder('utf8');
  private text = '';

  constructor(private readonly length = 4096) {}

  push(chunk: Buffer): void {
    this.text = (this.text + this.decoder.write(chunk)).slice(-this.length);
  }

  toString(): string {
    return this.text.trim();
  }
}
