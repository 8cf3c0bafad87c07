/**
 * Tells work that takes a while whether something newer has begun since, so that what it found is out of date: what is read, awaited and
 * then kept must not replace what came meanwhile.
 */
export class Versions {
  private newest = 0;

  /** Something newer begins; what began before is out of date. */
  begin(): void {
    this.newest++;
  }

  /** Asked later, says whether nothing newer has begun since now. */
  mark(): () => boolean {
    const mine = this.newest;
    return () => mine === this.newest;
  }
}
