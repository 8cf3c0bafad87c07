import type { Checkpoint } from '../runFolder/checkpoint';

/** Watches the validation loss; with a patience of 0 it does nothing. */
export class EarlyStopping {
  /** The epoch with the lowest validation loss so far. */
  best: Checkpoint['best'] | undefined;
  private last: number;

  constructor(
    /** Epochs without a lower loss after which training ends. */
    private readonly patience: number,
    private readonly weights: Float32Array,
    checkpoint?: Checkpoint,
  ) {
    this.best = checkpoint?.best;
    this.last = checkpoint?.epoch ?? 0;
  }

  /** Keeps a copy of the weights if they are the best so far. */
  observe(epoch: number, loss: number): void {
    if (this.patience === 0) return;
    this.last = epoch;
    if (!this.best || loss < this.best.loss) this.best = { epoch, loss, weights: this.weights.slice() };
  }

  /** Patience is at its end. */
  get isOver(): boolean {
    return this.best ? this.last - this.best.epoch >= this.patience : false;
  }

  get reason(): string {
    return `the validation loss has not improved since epoch ${this.best?.epoch} (patience ${this.patience})`;
  }

  /** Puts the best weights back; returns their epoch, or undefined if there are none. */
  restore(): number | undefined {
    if (this.best) this.weights.set(this.best.weights);
    return this.best?.epoch;
  }
}
