/** How many rows of `[n, classes]` have their first maximum at the label. */
export function countCorrect(logits: Float32Array, classes: number, labels: Uint8Array): number {
  let correct = 0;
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let i = 1; i < classes; i++) if (logits[row * classes + i]! > logits[row * classes + best]!) best = i;
    if (best === labels[row]) correct++;
  }
  return correct;
}
