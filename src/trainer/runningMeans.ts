/** Mean loss and accuracy over the images seen so far. */
export class RunningMeans {
  /** Images. */
  count = 0;
  private lossSum = 0;
  private correct = 0;

  add(lossSum: number, correct: number, count: number): void {
    this.lossSum += lossSum;
    this.correct += correct;
    this.count += count;
  }

  get loss(): number {
    return this.lossSum / this.count;
  }

  get accuracy(): number {
    return this.correct / this.count;
  }
}
