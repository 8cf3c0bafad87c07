import { readDrawing } from '../../../src/contract/formats/drawn';
import { parseValue } from '../../../src/contract/formats/parse';
import type { ReadDrawing } from '../../../src/contract/inspection';
import type { GreyImage } from '../../../src/util/drawing/asDigit';
import { host } from '../host';

/** Asks what runs take a drawing for; while that is found out, only the newest drawing waits. */
export class Reading {
  private isAsking = false;
  private next: GreyImage | undefined;
  /** Another one when answers to what was asked before are of no interest. */
  private asked = 0;

  /** @param onRead called with what the newest drawing is taken for, and why not if that cannot be said */
  constructor(private readonly onRead: (read: ReadDrawing) => void) {}

  ask(drawing: GreyImage): void {
    this.next = drawing;
    if (!this.isAsking) void this.askOn();
  }

  /** What is asked for already is of no interest any more. */
  forget(): void {
    this.next = undefined;
    this.asked++;
  }

  private async askOn(): Promise<void> {
    this.isAsking = true;
    for (let drawing = this.next; drawing; drawing = this.next) {
      this.next = undefined;
      const { asked } = this;
      const read = await host
        .ask<ReadDrawing>({ type: 'readDrawing', drawing }, answer => parseValue(readDrawing, answer, 'The answer of the host'))
        .catch(({ message }: Error): ReadDrawing => ({ runs: [], left: 0, whyNot: message }));
      if (asked === this.asked) this.onRead(read);
    }
    this.isAsking = false;
  }
}
