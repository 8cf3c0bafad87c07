/**
 * Tells an operation that takes a while whether a newer one has begun since, so that its result is out of date and must not replace the
 * newer one.
 */
export class Versions {
  private newest = 0;

  /** Something newer begins; what began before is out of date. */
  begin(): void {
    this.newest++;
  }

  /** Returns a function that tells whether nothing newer has begun since now. */
  mark(): () => boolean {
    const mine = this.newest;
    return () => mine === this.newest;
  }
}
