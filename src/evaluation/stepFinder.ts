/** As many parts of [0, 1] are looked up at once; what is left is searched by halving. */
const PARTS = 4096;

/**
 * Finds the step of a score, which is one of the decreasing thresholds in [0, 1]. For all answers of a test set this is most of the work,
 * so the part of [0, 1] that a score lies in says where to begin.
 */
export class StepFinder {
  /** The first threshold in each part or below it; shape `[PARTS + 1]`. */
  private readonly begins = new Int32Array(PARTS + 1);

  constructor(private readonly thresholds: Float64Array) {
    let part = 0;
    for (let i = 0; i < thresholds.length; i++) {
      for (const of = partOf(thresholds[i]!); part < of; part++) this.begins[part + 1] = i;
    }
    this.begins.fill(thresholds.length, part + 1);
  }

  stepOf(score: number): number {
    const part = partOf(score);
    let low = this.begins[part]!;
    let high = this.begins[part + 1]! - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.thresholds[middle]! > score) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** From 0 for a score of 1, or what rounding adds to it, to PARTS − 1 for 0. */
function partOf(score: number): number {
  return Math.max(0, Math.min(Math.floor((1 - score) * PARTS), PARTS - 1));
}
