import { grouped, loss, percent } from '../util/format';
import { wholeSeconds } from '../wording/timeInWords';
import type { Output } from './output';

export interface Progress {
  readonly epoch: number;
  readonly epochs: number;
  readonly batch: number;
  readonly batches: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly imagesPerSecond: number;
  readonly etaMs: number;
}

/** One line that fits the terminal: what does not fit is left out from the right, the bar first. */
export function progressLine(progress: Progress, { columns, style }: Pick<Output, 'columns' | 'style'>): string {
  const { epoch, epochs, batch, batches } = progress;
  const head = `${epoch}/${epochs}`.padStart(9);
  const parts = [
    `loss ${loss(progress.loss)}`,
    percent(progress.accuracy),
    `${grouped(progress.imagesPerSecond)} images/s`,
    `ETA ${wholeSeconds(progress.etaMs)}`,
  ];
  // The last column stays free: some terminals wrap when it is written.
  const room = columns - 1 - head.length;
  while (parts.length > 1 && parts.join('   ').length + 3 > room) parts.pop();
  const text = parts.join('   ');
  const width = Math.min(24, room - text.length - 5);
  if (width < 6) return `${head}   ${text}`.slice(0, columns - 1);
  const filled = Math.round((width * batch) / batches);
  return `${head}  ${style('cyan', '━'.repeat(filled))}${style('dim', '━'.repeat(width - filled))}   ${text}`;
}

/** The last line of a terminal, written again and again, ten times a second at most; nothing where there is no terminal. */
export class StatusLine {
  private shownAt = -Infinity;
  private visible = false;

  constructor(private readonly output: Pick<Output, 'out' | 'isTerminal'>) {}

  show(line: string): void {
    const now = performance.now();
    if (!this.output.isTerminal || now - this.shownAt < 100) return;
    this.shownAt = now;
    this.visible = true;
    this.output.out.rewrite(line);
  }

  clear(): void {
    if (this.visible) this.output.out.rewrite('');
    this.visible = false;
  }
}
